// A reference: type a few letters, take a record. The input shows the title; the hidden one behind it
// holds what is sent, and data-id the same for scripts.
// <div class="picker"><input data-reference="Account" data-id="0D3…"><input type="hidden" name="…"></div>
import { calmly, el, findAll, icon, marked, t } from "./dom.js";
import { api } from "./api.js";
import { startList } from "./listbox.js";

export function startPickers(inside = document) {
  for (const input of findAll("input[data-reference]:not([data-started])", inside)) start(input);
}

function start(input) {
  input.dataset.started = "yes";
  const id = `${input.id || input.name}-choices`;
  const sent = input.nextElementSibling?.type === "hidden" ? input.nextElementSibling : undefined;
  // Without scripts the text itself is sent.
  if (sent) input.removeAttribute("name");
  const list = el("div", { class: "picker-list", id, role: "listbox", hidden: true, "aria-label": input.labels?.[0]?.textContent ?? "" });
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", id);
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("autocomplete", "off");
  input.parentElement.append(list);
  let taken = input.value;

  const set = (record) => {
    // Text that names no record is sent as it is: the server refuses it at the field.
    if (record) input.dataset.id = record;
    else delete input.dataset.id;
    if (sent) sent.value = record || input.value.trim();
  };
  const close = () => { list.hidden = true; input.setAttribute("aria-expanded", "false"); };
  const open = () => {
    if (document.activeElement !== input) return;
    list.hidden = false; input.setAttribute("aria-expanded", "true");
  };
  let asking;
  const take = (option) => {
    asking?.abort();
    input.value = taken = option.dataset.title;
    set(option.dataset.id);
    input.removeAttribute("aria-invalid");
    close();
    input.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const box = startList(input, list, take);
  const ask = async () => {
    asking?.abort();
    asking = new AbortController();
    const text = input.value === taken ? "" : input.value.trim();
    try {
      const { body } = await api("GET", `/search?object=${encodeURIComponent(input.dataset.reference)}&q=${encodeURIComponent(text)}`, undefined, { signal: asking.signal });
      list.replaceChildren(...body.records.map(({ id: record, title, ranges }) => el("div", { class: "option", role: "option", "data-id": record, "data-title": title }, el("span", { class: "cut" }, ...marked(title, ranges)), record === input.dataset.id ? el("span", { class: "faint" }, icon("check")) : null)));
      if (!body.records.length) list.append(el("p", { class: "faint small option" }, t("picker.none")));
      open();
      box.refresh();
    } catch { /* a newer question took over, or api.js has told it */ }
  };
  // A record that was taken meanwhile is the answer.
  const soon = calmly(150, () => input.dataset.id ?? ask());
  // What was found for other words must not be taken for these.
  input.addEventListener("input", () => { asking?.abort(); list.replaceChildren(); close(); set(); soon(); });
  input.addEventListener("focus", () => input.select());
  input.addEventListener("click", ask);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" && list.hidden) { event.preventDefault(); ask(); }
    if (event.key === "Escape" && !list.hidden) { event.stopPropagation(); close(); }
  });
  input.addEventListener("blur", () => {
    close();
    // What is no record must not look like one: an empty input is no reference, another text the last.
    if (!input.value.trim()) taken = "";
    else if (!input.dataset.id) input.setAttribute("aria-invalid", "true");
    if (input.dataset.id || !input.value.trim()) input.removeAttribute("aria-invalid");
  });
  input.form?.addEventListener("restored", () => { taken = input.value; set(input.dataset.id); });
}
