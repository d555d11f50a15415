// Light, dark, or as the system says; the choice is kept in a cookie so that the server writes it
// into the page and nothing flashes.
import { findAll, onClick } from "./dom.js";

const YEAR = 365 * 24 * 60 * 60;

export function startTheme() {
  mark();
  onClick("[data-theme-choice]", (button) => {
    const choice = button.dataset.themeChoice;
    const root = document.documentElement;
    if (choice === "system") delete root.dataset.theme;
    else root.dataset.theme = choice;
    document.cookie = `theme=${choice}; path=/; max-age=${choice === "system" ? 0 : YEAR}; samesite=lax`;
    mark();
    button.closest("[popover]")?.hidePopover();
  });
}

function mark() {
  const now = document.documentElement.dataset.theme ?? "system";
  for (const button of findAll("[data-theme-choice]")) {
    if (button.dataset.themeChoice === now) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
  }
}
