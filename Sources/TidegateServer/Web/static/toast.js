// Short news at the edge of the page.
import { el, icon, t } from "./dom.js";

const SECONDS = 4;
const NEXT = "toast-next";
let place;

/** toast("Saved", { look: "good", action: { label: "Undo", run } }) */
export function toast(message, { look = "good", action } = {}) {
  // A popover, so that it is seen above an open dialog too; announced politely.
  place ??= document.body.appendChild(el("div", { class: "toasts", role: "status", popover: "manual" }));
  if (place.matches(":popover-open")) place.hidePopover();
  place.showPopover();
  const marks = { good: "check", bad: "alert", warn: "alert", info: "info" };
  const item = el("div", { class: `toast toast-${look}` }, icon(marks[look] ?? "info"), el("span", { class: "grow" }, message));
  const close = () => {
    item.remove();
    if (!place.childElementCount) place.hidePopover();
  };
  if (action) {
    item.append(el("button", { class: "button button-quiet button-small", type: "button", onclick: () => { close(); action.run(); } }, action.label));
  }
  item.append(el("button", { class: "button button-quiet button-icon button-small", type: "button", "aria-label": t("close"), onclick: close }, icon("cross")));
  place.append(item);
  // What went wrong, or can be undone, stays until it was read.
  if ((look === "good" || look === "info") && !action) setTimeout(close, SECONDS * 1000);
  return close;
}

/** Said on the page that comes next. */
export function toastNext(message) {
  if (message) sessionStorage.setItem(NEXT, message);
}

/** A form marked data-done says so on the page that follows, unless that page refuses it. */
export function startToasts() {
  const said = sessionStorage.getItem(NEXT);
  sessionStorage.removeItem(NEXT);
  const isRefused = document.querySelector("[data-refused], main .banner-bad[role=alert], .stage-page");
  if (said && !isRefused) toast(said);
  // At the window, after those who keep a form from being sent.
  addEventListener("submit", (event) => {
    if (!event.defaultPrevented && event.target.dataset.post === undefined) toastNext(event.target.dataset.done);
  });
}
