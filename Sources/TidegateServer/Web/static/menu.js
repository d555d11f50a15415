// Menus: popovers put beside the button that opened them, walked with the arrow keys.
import { findAll } from "./dom.js";

const GAP = 4;

export function startMenus() {
  document.addEventListener("toggle", (event) => {
    const menu = event.target;
    if (!menu.classList?.contains("menu") || event.newState !== "open") return;
    const button = opener ?? document.querySelector(`[popovertarget="${CSS.escape(menu.id)}"]`);
    if (button) place(menu, button);
    items(menu)[0]?.focus();
  }, true);
  let opener;
  document.addEventListener("click", (event) => { opener = event.target.closest?.("[popovertarget]") ?? undefined; }, true);
  document.addEventListener("keydown", (event) => {
    const menu = event.target.closest?.(".menu");
    if (!menu || !["ArrowDown", "ArrowUp", "Home", "End"].includes(event.key)) return;
    const all = items(menu);
    const here = all.indexOf(document.activeElement);
    const next = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: all.length - 1 }[event.key];
    all.at(next % all.length)?.focus();
    event.preventDefault();
  });
}

const items = (menu) => findAll(".option, input, select", menu).filter((item) => !item.disabled && item.offsetParent !== null);

function place(menu, button) {
  const at = button.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = menu;
  const left = at.left + width + GAP > innerWidth ? Math.max(GAP, at.right - width) : at.left;
  const below = at.bottom + GAP;
  const top = below + height > innerHeight ? Math.max(GAP, at.top - height - GAP) : below;
  menu.style.left = `${left}px`;
  menu.style.top = `${top}px`;
  menu.style.maxHeight = `${innerHeight - top - GAP}px`;
  menu.style.overflow = "auto";
}
