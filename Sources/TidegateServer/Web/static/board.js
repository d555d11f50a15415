// The board: cards go to another stage by dragging, by the keyboard, or by their menu. Every drop asks
// the gates; a refused one opens the list of what is missing, with the fields to fill in.
import { calmly, find, findAll, onClick, t } from "./dom.js";
import { forgetFields } from "./drafts.js";
import { post, showErrors, showRefusal } from "./forms.js";
import "./listbar.js";
import { live } from "./live.js";
import { hasJustLooked, refreshParts } from "./parts.js";
import { toast } from "./toast.js";

const object = find("[data-board]").dataset.board;
const lanes = () => findAll("[data-lane]");
const lane = (name) => find(`[data-lane="${CSS.escape(name)}"]`);
const tile = (id) => find(`.tile[data-id="${CSS.escape(id)}"]`);
const say = (text) => { find("#board-news").textContent = text; };

// MARK: Moving

/** Puts the card into the column at once, asks, and puts it back when the gates are closed. */
async function move(card, to) {
  const from = card.closest("[data-lane]");
  const target = lane(to);
  if (!target || from === target) return;
  const before = card.nextElementSibling;
  const title = card.dataset.title;
  const isFocused = card.contains(document.activeElement);
  put(card, target);
  card.setAttribute("aria-busy", "true");
  const fields = new URLSearchParams([["stage", to], ["version", card.dataset.version]]);
  const done = await post(card, { fields, address: `/o/${object}/${card.dataset.id}/move` });
  card.removeAttribute("aria-busy");
  if (done?.ok) return moved(card, target.dataset.label, isFocused);
  const home = find(".lane-cards", from);
  home.insertBefore(card, before?.parentElement === home ? before : null);
  target.classList.add("lane-refused");
  setTimeout(() => target.classList.remove("lane-refused"), 600);
  say(t("board_refused", { title, stage: target.dataset.label }));
  if (done) showRefusal(done.answer);
  // The browser knows no way back to a card that was moved meanwhile.
  const dialog = find("#refusal");
  if (dialog.open) dialog.addEventListener("close", () => focus(tile(card.dataset.id)), { once: true });
  else if (isFocused) focus(card);
}

function put(card, target) {
  find(".lane-cards", target).prepend(card);
  card.scrollIntoView({ block: "nearest", inline: "nearest" });
}

async function moved(card, stage, isFocused) {
  const { id, title } = card.dataset;
  await refreshParts();
  if (isFocused) focus(tile(id));
  toast(t("board_moved", { title, stage }));
  say(t("board_moved", { title, stage }));
}

// Trying again from the dialog.
document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-post]");
  if (!form) return;
  event.preventDefault();
  const { submitter } = event;
  const pressed = submitter?.dataset.thenRetry !== undefined;
  const fields = pressed ? new URLSearchParams([[submitter.name, submitter.value]]) : undefined;
  let done = await post(form, pressed ? { submitter, fields } : { submitter });
  if (done?.ok && pressed) done = await post(form, { submitter: find(".button-main", form) });
  if (!done) return;
  if (!done.ok) {
    showRefusal(done.answer);
    return void showErrors(find("#refusal form"), done.answer.fields ?? {});
  }
  const stage = submitter?.dataset.onlySave === undefined && find("[name=stage]", form)?.value;
  // What was typed on the record's own page is saved as well.
  forgetFields(form, form.getAttribute("action").replace(/\/\w+$/, ""));
  form.closest("dialog")?.close();
  await refreshParts();
  toast(stage ? t("moved", { stage: lane(stage)?.dataset.label ?? stage }) : done.answer.said || t("saved"));
});

onClick("[data-move-to]", (button) => {
  const menu = button.closest("[popover]");
  menu.hidePopover();
  move(tile(menu.id.slice("move-".length)), button.dataset.moveTo);
});

// MARK: Dragging

let dragged;

document.addEventListener("dragstart", (event) => {
  dragged = event.target.closest?.(".tile");
  if (!dragged) return;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", dragged.dataset.title);
  requestAnimationFrame(() => {
    dragged?.classList.add("tile-dragged");
    if (dragged) dim(dragged);
  });
});

