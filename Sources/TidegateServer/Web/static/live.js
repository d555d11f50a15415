// Tells a page what has changed, over one stream of events.
//
//     import { live } from "./live.js";
//     const off = live.on("record:Opportunity/0D3K7Z0000000", change => …);   // {id, version, gone?}
//     live.on("object:Opportunity", change => …);
//     live.on("tasks", ({ count }) => …);    live.on("alerts", ({ count }) => …);
//     live.on("resync", () => …);            // too much has changed: load anew
//
// Who listens gets names and versions, never values: what is to be shown is asked for, with the
// rights of who asks. A hidden tab lets go of its stream, because a browser keeps only a few
// connections to one host, and catches up when it is looked at again.

const listeners = new Map();   // topic → set of functions
const patience = [1000, 2000, 5000, 10000, 30000];
const hiddenFor = 10000;

let source = null;
let watched = "";
let lastID = "";
let failures = 0;
let planned = 0;

function topics() {
  return [...listeners.keys()].filter(topic => topic !== "resync").sort().join(",");
}

// "on", "off", "lost" or "signed-out": for the page's looks, and for whoever wants to know.
function tell(state) {
  if (document.documentElement.dataset.live === state) return;
  document.documentElement.dataset.live = state;
  for (const element of document.querySelectorAll("[data-live-lost]")) {
    element.hidden = state !== "lost";
  }
  document.dispatchEvent(new CustomEvent("live", { detail: state }));
}

function close() {
  source?.close();
  source = null;
}

function hand(topic, data) {
  for (const listener of [...(listeners.get(topic) ?? [])]) {
    try { listener(data); } catch (error) { console.error(error); }
  }
}

function open() {
  close();
  watched = topics();
  if (!watched || document.hidden) return tell("off");
  const address = new URL("/events", location.origin);
  address.searchParams.set("watch", watched);
  if (lastID) address.searchParams.set("after", lastID);
  const opened = source = new EventSource(address);
  const read = take => event => {
    if (event.lastEventId) lastID = event.lastEventId;
    take(JSON.parse(event.data));
  };
  opened.addEventListener("open", () => { failures = 0; tell("on"); });
  opened.addEventListener("change", read(change => hand(change.topic, change)));
  opened.addEventListener("tasks", read(data => hand("tasks", data)));
  opened.addEventListener("alerts", read(data => hand("alerts", data)));
  opened.addEventListener("resync", read(data => hand("resync", data)));
  // The server ends every stream once in a while; only one that does not come back is lost. We
  // reconnect ourselves: a browser gives up for good when it is refused once.
  opened.addEventListener("error", () => {
    if (source !== opened) return;
    close();
    failures += 1;
    if (failures > 1) tell("lost");
    if (failures === 2) askWhetherSignedIn();
    plan(patience[Math.min(failures, patience.length) - 1] * (0.75 + Math.random() / 2));
  });
}

// A session that has ended is not waited for: the page says so, and keeps what was typed.
async function askWhetherSignedIn() {
  const answer = await fetch("/api/me").catch(() => null);
  if (answer?.status !== 401) return;
  clearTimeout(planned);
  close();
  tell("signed-out");
}

function plan(delay) {
  clearTimeout(planned);
  planned = setTimeout(open, delay);
}

export const live = {
  // Returns a function that ends the listening.
  on(topic, listener) {
    if (!listeners.has(topic)) listeners.set(topic, new Set());
    listeners.get(topic).add(listener);
    if (topics() !== watched) plan(0);
    return () => {
      const rest = listeners.get(topic);
      if (!rest?.delete(listener)) return;
      if (!rest.size) listeners.delete(topic);
      if (topics() !== watched) plan(1000);
    };
  },
};

document.addEventListener("visibilitychange", () => {
  if (!document.hidden) { if (!source) plan(0); return; }
  clearTimeout(planned);
  planned = setTimeout(() => { if (document.hidden) { close(); tell("off"); } }, hiddenFor);
});
addEventListener("online", () => { if (!source) plan(0); });
addEventListener("pagehide", close);
