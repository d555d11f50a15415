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
  // What went wrong, or can be undone, stays until it was read; other news stands in nobody's way.
  const stays = look === "bad" || look === "warn" || !!action;
  const item = el("div", { class: `toast toast-${look}${stays ? "" : " toast-passing"}` }, icon(marks[look] ?? "info"), el("span", { class: "grow" }, message));
  const close = () => {
    item.remove();
    if (!place.childElementCount) place.hidePopover();
    removeEventListener("pointermove", makeWay);
    removeEventListener("pointerdown", close);
  };
  const makeWay = ({ clientX, clientY }) => {
    const { left, right, top, bottom } = item.getBoundingClientRect();
    if (clientX >= left && clientX <= right && clientY >= top && clientY <= bottom) close();
  };
  if (action) {
    item.append(el("button", { class: "button button-quiet button-small", type: "button", onclick: () => { close(); action.run(); } }, action.label));
  }
  if (stays) item.append(el("button", { class: "button button-quiet button-icon button-small", type: "button", "aria-label": t("close"), onclick: close }, icon("cross")));
  place.append(item);
  if (!stays) {
    setTimeout(close, SECONDS * 1000);
    addEventListener("pointermove", makeWay);
    addEventListener("pointerdown", close);
  }
  return close;
}

/** Said on the page that comes next. */
export function toastNext(message) {
  if (message) sessionStorage.setItem(NEXT, message);
}

/** What the server has done on the way to this page. */
function saidByServer() {
  const text = document.cookie.match(/(?:^|; )said=([^;]*)/)?.[1];
  if (text === undefined) return undefined;
  document.cookie = "said=; path=/; max-age=0; samesite=lax";
  try { return decodeURIComponent(text); } catch { return undefined; /* not of our server */ }
}

/** A form marked data-done says so on the page that follows, unless that page refuses it. */
export function startToasts() {
  const said = sessionStorage.getItem(NEXT) ?? saidByServer();
  sessionStorage.removeItem(NEXT);
  const isRefused = document.querySelector("[data-refused], main .banner-bad[role=alert], .stage-page");
  if (said && !isRefused) toast(said);
  // At the window, after those who keep a form from being sent.
  addEventListener("submit", (event) => {
    if (!event.defaultPrevented && event.target.dataset.post === undefined) toastNext(event.target.dataset.done);
  });
}
