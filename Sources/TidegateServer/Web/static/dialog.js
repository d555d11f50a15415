// Dialogs: the native element, opened, filled and answered.
import { el, find, icon, onClick, t } from "./dom.js";

export function startDialogs() {
  onClick("[data-dialog]", (button) => document.getElementById(button.dataset.dialog)?.showModal());
  onClick("dialog [data-close]", (button) => button.closest("dialog").close());
  // A click beside the dialog closes it, unless something was typed into it.
  document.addEventListener("click", (event) => {
    const dialog = event.target;
    if (dialog.nodeName !== "DIALOG" || dialog.dataset.typed) return;
    const box = dialog.getBoundingClientRect();
    const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
    if (!inside && event.detail > 0) dialog.close();
  });
  document.addEventListener("input", (event) => {
    const dialog = event.target.closest?.("dialog:not(.palette)");
    if (dialog) dialog.dataset.typed = "yes";
  });
}

let number = 0;

/** Puts a dialog together and opens it; it leaves the page when it is closed. */
export function openDialog({ title, body, foot = [], wide = false, onclose }) {
  const id = `dialog-${++number}`;
  const dialog = el("dialog", { class: wide ? "dialog dialog-wide" : "dialog", "aria-labelledby": id },
    el("div", { class: "dialog-sheet" },
      el("div", { class: "dialog-head" }, el("h2", { id }, title),
        el("button", { class: "button button-quiet button-icon", type: "button", "aria-label": t("close"), "data-close": true }, icon("cross"))),
      el("div", { class: "dialog-body" }, body),
      foot.length ? el("div", { class: "dialog-foot" }, foot) : null));
  dialog.addEventListener("close", () => { dialog.remove(); onclose?.(dialog.returnValue); });
  document.body.append(dialog);
  dialog.showModal();
  find("[autofocus]", dialog)?.focus();
  return dialog;
}

/** Asks; resolves to the typed reason (or true), or to null when it was called off. */
export function ask({ title, text, yes = t("ok"), look = "main", reason }) {
  return new Promise((resolve) => {
    const input = reason && el("textarea", { class: "textarea", id: "ask-reason", autofocus: true, required: true });
    const answer = () => {
      if (input && !input.value.trim()) return input.focus();
      resolve(input ? input.value.trim() : true);
      dialog.close();
    };
    const dialog = openDialog({
      title,
      body: [text && el("p", {}, text), reason && el("div", { class: "field" }, el("label", { for: "ask-reason" }, reason), input)].filter(Boolean),
      foot: [
        el("button", { class: "button", type: "button", "data-close": true }, t("cancel")),
        el("button", { class: `button button-${look}`, type: "button", autofocus: !reason, onclick: answer }, yes),
      ],
      onclose: () => resolve(null),
    });
  });
}
