// What every page has: menus, theme, keys, palette, drafts, times.
import { find, findAll, onClick } from "./dom.js";
import { startConnection } from "./api.js";
import { startDialogs } from "./dialog.js";
import { startDrafts } from "./drafts.js";
import { startKeys, startRows } from "./keys.js";
import { startMenus } from "./menu.js";
import { startPalette } from "./palette.js";
import { startPickers } from "./picker.js";
import { startTheme } from "./theme.js";
import { startTimes } from "./time.js";
import { toast } from "./toast.js";

startTheme();
startTimes();
startMenus();
startDialogs();
startPalette();
startKeys();
startRows();
startDrafts();
startPickers();
startConnection();
startDrawer();
onClick("[data-toast]", (button) => toast(button.dataset.toast));

// The sidebar of a phone slides in; the page behind it cannot be reached meanwhile.
function startDrawer() {
  const sidebar = find("#sidebar");
  if (!sidebar) return;
  const set = (isOpen) => {
    document.body.dataset.drawer = isOpen ? "open" : "closed";
    for (const button of findAll("[data-drawer-open]")) button.setAttribute("aria-expanded", String(isOpen));
    find(".sheet").inert = isOpen;
    if (isOpen) find("a", sidebar)?.focus();
    else find("[data-drawer-open]")?.focus();
  };
  onClick("[data-drawer-open]", () => set(document.body.dataset.drawer !== "open"));
  onClick("[data-drawer-close]", () => set(false));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && document.body.dataset.drawer === "open") set(false);
  });
}
