// A list of choices under an input: arrows walk it, Enter takes, Escape leaves.
import { findAll } from "./dom.js";

let number = 0;

/** `take(option)` runs for the chosen element; `first: -1`: nothing is chosen until someone walks. Returns { refresh, options }. */
export function startList(input, list, take, { ownClicks = false, first = 0 } = {}) {
  let here = first;
  const options = () => findAll("[role=option]", list);
  const mark = () => {
    const all = options();
    here = Math.max(first, Math.min(here, all.length - 1));
    all.forEach((option, index) => {
      option.id ||= `option-${++number}`;
      option.setAttribute("aria-selected", String(index === here));
    });
    if (all[here]) {
      input.setAttribute("aria-activedescendant", all[here].id);
      all[here].scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  };
  input.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    const all = options();
    if (event.key === "ArrowDown") here = (here + 1) % Math.max(1, all.length);
    else if (event.key === "ArrowUp") here = (Math.max(here, 0) - 1 + all.length) % Math.max(1, all.length);
    else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey && all[here]) { event.preventDefault(); return take(all[here]); }
    else return;
    event.preventDefault();
    mark();
  });
  list.addEventListener("pointermove", (event) => {
    const at = options().indexOf(event.target.closest("[role=option]"));
    if (at >= 0 && at !== here) { here = at; mark(); }
  });
  if (!ownClicks) {
    // Before the input loses the focus and closes the list.
    list.addEventListener("pointerdown", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) { event.preventDefault(); take(option); }
    });
  }
  return { refresh() { here = first; mark(); }, options, get current() { return options()[here]; } };
}
