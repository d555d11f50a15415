// What every page has: menus, theme, keys, palette, drafts, times.
import { find, findAll, onClick, t } from "./dom.js";
import { startConnection } from "./api.js";
import { startCounts } from "./counts.js";
import { startDialogs } from "./dialog.js";
import { startDrafts } from "./drafts.js";
import { startKeys, startRows } from "./keys.js";
import { startMenus } from "./menu.js";
import { startPalette } from "./palette.js";
import { startPickers } from "./picker.js";
import { startTheme } from "./theme.js";
import { startTimes } from "./time.js";
import { startToasts, toast } from "./toast.js";
import { startValidity } from "./validity.js";

startTheme();
startTimes();
startMenus();
startDialogs();
startPalette();
startKeys();
startRows();
// Before the drafts: a picker hears that its form was filled again.
startPickers();
startDrafts();
startToasts();
startConnection();
startCounts();
startDrawer();
startForms();
startValidity();
// On a phone a row of tabs is longer than the screen.
find("nav.tabs [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
onClick("[data-back]", () => history.back());
onClick("[data-copy]", async (button) => {
  await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
  toast(t("copied"));
});
onClick("[data-toast]", (button) => toast(button.dataset.toast));

// Ctrl-Enter sends a form; a form is sent once; what was refused is where the reader begins.
function startForms() {
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.target.closest?.("form")?.requestSubmit();
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || form.dataset.post !== undefined || event.defaultPrevented) return;
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "yes";
    event.submitter?.setAttribute("aria-busy", "true");
  });
  // A page that comes back from the browser's memory can be sent again.
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    for (const form of findAll("form[data-sent]")) delete form.dataset.sent;
    for (const button of findAll("button[aria-busy]")) button.removeAttribute("aria-busy");
  });
  // What is wrong is being put right.
  document.addEventListener("input", ({ target }) => {
    if (target.getAttribute("aria-invalid") !== "true") return;
    target.removeAttribute("aria-invalid");
    for (const id of (target.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean)) {
      const said = document.getElementById(id);
      if (said?.dataset.error !== undefined) said.hidden = true;
    }
  });
  // What is filled in already would be lost by the first key.
  const fields = findAll(".new-form :is(input:not([type=hidden], [type=checkbox]), select, textarea)");
  (find("[aria-invalid=true]") ?? find("[data-focus]") ?? fields.find((field) => !field.value) ?? fields[0])?.focus();
}

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
