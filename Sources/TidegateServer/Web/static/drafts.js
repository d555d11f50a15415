// Nothing typed is lost. A form marked data-draft keeps what is typed into it in the tab's own
// storage until it is saved: an expired session, a reload or a lost connection costs nothing.
// Passwords and hidden fields are never kept.
import { el, find, findAll, icon, t } from "./dom.js";

const name = (form) => `draft:${document.body.dataset.me ?? ""}:${location.pathname}:${form.dataset.draft || form.id}`;
const kept = (field) => field.name && !["password", "hidden", "file", "submit", "button"].includes(field.type);

export function startDrafts(inside = document) {
  for (const form of findAll("form[data-draft]", inside)) watch(form);
}

function watch(form) {
  const first = snapshot(form);
  restore(form);
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

function snapshot(form) {
  const values = {};
  for (const field of form.elements) {
    if (!kept(field)) continue;
    if (field.type === "checkbox") values[field.name] = field.checked ? "on" : "";
    else if (field.type === "radio") { if (field.checked) values[field.name] = field.value; }
    else values[field.name] = field.value;
    if (field.dataset.reference !== undefined) values[`${field.name}@id`] = field.dataset.id ?? "";
  }
  return values;
}

function restore(form) {
  let values;
  try { values = JSON.parse(sessionStorage.getItem(name(form)) ?? "null"); } catch { return; }
  if (!values) return;
  for (const field of form.elements) {
    if (!kept(field) || values[field.name] === undefined) continue;
    if (field.type === "checkbox") field.checked = values[field.name] === "on";
    else if (field.type === "radio") field.checked = field.value === values[field.name];
    else field.value = values[field.name];
    if (field.dataset.reference !== undefined) field.dataset.id = values[`${field.name}@id`] ?? "";
  }
  form.dispatchEvent(new CustomEvent("restored"));
  find(".draft-note", form)?.remove();
  form.prepend(el("div", { class: "banner draft-note", role: "status" }, icon("history"), el("span", { class: "grow" }, t("drafts.restored")),
    el("button", { class: "button button-small", type: "button", onclick: () => { forget(form); location.reload(); } }, t("drafts.discard"))));
}
