// A condition being written: completion of fields, functions and values, and what is wrong with it,
// told while typing. <input data-condition="Opportunity">
import { calmly, el, find, findAll, icon, t } from "./dom.js";
import { api } from "./api.js";
import { startList } from "./listbox.js";

const FUNCTIONS = ["today()", "now()", "me()", "days()", "weeks()", "hours()", "year()", "month()", "date('')", "length()", "abs()", "round()", "coalesce(, )", "has_role('')", "count()", "sum()", "min()", "max()", "avg()", "any()", "all()"];
const WORDS = ["and", "or", "not", "in {}", "not in {}", "is empty", "is not empty", "contains ''", "matches ''", "true", "false", "where"];
const OPERATORS = {
  text: ["==", "!=", "contains ''", "matches ''", "is empty", "is not empty"],
  choice: ["==", "!=", "in {}", "not in {}", "is empty"],
  number: [">", ">=", "<", "<=", "==", "is empty"],
  date: ["<", ">=", "== today()", "is empty", "is not empty"],
  boolean: ["and", "or"],
  reference: ["== me()", "in my_reports()", "in my_teams()", "is empty", "is not empty"],
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
      first.suggestion ? el("button", { class: "button button-small", type: "button", onclick: () => { input.setRangeText(first.suggestion, start, start + first.length, "end"); input.focus(); check(); } }, first.suggestion) : "");
  };

  // A word typed right behind a finished part goes on with it: "owner == me()" and "a" is no "me()a".
  input.addEventListener("beforeinput", (event) => {
    const end = input.value.length;
    if (/^[a-z]$/i.test(event.data ?? "") && input.selectionStart === end && /[)}]$/.test(input.value)) input.setRangeText(" and ", end, end, "end");
  });
  input.addEventListener("input", () => { suggest(); check(); });
  input.addEventListener("click", suggest);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) { event.stopPropagation(); event.preventDefault(); show(false); }
    // Enter asks for the list, unless a suggestion is seen to be chosen.
    if (event.key === "Enter" && !list.hidden && !box.current) { event.stopImmediatePropagation(); show(false); }
    const offered = box.current ?? box.options()[0];
    if (event.key === "Tab" && !list.hidden && offered) { event.preventDefault(); take(offered); }
    if (["ArrowDown", "ArrowUp"].includes(event.key) && list.hidden) { event.preventDefault(); suggest(); }
  }, true);
  input.addEventListener("blur", () => { show(false); check(); });
}

/** What could stand at the cursor: { insert, start, end, label, note }; what begins with the word stands first. */
export async function suggestions(objectName, text, cursor) {
  const word = text.slice(0, cursor).match(/[\p{L}\p{N}_]*$/u)[0].toLowerCase();
  const isClose = ({ insert, label, isNamed }) => isNamed || (label ?? insert).replace(/^'/, "").toLowerCase().startsWith(word);
  const found = await fitting(objectName, text, cursor);
  return [...found.filter(isClose), ...found.filter((choice) => !isClose(choice))];
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
  // A label may have several words: "close da" is led to close_date as a whole.
  const makeField = (name, label) => {
    const named = typedOf(label ?? "", before);
    return { ...make(name, label), start: cursor - Math.max(word.length, named), isNamed: named > 0 };
  };
  const fits = ({ insert, note, isNamed }) => {
    const wanted = word.split(".").at(-1).toLowerCase();
    return !wanted || isNamed || insert.toLowerCase().startsWith(wanted) || (note ?? "").toLowerCase().includes(wanted);
  };
  const path = lastPath(inQuotes ? before.slice(0, before.lastIndexOf("'")) : before.slice(0, from));
  const field = path && await follow(here, path.split("."));
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
    if (field.type === "reference") return [make("me()")].filter(fits);
    if (["date", "datetime"].includes(field.type)) return ["today()", "today() + days(7)", "today() - days(30)", "date('')"].map((each) => make(each)).filter(fits);
    if (field.type === "boolean") return ["true", "false"].map((each) => make(each)).filter(fits);
  }
  const justField = before.slice(0, from).match(/([\w.]+)\s+$/)?.[1];
  const complete = justField && !/^(and|or|not|where)$/.test(justField) && await follow(here, justField.split("."));
  if (complete) return (OPERATORS[KINDS[complete.type] ?? "text"] ?? []).map((each) => make(each)).filter(fits);
  if (/([)'}\d]|true|false|empty)\s+$/.test(before.slice(0, from))) return ["and", "or"].map((each) => make(each)).filter(fits);
  return [...fieldsOf(here, makeField), ...FUNCTIONS.map((each) => make(each)), ...(word ? WORDS.map((each) => make(each)) : [])].filter(fits);
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

/** The path left of an operator: "account.owner" of "amount > 5 and account.owner ==". */
const lastPath = (text) => text.match(/([a-zA-Z_][\w.]*)\s*(?:==|!=|<=|>=|<|>|(?:not\s+)?in\s*\{[^}]*)\s*$/)?.[1];

async function follow(start, steps) {
  const target = await walk(start, steps.slice(0, -1));
  return target?.fields.find(({ name }) => name === steps.at(-1));
}

async function walk(start, steps) {
  let here = start;
  for (const step of steps) {
    const field = here.fields.find(({ name }) => name === step);
    const to = field?.to ?? here.children?.find(({ name }) => name === step)?.object;
    here = to && await object(to);
    if (!here) return undefined;
  }
  return here;
}
