// Points of time, in the reader's own zone and language.
import { findAll, language, t } from "./dom.js";

const exact = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });
const short = new Intl.DateTimeFormat(language, { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
const relative = new Intl.RelativeTimeFormat(language, { numeric: "auto", style: "short" });
const steps = [["second", 60], ["minute", 60], ["hour", 24], ["day", 7]];

const JUST_NOW_SECONDS = 45;

/** Chinese sets a number apart from the character behind it; not every browser's own words do. */
const spaced = (text) => text.replace(/(\d)(?=\p{Script=Han})/gu, "$1 ");

/** "3 min ago"; a week back and more, the date. */
export function ago(date, now = new Date()) {
  let distance = (date - now) / 1000;
  if (Math.abs(distance) < JUST_NOW_SECONDS) return t("just_now");
  for (const [unit, size] of steps) {
    if (Math.abs(distance) < size) return spaced(relative.format(Math.round(distance), unit));
    distance /= size;
  }
  return short.format(date);
}

/** Every <time datetime="…Z">: data-ago says how long ago it was, data-due when something is to be done, the others when. */
export function showTimes(inside = document) {
  for (const time of findAll("time[datetime*='T']", inside)) {
    const date = new Date(time.dateTime);
    if (Number.isNaN(date.getTime())) continue;
    time.textContent = wording(time, date);
    time.title = exact.format(date);
  }
}

function wording({ dataset }, date) {
  if (dataset.due !== undefined) return t("due", { when: ago(date) });
  return dataset.ago === undefined ? exact.format(date) : ago(date);
}

export function startTimes() {
  showTimes();
  setInterval(() => { if (!document.hidden) showTimes(); }, 60_000);
}