/** The stages that cannot be next. */
function dim(card) {
  const next = card.closest("[data-lane]").dataset.next.split(" ");
  for (const other of lanes()) other.classList.toggle("lane-far", !next.includes(other.dataset.lane) && !other.contains(card));
}

document.addEventListener("dragover", (event) => {
  const over = event.target.closest?.("[data-lane]");
  if (!dragged || !over) return;
  event.preventDefault();
  event.dataTransfer.dropEffect = "move";
  for (const other of lanes()) other.classList.toggle("lane-target", other === over && !other.contains(dragged));
});

document.addEventListener("drop", (event) => {
  const over = event.target.closest?.("[data-lane]");
  if (!dragged || !over) return;
  event.preventDefault();
  const card = dragged;
  endDrag();
  move(card, over.dataset.lane);
});

document.addEventListener("dragend", endDrag);

function endDrag() {
  dragged?.classList.remove("tile-dragged");
  dragged = undefined;
  for (const other of lanes()) other.classList.remove("lane-target", "lane-far");
}

// MARK: The keyboard

// Space lifts the card in focus; the arrows choose a column; Space or Enter puts it down, Esc leaves it.
let lifted;

document.addEventListener("keydown", (event) => {
  const card = event.target.closest?.(".tile");
  if (!card || event.target.closest(".menu, .tile-menu") || event.ctrlKey || event.metaKey || event.altKey) return;
  if (lifted ? carry(event.key) : walk(card, event.key)) {
    event.preventDefault();
    event.stopPropagation();
  }
}, true);

function walk(card, key) {
  const here = card.closest("[data-lane]");
  const cards = findAll(".tile", here);
  const at = cards.indexOf(card);
  switch (key) {
    case " ": return lift(card);
    case "ArrowDown": case "j": return focus(cards[at + 1]);
    case "ArrowUp": case "k": return focus(cards[at - 1]);
    case "ArrowRight": case "ArrowLeft": {
      const all = lanes().filter((other) => other === here || find(".tile", other));
      const next = all[all.indexOf(here) + (key === "ArrowRight" ? 1 : -1)];
      const inNext = next ? findAll(".tile", next) : [];
      return focus(inNext[Math.min(at, inNext.length - 1)]);
    }
    default: return false;
  }
}

function focus(card) {
  find(".tile-link", card ?? document.createElement("i"))?.focus();
  card?.scrollIntoView({ block: "nearest", inline: "nearest" });
  return !!card;
}

function lift(card) {
  lifted = { card, target: card.closest("[data-lane]") };
  card.classList.add("tile-lifted");
  dim(card);
  say(t("board_lifted", { title: card.dataset.title, stage: lifted.target.dataset.label }));
  return true;
}

function carry(key) {
  const { card, target } = lifted;
  const all = lanes();
  switch (key) {
    case "ArrowRight": case "ArrowLeft": {
      const next = all[all.indexOf(target) + (key === "ArrowRight" ? 1 : -1)];
      if (!next) return true;
      target.classList.remove("lane-target");
      lifted.target = next;
      if (next !== card.closest("[data-lane]")) next.classList.add("lane-target");
      next.scrollIntoView({ block: "nearest", inline: "center" });
      say(t("board_over", { stage: next.dataset.label }));
      return true;
    }
    case " ": case "Enter":
      letGo();
      move(card, target.dataset.lane);
      return true;
    case "Escape": case "Tab":
      letGo();
      say(t("board_left", { title: card.dataset.title }));
      return key === "Escape";
    default: return true;
  }
}

function letGo() {
  lifted.card.classList.remove("tile-lifted");
  for (const other of lanes()) other.classList.remove("lane-target", "lane-far");
  lifted = undefined;
}

// MARK: What others do meanwhile

document.addEventListener("connection", () => refreshParts());
const news = calmly(400, () => { if (!dragged && !lifted && !hasJustLooked()) refreshParts(); });
live.on(`object:${object}`, news);
live.on("resync", news);
