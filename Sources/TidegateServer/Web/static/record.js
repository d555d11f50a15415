// The page of one record: edit in place, press, move on, try again.
import { calmly, find, findAll, onClick, t } from "./dom.js";
import { ask } from "./dialog.js";
import { forget, forgetFields, startDrafts } from "./drafts.js";
import { body, post, refresh, showErrors, showRefusal } from "./forms.js";
import { live } from "./live.js";
import { hasJustLooked, isTouched, look, refreshParts, startTabs } from "./parts.js";
import { toast, toastNext } from "./toast.js";

startTabs();
startForms();
startFields();
startFill();
startLive();
find(".way [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
onClick("[data-copy-link]", async (button) => {
  await navigator.clipboard?.writeText(location.href);
  button.closest("[popover]")?.hidePopover();
  toast(t("link_copied"));
});

// MARK: Forms

function startForms() {
  document.addEventListener("submit", async (event) => {
    const form = event.target.closest("form[data-post]");
    if (!form) return;
    event.preventDefault();
    const { submitter } = event;
    const asks = (submitter?.dataset.confirm ? submitter : form).dataset;
    if (asks.confirm && !await ask({ title: asks.confirm, text: asks.confirmText })) return;
    if (submitter?.dataset.thenRetry !== undefined) return pressThenRetry(form, submitter);
    if (submitter?.dataset.onlySave !== undefined && !isFilledIn(form)) {
      form.closest("dialog")?.close();
      return toast(t("nothing_changed"), { look: "info" });
    }
    await send(form, submitter);
  });
}

async function send(form, submitter) {
  const part = form.closest("[data-part]")?.id;
  const done = await post(form, { submitter });
  if (!done) return;
  const dialog = form.closest("dialog");
  if (done.ok) {
    forget(form);
    leave(form);
    dialog?.close();
    form.closest("[popover]")?.hidePopover();
    return finish(done.answer, form, [part, dialog?.dataset.about].filter(Boolean), submitter);
  }
  if (done.answer.input && showAt(form, done.answer)) return;
  if (form.dataset.retry !== undefined || !showErrors(form, done.answer.fields ?? {})) {
    form.closest("[popover]")?.hidePopover();
    if (dialog && dialog.id !== "refusal") dialog.close();
    if (part) find("#refusal").dataset.about = part;
    showRefusal(done.answer);
    if (form.dataset.retry !== undefined) showErrors(find("#refusal form"), done.answer.fields ?? {});
  }
}

async function finish(answer, form, force, submitter) {
  const said = () => answer.said || form.dataset.done || savedText();
  if (answer.next) {
    toastNext(said());
    return void (location.href = answer.next);
  }
  const isMove = submitter?.dataset.onlySave === undefined;
  const stage = isMove && (find("[name=stage]", form)?.value || submitter?.name === "to" && submitter.value);
  hideNews();
  await refreshParts({ force, drop: Boolean(stage) || form.dataset.fill !== undefined });
  if (document.activeElement === document.body && (stage || form.closest("dialog"))) goOn();
  toast(stage ? t("board_moved", { title: titleOf(), stage: find(".way [aria-current]")?.textContent.trim() ?? stage }) : said());
}

/** The button that was pressed is gone: the keyboard goes on at the next stage's, or where it came to. */
function goOn() {
  const here = find(".next-stage:not([hidden]) .next-foot button:enabled") ?? find(".way [aria-current]");
  if (!here) return;
  if (here.nodeName !== "BUTTON") here.tabIndex = -1;
  here.focus({ preventScroll: true });
}

const titleOf = () => find(".record-head h1").textContent.trim();
const savedText = () => t("saved_record", { title: titleOf() });

/** What a form has saved is no draft any more, wherever it was typed, and its editors close. */
function leave(form) {
  forgetFields(form);
  for (const key of body(form).keys()) {
    if (!key.startsWith("field.")) continue;
    const field = key.slice("field.".length);
    const prop = find(`.prop[data-field="${CSS.escape(field)}"]`);
    if (prop) close(prop, { focus: false });
  }
}

/** Whether the fields of a form differ from what is saved: `was.NAME` stands beside each `field.NAME`. */
function isFilledIn(form) {
  const fields = body(form);
  return [...fields.keys()].filter((key) => key.startsWith("field.")).some((key) => {
    const [now, was] = [fields.getAll(key).pop(), fields.get(`was.${key.slice(6)}`)];
    // A box that was never ticked is sent as false.
    return now !== was && !(now === "false" && was === "");
  });
}

/** "Take amount from lines" in the list of closed gates: press it, then knock at the gates again. */
async function pressThenRetry(form, submitter) {
  const fields = new URLSearchParams([[submitter.name, submitter.value]]);
  const done = await post(form, { submitter, fields });
  if (!done) return;
  if (!done.ok) return showRefusal(done.answer);
  await send(form, find(".button-main", form));
}

// MARK: Fields

function startFields() {
  onClick("[data-edit]", (button) => open(button.closest(".prop")));
  onClick(".prop [data-cancel]", (button) => close(button.closest(".prop")));
  document.addEventListener("keydown", (event) => {
    const prop = event.target.closest?.(".prop[data-open]");
    if (!prop) return;
    if (event.key === "Escape") { event.stopPropagation(); close(prop); }
  });
  document.addEventListener("submit", (event) => {
    const form = event.target.closest(".prop-form");
    if (!form) return;
    event.preventDefault();
    save(form);
  });
  document.addEventListener("change", (event) => {
    const form = event.target.closest(".prop-form");
    if (form && (event.target.nodeName === "SELECT" || event.target.dataset.reference !== undefined && event.target.dataset.id)) form.requestSubmit();
    const toggle = event.target.closest("[data-toggle]");
    if (toggle) flip(toggle, event.target);
  });
  // Nothing was typed, so leaving is as good as Esc.
  document.addEventListener("focusout", (event) => {
    const prop = event.target.closest?.(".prop[data-open]");
    if (!prop || prop.contains(event.relatedTarget) || !event.relatedTarget) return;
    if (!isTyped(prop)) close(prop, { focus: false });
  });
  reopen();
}

function isTyped(prop) {
  return findAll("input:not([type=hidden]), textarea, select", prop)
    .some((field) => field.type === "checkbox" ? field.checked !== field.defaultChecked : field.nodeName === "SELECT" ? ![...field.options].some((option) => option.selected && option.defaultSelected) : field.value !== field.defaultValue);
}

function open(prop) {
  if (prop.dataset.open !== undefined) return;
  prop.dataset.open = "";
  const form = find("template", prop).content.firstElementChild.cloneNode(true);
  form.dataset.draft = `field-${prop.dataset.field}`;
  prop.append(form);
  // A picker hears that its form was filled again.
  refresh(prop);
  startDrafts(prop);
  const input = find("input:not([type=hidden]), textarea, select", form);
  input.focus();
  if (input.select) input.select();
}

function close(prop, { focus = true } = {}) {
  const form = find(".prop-form", prop);
  if (!form) return;
  forget(form);
  delete prop.dataset.open;
  form.remove();
  if (focus) find("[data-edit]", prop)?.focus();
}

async function save(form) {
  const prop = form.closest(".prop");
  if (!isTyped(prop)) return close(prop);
  const done = await post(form);
  if (!done) return;
  if (done.ok) {
    // The editor makes way for the new value, not for the old one.
    forget(form);
    prop.dataset.saved = "";
    hideNews();
    await refreshParts();
    delete prop.dataset.saved;
    if (prop.isConnected) close(prop);
    if (document.activeElement === document.body) find(`.prop[data-field="${CSS.escape(prop.dataset.field)}"] [data-edit]`)?.focus();
    return void toast(done.answer.said || savedText());
  }
  if (!showErrors(form, done.answer.fields ?? {})) {
    delete find("#refusal").dataset.about;
    showRefusal(done.answer);
  }
}

async function flip(form, box) {
  const fields = body(form);
  const name = form.closest(".prop").dataset.field;
  fields.set(`field.${name}`, String(box.checked));
  const done = await post(form, { fields });
  if (done?.ok) {
    box.defaultChecked = box.checked;
    hideNews();
    await refreshParts();
    return void toast(done.answer.said || savedText());
  }
  box.checked = !box.checked;
  if (done) showRefusal(done.answer);
}

/** What was typed before a reload or the end of a session is opened again. */
function reopen() {
  const end = `${location.pathname}:field-`;
  for (const key of Object.keys(sessionStorage)) {
    if (!key.startsWith("draft:") || !key.includes(end)) continue;
    const prop = find(`.prop[data-field="${CSS.escape(key.slice(key.indexOf(end) + end.length))}"]`);
    if (prop && find("template", prop)) open(prop);
  }
}

// MARK: Several children in a table

function startFill() {
  onClick("[data-fill-all]", (button) => {
    for (const input of findAll("[data-most]", button.closest("form"))) input.value = input.dataset.most;
  });
}

/** Which row of the table was refused, and why. */
function showAt(form, answer) {
  const input = find(`[name="${CSS.escape(answer.input)}"]`, form);
  const place = find("[data-error]", form);
  if (!input || !place) return false;
  place.textContent = answer.message;
  place.hidden = false;
  place.id ||= "fill-error";
  input.setAttribute("aria-invalid", "true");
  input.setAttribute("aria-describedby", place.id);
  input.focus();
  input.addEventListener("input", () => {
    input.removeAttribute("aria-invalid");
    place.hidden = true;
  }, { once: true });
  return true;
}

// MARK: What others do meanwhile

/** What the page shows anew need not be told of. */
function hideNews() { find("#changed").hidden = true; }

function startLive() {
  const record = find("[data-record]")?.dataset.record;
  if (!record) return;
  onClick("[data-show-changes]", async () => {
    hideNews();
    await refreshParts({ drop: true });
  });
  document.addEventListener("connection", () => refreshParts());
  const news = calmly(400, async () => {
    if (hasJustLooked()) return;
    if (!findAll("[data-part]").some(isTouched)) return refreshParts();
    // Something is being typed: say who has changed it, and show it when that is wanted.
    const page = await look();
    // Already shown, as one's own save is.
    if (!page || find("[data-version]", page)?.dataset.version === find("[data-version]").dataset.version) return;
    const who = find("#part-timeline .event-head b", page);
    const isOwn = who?.dataset.who && who.dataset.who === document.body.dataset.me;
    find("[data-changed-text]").textContent = isOwn ? t("changed_own") : who ? t("changed_by", { who: who.textContent }) : t("changed");
    find("#changed").hidden = false;
  });
  live.on(`record:${record}`, news);
  live.on("resync", news);
}
