// Looks at the page again and puts in what has changed: <… id="part-…" data-part>. What is being typed
// into stays as it is.
import { find, findAll } from "./dom.js";
import { sessionEnded, showConnection } from "./api.js";
import { parse, refresh } from "./forms.js";

/** Whether someone is typing in it, or has typed what is not saved; [data-saved] just was. */
export function isTouched(part) {
  if (find("[data-open]:not([data-saved])", part)) return true;
  return findAll("input:not([type=hidden]), textarea, select", part).some((field) => {
    if (field.closest("[data-saved]")) return false;
    if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
    if (field.nodeName === "SELECT") return ![...field.options].some((option) => option.selected && option.defaultSelected) && field.selectedIndex > 0;
    return field.value !== field.defaultValue;
  });
}

let asked = 0;
let lookedAt = 0;

/** Whether the page was looked at so lately that a change told just now is in it. */
export const hasJustLooked = () => performance.now() - lookedAt < 800;

/** The page as it is now; undefined when there was no connection or no session. */
export async function look() {
  try {
    const response = await fetch(location.href, { headers: { Accept: "text/html" }, credentials: "same-origin" });
    showConnection(true);
    if (response.status === 401 || response.redirected && new URL(response.url).pathname === "/sign-in") return void sessionEnded();
    return response.ok ? parse(await response.text()) : undefined;
  } catch {
    return void showConnection(false);
  }
}

/**
 * `force`: also parts that were typed into, because just that was saved. `drop`: parts that the page no
 * longer has go, whatever is typed in them: it can no longer be sent.
 */
export async function refreshParts({ force = [], drop = false } = {}) {
  const turn = ++asked;
  const page = await look();
  // A later look has seen more.
  if (!page || turn !== asked) return;
  lookedAt = performance.now();
  const focus = mark(document.activeElement);
  const parts = findAll("[data-part]", page);
  const ids = new Set(parts.map((part) => part.id));
  for (const part of parts) {
    const old = document.getElementById(part.id);
    if (!old) { insert(part); continue; }
    if (isTouched(old) && !force.includes(part.id)) { renewFields(old, part); continue; }
    if (!isTouched(old) && old.isEqualNode(part)) continue;
    keepOpen(old, part);
    old.replaceWith(part);
    refresh(part);
    part.dispatchEvent(new CustomEvent("part", { bubbles: true }));
  }
  for (const old of findAll("[data-part]")) {
    if (!ids.has(old.id) && (drop || !isTouched(old) || force.includes(old.id))) old.remove();
  }
  for (const [name, value] of Object.entries(find("[data-version]", page)?.dataset ?? {})) find("[data-version]").dataset[name] = value;
  showCounts(page);
  document.title = page.title;
  if (document.activeElement === document.body && focus) find(focus)?.focus();
}

/** Of a part that is typed into, the fields nobody types into. */
function renewFields(old, part) {
  for (const field of findAll("[data-field]", part)) {
    const shown = find(`[data-field="${CSS.escape(field.dataset.field)}"]`, old);
    if (!shown || isTouched(shown) || (shown.dataset.open !== undefined && shown.dataset.saved === undefined) || shown.isEqualNode(field)) continue;
    shown.replaceWith(field);
    refresh(field);
  }
}

/** How many things wait, in the sidebar and at the bottom of a phone. */
function showCounts(page) {
  for (const nav of [".sidebar", ".bottombar"]) {
    for (const link of findAll(`${nav} a[href]`)) {
      const now = find(`${nav} a[href="${CSS.escape(link.getAttribute("href"))}"] .count`, page);
      const shown = find(".count", link);
      if (shown && now) shown.replaceWith(now);
      else if (shown) shown.remove();
      else if (now) link.append(now);
    }
  }
}

/** A part that was not there before goes behind the one it follows. */
function insert(part) {
  const before = part.previousElementSibling?.id;
  const place = before && document.getElementById(before);
  const parent = part.parentElement?.className;
  if (place) place.after(part);
  else if (parent) find(`.${CSS.escape(parent.split(" ")[0])}`)?.prepend(part);
  refresh(part);
}

function mark(element) {
  if (!element || element === document.body) return undefined;
  if (element.id) return `#${CSS.escape(element.id)}`;
  const field = element.closest("[data-field]")?.dataset.field;
  if (field) return `[data-field="${CSS.escape(field)}"] :is([data-edit], input, select, textarea, a)`;
  const href = element.getAttribute("href");
  return href ? `a[href="${CSS.escape(href)}"]` : undefined;
}

/** What someone has unfolded, and the tab they look at, stay so. */
function keepOpen(old, part) {
  findAll("details", part).forEach((details, index) => { details.open = findAll("details", old)[index]?.open ?? false; });
  const tab = find("[role=tab][aria-selected=true]", old)?.id;
  if (tab && part.querySelector(`#${CSS.escape(tab)}`)) selectTab(part.querySelector(`#${CSS.escape(tab)}`));
}

export function selectTab(tab) {
  const list = tab.closest("[role=tablist]");
  const root = list.parentElement;
  for (const other of findAll("[role=tab]", list)) {
    const isIt = other === tab;
    other.setAttribute("aria-selected", String(isIt));
    other.tabIndex = isIt ? 0 : -1;
    const panel = root.querySelector(`#${CSS.escape(other.getAttribute("aria-controls"))}`);
    if (panel) panel.hidden = !isIt;
  }
}

export function startTabs() {
  document.addEventListener("click", (event) => {
    const tab = event.target.closest("[role=tab][aria-controls]");
    if (tab) selectTab(tab);
  });
  document.addEventListener("keydown", (event) => {
    const tab = event.target.closest?.("[role=tab][aria-controls]");
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!tab || !step) return;
    const tabs = findAll("[role=tab]", tab.closest("[role=tablist]"));
    const next = tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length];
    selectTab(next);
    next.focus();
    event.preventDefault();
  });
}
