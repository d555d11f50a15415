// Forms that a page sends without leaving it: <form data-post>. The answer is a new version, an address
// to go to, or a refusal that brings the piece of page explaining it.
import { find, findAll, t } from "./dom.js";
import { newKey, sessionEnded, showConnection } from "./api.js";
import { startPickers } from "./picker.js";
import { showTimes } from "./time.js";
import { toast } from "./toast.js";

/** What the form holds, a picked reference as its id, another as what was typed. */
export function body(form, submitter) {
  const fields = new URLSearchParams();
  for (const field of form.elements) {
    if (!field.name || field.disabled || field.type === "submit") continue;
    if ((field.type === "checkbox" || field.type === "radio") && !field.checked) continue;
    fields.append(field.name, field.dataset.id || field.value);
  }
  // The boxes of a choice of several are one field.
  for (const group of findAll(".checks", form)) {
    fields.set(find("[type=hidden]", group).name, findAll(":checked", group).map((box) => box.value).join("\n"));
  }
  if (submitter?.name) fields.set(submitter.name, submitter.value);
  return fields;
}

// One intention, one key: sent again after a lost connection it is done once; with other words it is
// another intention.
const keys = new WeakMap();

function keyFor(form, words) {
  const known = keys.get(form);
  if (known?.words === words) return known.key;
  const key = newKey();
  keys.set(form, { words, key });
  return key;
}

/**
 * Sends the form. Resolves to { ok, status, answer }; to undefined when there was no connection or the
 * session has ended, which the person was told: everything typed is still there.
 */
export async function post(form, { submitter, fields = body(form, submitter), address = submitter?.getAttribute("formaction") || form.getAttribute("action") } = {}) {
  const button = submitter ?? find("button:not([type=button])", form);
  button?.setAttribute("aria-busy", "true");
  try {
    const words = `${address} ${fields}`;
    const response = await fetch(address, {
      method: "POST", body: fields, credentials: "same-origin",
      headers: { Accept: "application/json", "X-Form-Token": document.body.dataset.formToken ?? "", "Idempotency-Key": keyFor(form, words) },
    });
    showConnection(true);
    if (response.status === 401 || response.redirected && new URL(response.url).pathname === "/sign-in") return void sessionEnded();
    keys.delete(form);
    const isJSON = response.headers.get("Content-Type")?.includes("json");
    const answer = isJSON ? await response.json() : { message: t("failed"), html: "" };
    return { ok: response.ok, status: response.status, answer };
  } catch {
    showConnection(false);
  } finally {
    button?.removeAttribute("aria-busy");
  }
}

/** Server-made HTML as elements; no script in it would run. */
export function parse(html) {
  return new DOMParser().parseFromString(html, "text/html");
}

/** Opens the dialog that explains a refusal and holds what is needed to try again. */
export function showRefusal(answer) {
  if (!answer.html) return toast(answer.message ?? t("failed"), { look: "bad" });
  const dialog = find("#refusal");
  dialog.replaceChildren(...parse(answer.html).body.childNodes);
  delete dialog.dataset.typed;
  refresh(dialog);
  if (!dialog.open) dialog.showModal();
  const first = find(".gate-fix input:not([type=hidden]), .gate-fix select, .gate-fix textarea, textarea[required], .conflict input", dialog);
  (first ?? find(".button-main, [data-close]", dialog))?.focus();
}

/** Says at each input what is wrong with it; the first of them gets the focus. */
export function showErrors(form, messages) {
  let first;
  for (const place of findAll("[data-error]", form)) {
    place.hidden = true;
    place.textContent = "";
  }
  for (const [name, message] of Object.entries(messages)) {
    const field = `[name="field.${CSS.escape(name)}"]`;
    const input = find(`${field}:not([type=hidden]), [data-reference]:has(+ ${field}), .checks:has(> ${field})`, form);
    const place = input?.closest("[data-input], .prop-form")?.querySelector("[data-error]");
    if (!place) continue;
    place.textContent = message;
    place.hidden = false;
    place.id ||= `error-${name}`;
    input.setAttribute("aria-invalid", "true");
    input.setAttribute("aria-describedby", place.id);
    first ??= input;
  }
  first?.focus();
  return !!first;
}

/** What every piece of page that was put in needs. */
export function refresh(inside) {
  startPickers(inside);
  showTimes(inside);
}
