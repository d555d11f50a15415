// A condition being written: completion of fields, functions and values, and what is wrong with it,
// told while typing. <input data-condition="Opportunity">
import { calmly, el, findAll, icon, isHan, t } from "./dom.js";
import { api } from "./api.js";
import { startList } from "./listbox.js";

// Each beside the name of its explanation, condition.NAME.
const FUNCTIONS = [["today()", "today"], ["today() + days(1)", "tomorrow"], ["now()", "now"], ["me()", "me"], ["days()", "days"], ["weeks()", "weeks"], ["hours()", "hours"], ["year()", "year"], ["month()", "month"], ["date('')", "date"], ["length()", "length"], ["abs()", "abs"], ["round()", "round"], ["coalesce(, )", "coalesce"], ["distance(, )", "distance"], ["has_role('')", "has_role"], ["count()", "count"], ["sum()", "sum"], ["min()", "min"], ["max()", "max"], ["avg()", "avg"], ["any()", "any"], ["all()", "all"]];
const JOINS = [["and", "and"], ["or", "or"]];
const IS_EMPTY = [["is empty", "empty"], ["is not empty", "filled"]];
const EQUAL = [["==", "equal"], ["!=", "differ"]];
const ORDER = [[">", "more"], [">=", "at_least"], ["<", "less"], ["<=", "at_most"]];
const IN = [["in {}", "in"], ["not in {}", "not_in"]];
const TEXT = [["contains ''", "contains"], ["matches ''", "matches"]];
const TRUTH = [["true", "true"], ["false", "false"]];
const WORDS = [...JOINS, ["not", "not"], ...IN, ...IS_EMPTY, ...TEXT, ...TRUTH, ["where", "where"]];
const OPERATORS = {
  text: [...EQUAL, ...TEXT, ...IS_EMPTY],
  choice: [...EQUAL, ...IN, ...IS_EMPTY],
  number: [...ORDER, ...EQUAL, ...IS_EMPTY],
  date: [...ORDER, ["== today()", "today"], ...IS_EMPTY],
  boolean: JOINS,
  reference: [["== me()", "me"], ["in my_reports()", "reports"], ["in my_teams()", "teams"], ...IS_EMPTY],
};
const KINDS = { integer: "number", decimal: "number", money: "number", percent: "number", duration: "number", datetime: "date", date: "date", choice: "choice", boolean: "boolean", reference: "reference" };
const known = new Map();

/** Fields and collections of an object, asked for once. */
function object(name) {
  if (!known.has(name)) known.set(name, api("GET", `/api/objects/${encodeURIComponent(name)}`).then(({ body }) => body, () => { known.delete(name); return undefined; }));
  return known.get(name);
}

export function startConditions(inside = document) {
  for (const input of findAll("input[data-condition]:not([data-started])", inside)) start(input);
}

