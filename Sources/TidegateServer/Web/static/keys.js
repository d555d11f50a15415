// The keyboard: rows with j and k, places with g, help with ?.
import { el, find, findAll, isMac, isTyping, onClick, t } from "./dom.js";
import { openDialog } from "./dialog.js";
import { openPalette } from "./palette.js";

const places = { h: "/", i: "/inbox", a: "/alerts" };
const WAIT = 1200;
let afterG = 0;

export function startKeys() {
  for (const key of findAll("[data-shortcut]")) key.textContent = (isMac ? "⌘" : "Ctrl ") + key.dataset.shortcut;
  onClick("[data-keys-help]", help);
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      return openPalette();
    }
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || event.target.closest?.(".menu")) return;
    if (run(event)) event.preventDefault();
  });
}

function run(event) {
  const key = event.key;
  if (performance.now() - afterG < WAIT && places[key]) { location.href = places[key]; return true; }
  afterG = 0;
  switch (key) {
    case "g": afterG = performance.now(); return true;
    case "?": help(); return true;
    case "/": return focus("[data-list-search]");
    case "c": return press("[data-create]");
    case "m": return focus(".next-stage:not([hidden]) .next-foot button:enabled");
    case "j": return step(1);
    case "k": return step(-1);
    case "ArrowDown": return event.target.closest?.("[data-table]") ? step(1) : false;
    case "ArrowUp": return event.target.closest?.("[data-table]") ? step(-1) : false;
    case "Enter": return event.target.closest?.("a, button, summary") ? false : open();
    default: return false;
  }
}

function focus(selector) {
  const input = find(selector);
  input?.focus();
  input?.select?.();
  return !!input;
}

function press(selector) {
  const link = find(selector);
  link?.click();
  return !!link;
}

// Rows of the table, or lines of a list, that lead somewhere.
const rows = () => findAll("[data-table] tbody tr, [data-rows] .list-item, [data-rows] .tile").filter((row) => row.offsetParent !== null);

function step(by) {
  const all = rows();
  if (!all.length) return false;
  const now = all.findIndex((row) => row.matches("[aria-selected=true]"));
  const next = all[Math.min(all.length - 1, Math.max(0, now < 0 ? (by > 0 ? 0 : all.length - 1) : now + by))];
  all[now]?.removeAttribute("aria-selected");
  next.setAttribute("aria-selected", "true");
  (next.matches("a") ? next : find("a", next))?.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
  return true;
}

function open() {
  const row = rows().find((each) => each.matches("[aria-selected=true]"));
  const link = row?.matches("a") ? row : row && find("a", row);
  link?.click();
  return !!link;
}

function help() {
  const mod = isMac ? "⌘" : "Ctrl";
  const line = (what, ...keys) => [el("span", {}, what), el("span", { class: "row" }, keys.map((key) => (key === "then" ? el("span", { class: "faint small" }, t("keys.then")) : el("kbd", {}, key))))];
  openDialog({
    title: t("keys.title"),
    body: el("div", { class: "keys" },
      line(t("keys.palette"), mod, "K"), line(t("keys.next"), "j"), line(t("keys.previous"), "k"), line(t("keys.open"), "Enter"),
      line(t("keys.search"), "/"), line(t("keys.create"), "c"), line(t("keys.stage"), "m"), line(t("keys.home"), "g", "then", "h"), line(t("keys.inbox"), "g", "then", "i"),
      line(t("keys.alerts"), "g", "then", "a"), line(t("keys.send"), mod, "Enter"), line(t("keys.lift"), "␣"), line(t("keys.carry"), "←", "→"), line(t("keys.escape"), "Esc"), line(t("keys.help"), "?")),
  });
}

// A click anywhere on a row follows its link, unless something was marked with the mouse.
export function startRows() {
  document.addEventListener("click", (event) => {
    const row = event.target.closest?.("[data-table] tbody tr");
    if (!row || event.target.closest("a, button, input, label, select") || String(getSelection())) return;
    const link = find("a", row);
    if (!link) return;
    if (event.ctrlKey || event.metaKey) window.open(link.href, "_blank", "noopener");
    else link.click();
  });
}
