// The pages of admins and of packs: links that are shown once, tests that take a while, files that are
// imported.
import { el, find, findAll, icon, t } from "./dom.js";
import { ask } from "./dialog.js";
import { sessionEnded, showConnection } from "./api.js";

for (const input of findAll("[data-link]")) {
  input.value = location.origin + input.value;
  input.addEventListener("focus", () => input.select());
  input.focus();
}

// A name for rules follows from the label people read, until someone writes another.
for (const id of new Set(findAll("[data-names]").map((label) => label.dataset.names))) {
  const name = find(`#${id}`);
  const labels = findAll(`[data-names="${id}"]`);
  const code = name.dataset.nameOf === "object" ? objectName : fieldName;
  // The first label that has Latin letters gives the name; a Chinese one alone gives none.
  const derived = () => labels.map((label) => code(label.value)).find(Boolean)?.slice(0, name.maxLength) ?? "";
  let follows = !name.value || name.value === derived() || "proposed" in name.dataset;
  name.addEventListener("input", () => { follows = !name.value; });
  for (const label of labels) label.addEventListener("input", () => { if (follows) name.value = derived(); });
}

function words(text) {
  return text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").replace(/^[^a-z]+/i, "").split(/[^a-z0-9]+/i).filter(Boolean);
}

/** "Close date" → "close_date" */
function fieldName(text) { return words(text).join("_").toLowerCase(); }

/** "Service visit" → "ServiceVisit" */
function objectName(text) { return words(text).map((word) => word[0].toUpperCase() + word.slice(1)).join(""); }

for (const form of findAll("form[data-busy]")) {
  form.addEventListener("submit", () => find("button", form).setAttribute("aria-busy", "true"));
}
// Coming back by the browser's arrow, nothing is under way any more.
addEventListener("pageshow", () => { for (const button of findAll("[data-busy] [aria-busy]")) button.removeAttribute("aria-busy"); });

const form = find("form[data-import]");
if (form) startImport(form);

// MARK: Importing

function startImport(form) {
  const load = find("[data-load]", form);
  const rule = find("[name=rule]", form);
  const file = find("[name=file]", form);
  const showFacts = () => { for (const facts of findAll("[data-facts-of]", form)) facts.hidden = facts.dataset.factsOf !== rule.value; };
  // What was looked at is what may be loaded: another file is looked at first.
  let looked;
  let refused = 0;
  const forget = () => { looked = undefined; load.disabled = true; find("#report").replaceChildren(); };
  rule.addEventListener("change", () => { showFacts(); forget(); });
  const ways = ["match", "at_match", "sheet"].map((name) => find(`[name=${name}]`, form));
  for (const input of [file, ...ways]) input.addEventListener("change", forget);
  showFacts();
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = event.submitter ?? find("button", form);
    const chosen = file.files[0];
    if (!chosen) return;
    const isReal = button.value === "load";
    if (isReal && looked !== chosen) return;
    if (isReal && refused && !(await ask({ title: t("imports.leave_out", { n: refused }), text: t("imports.leave_out_text"), yes: t("imports.load_others") }))) return;
    button.setAttribute("aria-busy", "true");
    const report = await send(rule.value, chosen, isReal, ways);
    button.removeAttribute("aria-busy");
    if (!report) return;
    show(report, isReal, chosen.name);
    refused = report.refused ?? 0;
    looked = isReal || report.message ? undefined : chosen;
    load.disabled = !looked || !(report.created + report.updated);
  });
}

