// Points of time, in the reader's own zone and language.
import { findAll, language } from "./dom.js";

const exact = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });
const short = new Intl.DateTimeFormat(language, { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
const relative = new Intl.RelativeTimeFormat(language, { numeric: "auto", style: "short" });
const steps = [["second", 60], ["minute", 60], ["hour", 24], ["day", 7]];

/** "3 min ago"; a week back and more, the date. */
export function ago(date, now = new Date()) {
  let distance = (date - now) / 1000;
  for (const [unit, size] of steps) {
    if (Math.abs(distance) < size) return relative.format(Math.round(distance), unit);
    distance /= size;
  }
  return short.format(date);
}

/** Every <time datetime="…Z">: data-ago says how long ago it was, the others when. */
export function showTimes(inside = document) {
  for (const time of findAll("time[datetime*='T']", inside)) {
    const date = new Date(time.dateTime);
    if (Number.isNaN(date.getTime())) continue;
    time.textContent = time.dataset.ago === undefined ? exact.format(date) : ago(date);
    time.title = exact.format(date);
  }
}

export function startTimes() {
  showTimes();
  setInterval(() => { if (!document.hidden) showTimes(); }, 60_000);
}