function start(input) {
  input.dataset.started = "yes";
  const id = `${input.id || "condition"}-choices`;
  const list = el("div", { class: "suggestions", id, role: "listbox", hidden: true, "aria-label": input.getAttribute("aria-label") });
  const note = el("p", { class: "condition-note", role: "status", hidden: true });
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", id);
  input.setAttribute("aria-expanded", "false");
  input.after(list, note);
  const show = (isOpen) => { list.hidden = !isOpen; input.setAttribute("aria-expanded", String(isOpen)); };

  const take = (option) => {
    const { start: from, end, insert } = option.suggestion;
    input.setRangeText(insert, from, end, "end");
    // Between the quotes, braces or parentheses that were just written.
    const hole = insert.search(/(?<=[('{])[)'},]/);
    if (hole >= 0) input.setSelectionRange(from + hole, from + hole);
    show(false);
    input.focus();
    check();
    suggest();
  };
  const box = startList(input, list, take, { first: -1 });

  const suggest = async () => {
    const at = input.selectionStart;
    const choices = await suggestions(input.dataset.condition, input.value, at);
    if (document.activeElement !== input || input.selectionStart !== at) return;
    list.replaceChildren(...choices.slice(0, 40).map((choice) => {
      const option = el("div", { class: "option", role: "option" }, el("code", { class: "cut" }, choice.label ?? choice.insert), choice.note && el("span", { class: "faint cut" }, choice.note));
      option.suggestion = choice;
      return option;
    }));
    show(choices.length > 0);
    box.refresh();
  };

  const check = calmly(350, async () => {
    const text = input.value;
    if (!text.trim()) return tell([]);
    try {
      const { body } = await api("GET", `/o/${encodeURIComponent(input.dataset.condition)}/findings?where=${encodeURIComponent(text)}`);
      if (input.value === text) tell(body.findings);
    } catch { /* the page itself says when it cannot reach the server */ }
  });
  const tell = (findings) => {
    const [first] = findings;
    // While something is being written its end is always missing; only what stands before counts.
    const isEnd = first && first.column + first.length > input.value.trimEnd().length && document.activeElement === input && !list.hidden;
    note.hidden = !first || isEnd;
    input.toggleAttribute("data-wrong", !note.hidden);
    if (note.hidden) return note.replaceChildren();
    const start = first.column - 1;
    note.replaceChildren(icon("alert"), el("span", { class: "grow" }, el("code", {}, input.value.slice(0, start), el("mark", {}, input.value.slice(start, start + first.length) || " "), input.value.slice(start + first.length)), el("br"), first.message),
      first.mended ? el("button", { class: "button button-small", type: "button", onclick: () => { input.value = first.mended; input.focus(); check(); } }, first.use) : "");
  };

  // A word typed right behind a finished part goes on with it: "owner == me()" and "a" is no "me()a".
  input.addEventListener("beforeinput", (event) => {
    const end = input.value.length;
    if (/^[a-z]$/i.test(event.data ?? "") && input.selectionStart === end && /[)}]$/.test(input.value)) input.setRangeText(" and ", end, end, "end");
  });
  input.addEventListener("input", () => { suggest(); check(); });
  input.addEventListener("click", suggest);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Escape" && !list.hidden) { event.stopPropagation(); event.preventDefault(); show(false); }
    const offered = box.current ?? box.options()[0];
    // Enter asks for the list, unless a suggestion is chosen or a name or label is only begun.
    if (event.key === "Enter" && !list.hidden && !box.current) {
      event.stopImmediatePropagation();
      if (offered?.suggestion.isBegun) { event.preventDefault(); return take(offered); }
      show(false);
    }
    if (event.key === "Tab" && !list.hidden && offered) { event.preventDefault(); take(offered); }
    if (["ArrowDown", "ArrowUp"].includes(event.key) && list.hidden) { event.preventDefault(); suggest(); }
  }, true);
  input.addEventListener("blur", () => { show(false); check(); });
}

