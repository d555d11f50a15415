// The few words every script of the pages uses.

const texts = JSON.parse(document.getElementById("page-texts")?.textContent || "{}");

export const isHan = (letter) => /[\u3400-\u9fff]/.test(letter);
const isLatin = (letter) => /[A-Za-z0-9%'"<=>!-]/.test(letter);

/** What stands in a piece {n} or {n|row|rows}, which is "row" where n is 1; any other piece is itself. */
function filled(piece, values) {
  const [, name, one, more] = piece.match(/^\{(\w+)(?:\|([^|}]*)\|([^|}]*))?\}$/) ?? [];
  if (values[name] === undefined) return piece;
  return String(one === undefined ? values[name] : String(values[name]) === "1" ? one : more);
}

/** A text in the page's language, with its {names} filled in. A name or number beside a Chinese character is set apart, as on the server. */
export function t(key, values = {}) {
  return (texts[key] ?? key).split(/(\{[^{}]+\})/).reduce((said, piece) => {
    const next = filled(piece, values);
    const [last = "", first = ""] = [said.at(-1), next[0]];
    return said + ((isHan(last) && isLatin(first)) || (isLatin(last) && isHan(first)) ? " " : "") + next;
  });
}

export const find = (selector, inside = document) => inside.querySelector(selector);
export const findAll = (selector, inside = document) => [...inside.querySelectorAll(selector)];

/** Makes an element: el("a", { class: "option", href: "/" }, "Home"). Texts never become HTML. */
export function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== undefined && child !== null));
  return element;
}

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${texts.icons}#${name}`);
  svg.append(use);
  return svg;
}

/** Runs `act` when something inside the document that matches is clicked. */
export function onClick(selector, act) {
  document.addEventListener("click", (event) => {
    const target = event.target.closest?.(selector);
    if (target && target.getAttribute("aria-disabled") !== "true") act(target, event);
  });
}

/** Whether a key pressed now belongs to what is being typed. */
export function isTyping(target = document.activeElement) {
  return !!target?.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], dialog[open]");
}

/** Waits until nothing was asked for `milliseconds`, then runs once. */
export function calmly(milliseconds, act) {
  let timer;
  return (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => act(...values), milliseconds);
  };
}

/** A text with the places that were found marked: pairs of characters, as the server counts them. */
export function marked(text, ranges = []) {
  const letters = [...text], parts = [];
  let end = 0;
  for (const [first, last] of ranges) {
    parts.push(letters.slice(end, first).join(""), el("mark", {}, letters.slice(first, last).join("")));
    end = last;
  }
  return [...parts, letters.slice(end).join("")].filter((part) => part !== "");
}

export const isMac = /Mac|iPhone|iPad/.test(navigator.platform);
export const language = document.documentElement.lang || "en";
