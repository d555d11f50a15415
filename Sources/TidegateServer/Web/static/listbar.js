// The bar over a list and over a board: what is searched for, and the condition.
import { find, findAll } from "./dom.js";
import { startConditions } from "./condition.js";

startConditions();

// An empty search or condition has no place in the address.
find("[data-list]")?.addEventListener("submit", (event) => {
  for (const input of findAll("input[name]", event.target)) input.disabled = !input.value.trim();
  setTimeout(() => { for (const input of findAll("input[name]", event.target)) input.disabled = false; });
});
