// How many things wait, in the sidebar and at the bottom of a phone: <span class="count" data-count="tasks">.
// The stream tells each figure when it opens, and again whenever it has changed.
import { findAll } from "./dom.js";
import { live } from "./live.js";

export function startCounts() {
  for (const topic of new Set(findAll("[data-count]").map((place) => place.dataset.count))) {
    live.on(topic, ({ count }) => show(topic, count));
  }
}

function show(topic, count) {
  for (const place of findAll(`[data-count="${topic}"]`)) {
    place.textContent = count;
    place.hidden = count === 0;
  }
}
