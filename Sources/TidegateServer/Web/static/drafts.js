// Nothing typed is lost. A form marked data-draft keeps what is typed into it in the tab's own
// storage until it is saved: an expired session, a reload or a lost connection costs nothing.
// Passwords and hidden fields are never kept.
import { knock } from "./api.js";
import { el, find, findAll, icon, t } from "./dom.js";

const name = (form, path = location.pathname) => `draft:${document.body.dataset.me ?? ""}:${path}:${form.dataset.draft || form.id}`;
// A reference's visible input has no name: what is sent stands in the hidden one.
const called = (field) => field.name || (field.dataset.reference === undefined ? "" : field.id);
const kept = (field) => called(field) && !["password", "hidden", "file", "submit", "button"].includes(field.type);

const SENT = "draft-sent";
const CUT_OFF = "draft-cut-off";
const SIGNED_OUT = "draft-signed-out";

// The page to sign in at tells nobody where it was, so it leaves a note for the page that follows.
const isStage = document.body.classList.contains("stage-page");
const isBack = !isStage && sessionStorage.getItem(SIGNED_OUT) !== null;
if (isStage) sessionStorage.setItem(SIGNED_OUT, "yes");
else sessionStorage.removeItem(SIGNED_OUT);

export function startDrafts(inside = document) {
  settle();
  for (const form of findAll("form[data-draft]", inside)) watch(form);
}

// A form that was sent by the browser itself is saved once another page of the workspace has come. A
// refusal brings the form back, marked data-refused and filled by the server; the page to sign in at
// and a page that only tells of an error have saved nothing.
function settle() {
  const sent = sessionStorage.getItem(SENT);
  if (!sent) return;
  sessionStorage.removeItem(SENT);
  const isSaved = !isStage && !findAll("form[data-refused]").some((form) => name(form) === sent);
  if (isSaved) sessionStorage.removeItem(sent);
  else if (isStage) sessionStorage.setItem(CUT_OFF, sent);
}

// Whether the page was left in the middle of the form: sent in vain, loaded again, gone back to, or come
// back to by signing in. Who merely opens it another day is asked first.
function isCutOff(form) {
  const wasSent = sessionStorage.getItem(CUT_OFF) === name(form);
  if (wasSent) sessionStorage.removeItem(CUT_OFF);
  const [visit] = performance.getEntriesByType("navigation");
  return wasSent || isBack || ["reload", "back_forward"].includes(visit?.type);
}

// A browser that finds no server shows a page of its own; so ask first, and stay with what was typed.
// At the window, after those who send a form themselves have said so.
addEventListener("submit", async (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.dataset.draft === undefined) return;
  if (form.dataset.asked !== undefined) {
    delete form.dataset.asked;
    return void sessionStorage.setItem(SENT, name(form));
  }
  event.preventDefault();
  const isThere = await knock();
  delete form.dataset.sent;
  event.submitter?.removeAttribute("aria-busy");
  if (!isThere) return;
  form.dataset.asked = "";
  form.requestSubmit(event.submitter);
});

function watch(form) {
  const first = snapshot(form);
  if (form.dataset.refused === undefined) isCutOff(form) ? restore(form) : offer(form);
  const keep = () => {
    const now = snapshot(form);
    const changed = Object.fromEntries(Object.entries(now).filter(([key, value]) => value !== first[key]));
    try {
      if (Object.keys(changed).length) sessionStorage.setItem(name(form), JSON.stringify(changed));
      else sessionStorage.removeItem(name(form));
    } catch { /* storage is full or forbidden: the form itself still holds everything */ }
  };
  form.addEventListener("input", keep);
  form.addEventListener("change", keep);
}

/** After a save, or when the person throws it away. */
export function forget(form) { sessionStorage.removeItem(name(form)); }

/** The drafts of the editors of a record's fields that a form has saved, wherever it stands. */
export function forgetFields(form, path = location.pathname) {
  for (const { name: field } of form.elements) {
    if (field.startsWith("field.")) sessionStorage.removeItem(name({ dataset: { draft: `field-${field.slice("field.".length)}` } }, path));
  }
}

function snapshot(form) {
  const values = {};
  for (const field of form.elements) {
    if (!kept(field)) continue;
    const own = called(field);
    if (field.type === "checkbox") values[own] = field.checked ? "on" : "";
    else if (field.type === "radio") { if (field.checked) values[own] = field.value; }
    else values[own] = field.value;
    if (field.dataset.reference !== undefined) values[`${own}@id`] = field.dataset.id ?? "";
  }
  return values;
}

function draft(form) {
  try { return JSON.parse(sessionStorage.getItem(name(form)) ?? "null"); } catch { return null; }
}

function note(form, text, label, act) {
  find(".draft-note", form)?.remove();
  const close = (then) => () => { find(".draft-note", form)?.remove(); then(); };
  form.prepend(el("div", { class: "banner draft-note", role: "status" }, icon("history"), el("span", { class: "grow" }, text),
    label && el("button", { class: "button button-small", type: "button", onclick: close(act) }, label),
    el("button", { class: "button button-small", type: "button", onclick: close(() => { forget(form); location.reload(); }) }, t("drafts.discard"))));
}

/** Leaves the form as it is; what is typed from here on takes the draft's place. */
function offer(form) {
  if (!draft(form)) return;
  note(form, t("drafts.offer"), t("drafts.restore"), () => restore(form));
  form.addEventListener("input", () => find(".draft-note", form)?.remove(), { once: true });
}

function restore(form) {
  const values = draft(form);
  if (!values) return;
  for (const field of form.elements) {
    const own = called(field);
    if (!kept(field) || values[own] === undefined) continue;
    if (field.type === "checkbox") field.checked = values[own] === "on";
    else if (field.type === "radio") field.checked = field.value === values[own];
    else field.value = values[own];
    if (field.dataset.reference !== undefined) field.dataset.id = values[`${own}@id`] ?? "";
  }
  form.dispatchEvent(new CustomEvent("restored"));
  note(form, t("drafts.restored"));
}