/** What could stand at the cursor: { insert, start, end, label, note, isBegun }; what begins with the word stands first. */
export async function suggestions(objectName, text, cursor) {
  const word = text.slice(0, cursor).match(/[\p{L}\p{N}_]*$/u)[0].toLowerCase();
  const begins = (text) => text.replace(/^'/, "").toLowerCase().startsWith(word);
  const isClose = ({ insert, label, note, isNamed }) => isNamed || begins(label ?? insert) || (isHan(word) && begins(note ?? ""));
  const found = await fitting(objectName, text, cursor);
  const isWhole = !word || found.some(({ insert, label }) => (label ?? insert).toLowerCase() === word);
  const close = found.filter(isClose).map((choice) => ({ ...choice, isBegun: !isWhole }));
  return [...close, ...found.filter((choice) => !isClose(choice))];
}

async function fitting(objectName, text, cursor) {
  const before = text.slice(0, cursor);
  const quotes = (before.match(/'/g) ?? []).length;
  const here = await object(objectName);
  if (!here) return [];
  const inQuotes = quotes % 2 === 1;
  const word = inQuotes ? before.slice(before.lastIndexOf("'") + 1) : (before.match(/[\p{L}\p{N}_.]*$/u)?.[0] ?? "");
  const from = cursor - word.length;
  const make = (insert, note, label) => ({ insert, note, label, start: from, end: cursor });
  const explained = ([insert, name]) => make(insert, t(`condition.${name}`));
  // A label may have several words: "close da" is led to close_date as a whole.
  const makeField = (name, label) => {
    const named = typedOf(label ?? "", before);
    return { ...make(name, label), start: cursor - Math.max(word.length, named), isNamed: named > 0 };
  };
  const fits = ({ insert, note, isNamed }) => {
    const wanted = word.split(".").at(-1).toLowerCase();
    return !wanted || isNamed || insert.toLowerCase().startsWith(wanted) || (note ?? "").toLowerCase().includes(wanted);
  };
  const compared = lastCompared(inQuotes ? before.slice(0, before.lastIndexOf("'")) : before.slice(0, from));
  const field = compared && await fieldAtEnd(here, compared);
  if (inQuotes) return field?.values ? field.values.map((value, at) => make(value, field.labels?.[at])).filter(fits) : [];
  if (word.includes(".")) {
    const steps = word.split(".");
    const target = await walk(here, steps.slice(0, -1));
    if (!target) return [];
    const stem = steps.slice(0, -1).join(".") + ".";
    return fieldsOf(target, (name, note) => ({ ...make(stem + name, note, name) })).filter((choice) => fits({ insert: choice.label, note: choice.note }));
  }
  const afterSign = /(==|!=|<=|>=|<|>)\s*$/.test(before.slice(0, from));
  if (field && afterSign) {
    if (field.values) return field.values.map((value, at) => make(`'${value}'`, field.labels?.[at])).filter(fits);
    if (field.type === "reference") return [explained(["me()", "me"])].filter(fits);
    if (field.type === "datetime") return [["now()", "now"], ["now() - days(30)", "month_ago"]].map(explained).filter(fits);
    if (field.type === "date") return [["today()", "today"], ["today() + days(1)", "tomorrow"], ["today() + days(7)", "week"], ["today() - days(30)", "month_ago"], ["date('')", "date"]].map(explained).filter(fits);
    if (field.type === "boolean") return TRUTH.map(explained).filter(fits);
  }
  const done = before.slice(0, from);
  const complete = /\s$/.test(done) && !/\b(and|or|not|where)\s+$/.test(done) && await fieldAtEnd(here, done.trimEnd());
  if (complete) return (OPERATORS[KINDS[complete.type] ?? "text"] ?? []).map(explained).filter(fits);
  if (/([)'}\d]|true|false|empty)\s+$/.test(done)) return JOINS.map(explained).filter(fits);
  return [...fieldsOf(here, makeField), ...FUNCTIONS.map(explained), ...(word ? WORDS.map(explained) : [])].filter(fits);
}

/** How many of the last characters begin the label, as a word of their own. */
function typedOf(label, before) {
  for (let length = Math.min(label.length, before.length); length > 0; length--) {
    const isWord = !/[\p{L}\p{N}_.']/u.test(before.at(-length - 1) ?? "");
    if (isWord && label.toLowerCase().startsWith(before.slice(-length).toLowerCase())) return length;
  }
  return 0;
}

const fieldsOf = (target, make) => [...target.fields.map(({ name, label }) => make(name, label)), ...(target.children ?? []).map(({ name, label }) => make(name, label))];

/** What stands left of the last operator: "amount > 5 and account.owner" of "amount > 5 and account.owner ==". */
const lastCompared = (text) => text.match(/^(.*?)\s*(?:==|!=|<=|>=|<|>|(?:\bnot\s+)?\bin\s*\{[^}]*)\s*$/s)?.[1];

/** The field that a text ends with, by its path or by its label. */
async function fieldAtEnd(here, text) {
  const path = text.match(/[\p{L}_][\p{L}\p{N}_.]*$/u)?.[0];
  return (path && await follow(here, path.split("."))) ?? here.fields.find(({ label }) => label && typedOf(label, text) === label.length);
}

const isCalled = (wanted) => ({ name, label }) => name === wanted || label === wanted;

async function follow(start, steps) {
  const target = await walk(start, steps.slice(0, -1));
  return target?.fields.find(isCalled(steps.at(-1)));
}

async function walk(start, steps) {
  let here = start;
  for (const step of steps) {
    const field = here.fields.find(isCalled(step));
    const to = field?.to ?? here.children?.find(isCalled(step))?.object;
    here = to && await object(to);
    if (!here) return undefined;
  }
  return here;
}
