// Ctrl-K: go to a page, find a record, create one.
import { calmly, el, find, findAll, icon, isHan, marked, onClick, t } from "./dom.js";
import { api } from "./api.js";
import { startList } from "./listbox.js";

let dialog;

export function startPalette() { onClick("[data-palette]", openPalette); }

export function openPalette() {
  if (dialog?.open) return;
  const input = el("input", { type: "text", placeholder: t("palette.placeholder"), "aria-label": t("palette.placeholder"), role: "combobox", "aria-expanded": "true", "aria-controls": "palette-list", autocomplete: "off", spellcheck: "false" });
  const list = el("div", { class: "palette-list", id: "palette-list", role: "listbox", "aria-label": t("palette.placeholder") });
  dialog = el("dialog", { class: "dialog palette", "aria-label": t("palette.placeholder") }, el("div", { class: "dialog-sheet" }, el("div", { class: "palette-find" }, icon("search"), input, el("kbd", {}, "Esc")), list));
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  input.focus();
  const box = startList(input, list, (option) => { dialog.close(); option.click(); }, { ownClicks: true });
  const search = calmly(140, async () => {
    const text = input.value.trim();
    // One Latin letter finds nearly everything; one Chinese character is a word.
    if (text.length < 2 && !isHan(text)) return;
    try {
      const records = await findRecords(text);
      if (input.value.trim() === text) show(list, text, records, box);
    } catch { /* told by api.js; the pages are still there to go to */ }
  });
  input.addEventListener("input", () => { show(list, input.value.trim(), [], box); search(); });
  show(list, "", [], box);
}

function show(list, text, records, box) {
  const wanted = text.toLowerCase();
  const fits = ({ label, words = "", isMore }) => wanted ? `${label} ${words}`.toLowerCase().includes(wanted) : !isMore;
  const more = findAll("a", find("[data-places]")?.content ?? document.createElement("i"));
  const links = [...findAll(".sidebar .nav-link[href]"), ...more].map((link) => ({ isMore: more.includes(link), words: link.dataset.words, label: find(".cut", link)?.textContent ?? "", one: link.dataset.one, href: link.getAttribute("href"), mark: find("svg, .nav-letter", link)?.cloneNode(true) }));
  const places = links.filter(fits);
  // "new opp": every word begins one of those that make it, or stands in its name.
  const parts = wanted.split(/\s+/).filter(Boolean);
  const verbs = t("palette.words").split(/[,、] ?/);
  const isNew = (word) => verbs.some((verb) => verb.startsWith(word));
  const makes = links.filter(({ one, label }) => one && parts.every((word) => isNew(word) || `${one} ${label}`.toLowerCase().includes(word))).map(({ one, href }) => ({ label: t("palette.create", { name: one }), href: `${href}/new`, mark: icon("plus") }));
  const every = records.length ? [{ label: t("palette.all", { text }), href: `/find?q=${encodeURIComponent(text)}`, mark: icon("search") }] : [];
  const groups = [[t("palette.records"), [...records, ...every]], [t("palette.go"), places], ["", wanted ? makes : []]];
  list.replaceChildren();
  for (const [title, options] of groups) {
    if (!options.length) continue;
    if (title) list.append(el("div", { class: "palette-group", role: "presentation" }, title));
    for (const { label, ranges, found, href, mark, note } of options) {
      list.append(el("a", { class: "option", role: "option", href, tabindex: "-1" }, mark, el("span", { class: "cut" }, ...marked(label, ranges), found && el("span", { class: "faint palette-found" }, ...marked(found.text, found.ranges))), note && el("span", { class: "faint" }, note)));
    }
  }
  if (!list.childElementCount) list.append(el("p", { class: "empty empty-small" }, t("palette.none", { text })));
  box.refresh();
}

async function findRecords(text) {
  const { body } = await api("GET", `/search?q=${encodeURIComponent(text)}`);
  return (body.records ?? []).map(({ object, id, title, ranges, found, label, icon: mark }) => ({ label: title, ranges, found, href: `/o/${encodeURIComponent(object)}/${encodeURIComponent(id)}`, mark: icon(mark ?? "list"), note: label }));
}