/** XMLHttpRequest, because fetch does not tell how far an upload is. */
function send(rule, file, isReal, ways) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const bar = el("progress", { class: "progress", max: 1, value: 0, "aria-label": t("imports.sending") });
    const says = el("p", { class: "muted" }, t("imports.sending"));
    find("#report").replaceChildren(el("div", { class: "card card-body stack-tight" }, says, bar));
    request.upload.addEventListener("progress", (event) => { if (event.lengthComputable) bar.value = event.loaded / event.total; });
    // The file is there; how long its rows take is not known.
    request.upload.addEventListener("load", () => { bar.removeAttribute("value"); says.textContent = t("imports.reading"); });
    request.addEventListener("error", () => { showConnection(false); find("#report").replaceChildren(); resolve(undefined); });
    request.addEventListener("load", () => {
      showConnection(true);
      if (request.status === 401) { sessionEnded(); resolve(undefined); return; }
      let answer;
      try { answer = JSON.parse(request.responseText); } catch { answer = { message: t("imports.failed") }; }
      resolve(answer);
    });
    const name = rule.split("/").map(encodeURIComponent).join("/");
    const asked = new URLSearchParams({ file: file.name });
    for (const { name, value } of ways) if (value.trim()) asked.set(name, value.trim());
    if (!isReal) asked.set("dry_run", "true");
    request.open("POST", `/api/imports/${name}?${asked}`);
    // What the file is, its content says.
    request.setRequestHeader("Content-Type", "text/csv");
    request.setRequestHeader("X-Form-Token", document.body.dataset.formToken ?? "");
    request.send(file);
  });
}

function show(report, isReal, name) {
  const place = find("#report");
  // What came of it stands below the form, which may fill the screen.
  requestAnimationFrame(() => place.scrollIntoView({ block: "start", behavior: "smooth" }));
  if (report.message) {
    place.replaceChildren(el("div", { class: "banner banner-bad", role: "alert" }, icon("reject"),
      el("div", { class: "grow" }, el("b", {}, report.message), report.hint ? el("span", { class: "muted" }, report.hint) : null)));
    return;
  }
  const figure = (key, number) => el("div", { class: "figure" }, el("span", { class: "name" }, t(key)), el("span", { class: "value" }, number));
  const parts = [
    el("div", { class: `banner ${report.refused ? "banner-warn" : isReal ? "banner-good" : "banner-info"}` }, icon(isReal ? "check" : "eye"),
      el("div", { class: "grow" }, t(isReal ? "imports.done" : "imports.looked", { n: report.rows }))),
    el("div", { class: "figures" }, figure("imports.created", report.created), figure("imports.updated", report.updated), figure("imports.unchanged", report.unchanged), figure("imports.refused", report.refused)),
  ];
  if (report.import) parts.push(el("p", {}, el("a", { href: `/admin/imports/${report.import}` }, t("imports.undo"))));
  if (report.ignored_columns.length) parts.push(el("p", { class: "muted small" }, t("imports.ignored", { columns: report.ignored_columns.join(t("comma")) })));
  if (report.missing_columns.length) parts.push(el("p", { class: "muted small" }, t("imports.missing", { columns: report.missing_columns.join(t("comma")) })));
  if (report.problems.length) parts.push(problems(report.problems));
  if (report.refused_file) {
    const address = URL.createObjectURL(new Blob([report.refused_file], { type: "text/csv" }));
    parts.push(el("div", {}, el("a", { class: "button", href: address, download: name.replace(/\.(csv|xlsx|jsonl|ndjson)$/i, "") + ".refused.csv" }, icon("download"), t("imports.refused_file"))));
  }
  place.replaceChildren(el("div", { class: "stack" }, parts));
}

function problems(list) {
  const head = ["imports.row", "imports.column", "imports.value", "imports.reason"].map((key) => el("th", { scope: "col" }, t(key)));
  const rows = list.map((problem) => el("tr", {}, el("td", { class: "number" }, problem.row), el("td", { class: "mono" }, problem.column ?? ""), el("td", { class: "mono" }, problem.value ?? ""), el("td", {}, problem.reason)));
  return el("div", { class: "card" }, el("div", { class: "table-wrap" }, el("table", { class: "table table-tight" }, el("thead", {}, el("tr", {}, head)), el("tbody", {}, rows))));
}
