// The page of a list: columns chosen and kept, figures that come after the records.
import { find, findAll, onClick, t } from "./dom.js";
import { api } from "./api.js";
import "./listbar.js";

const YEAR = 365 * 24 * 60 * 60;

startColumns();
showTotals();

function startColumns() {
  const menu = find("[data-columns]");
  if (!menu) return;
  const path = menu.dataset.columns;
  // Kept for this list only: the cookie is sent to no other address.
  const keep = (names, age) => { document.cookie = `columns=${names.join(".")}; path=${path}; max-age=${age}; samesite=lax`; };
  // They stand in the address as well, so that it can be passed on.
  const addressWith = (names) => {
    const address = new URL(location.href);
    if (names.length) address.searchParams.set("columns", names.join(","));
    else address.searchParams.delete("columns");
    return address;
  };
  const choose = (names) => { keep(names, names.length ? YEAR : 0); location.href = addressWith(names); };
  onClick("[data-columns-apply]", () => choose(findAll("input:checked", menu).map((input) => input.value)));
  onClick("[data-columns-reset]", () => choose([]));
  if (menu.dataset.chosen) history.replaceState(history.state, "", addressWith(menu.dataset.chosen.split(",")));
  const move = (button, before) => {
    const line = button.closest("li");
    const other = before ? line.previousElementSibling : line.nextElementSibling;
    if (other) before ? other.before(line) : other.after(line);
    button.focus();
  };
  onClick("[data-up]", (button) => move(button, true));
  onClick("[data-down]", (button) => move(button, false));
}

async function showTotals() {
  const address = find("[data-totals]")?.dataset.totals;
  if (!address) return;
  try {
    const { body } = await api("GET", address);
    for (const place of findAll("[data-total]")) {
      place.textContent = place.dataset.total === "count" ? body.count : body.sums[place.dataset.total] ?? place.textContent;
    }
    for (const place of findAll("[data-range]")) place.textContent = t("list.range", { range: place.dataset.range, count: body.count });
  } catch { /* the records are there; their sum can wait for the next time */ }
}
