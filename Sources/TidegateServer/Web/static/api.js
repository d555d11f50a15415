// The one way a page asks the HTTP API. A refusal comes back as a value, so that no caller forgets
// it; a lost connection and an ended session are told to the person here, and nothing typed is lost.
import { el, find, icon, language, t } from "./dom.js";
import { openDialog } from "./dialog.js";

export class Failure extends Error {
  constructor(status, answer) {
    super(answer?.message ?? `HTTP ${status}`);
    this.status = status;
    this.answer = answer ?? {};
    this.code = answer?.code;
    this.reasons = answer?.reasons ?? [];
    this.hint = answer?.hint;
  }
}

/**
 * await api("PATCH", "/api/records/Opportunity/0D3…", { fields: { amount: "80000.00" } }, { version: 7 })
 * Resolves to { body, etag }; throws a Failure.
 * `key`: an idempotency key, so that a repeated request after a lost connection is done once.
 */
export async function api(method, address, body, { version, key, headers = {}, signal } = {}) {
  const send = { Accept: "application/json", "Accept-Language": language, ...headers };
  if (body !== undefined) send["Content-Type"] = "application/json";
  if (method !== "GET") send["X-Form-Token"] = document.body.dataset.formToken ?? "";
  if (version !== undefined) send["If-Match"] = `"${version}"`;
  if (key) send["Idempotency-Key"] = key;
  let response;
  try {
    response = await fetch(address, { method, headers: send, body: body === undefined ? undefined : JSON.stringify(body), signal, credentials: "same-origin" });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    showConnection(false);
    throw new Failure(0, { code: "connection.lost", message: t("connection.lost") });
  }
  showConnection(true);
  const isJSON = response.headers.get("Content-Type")?.includes("json");
  const answer = isJSON ? await response.json() : await response.text();
  if (response.status === 401) sessionEnded();
  if (!response.ok) throw new Failure(response.status, isJSON ? answer : undefined);
  return { body: answer, etag: response.headers.get("ETag"), status: response.status };
}

/** A key for one intention: made once, sent again with every repetition. */
export const newKey = () => crypto.randomUUID?.() ?? String(Math.random()).slice(2) + Date.now();

let lost = false;

/** The banner under the top bar; comes and goes with the connection. */
export function showConnection(isThere) {
  if (isThere === !lost) return;
  lost = !isThere;
  const banner = find("#connection");
  if (!banner) return;
  banner.replaceChildren(icon("alert"), el("span", { class: "grow" }, t("connection.lost")),
    el("button", { class: "button button-small", type: "button", onclick: knock }, t("retry")));
  banner.hidden = !lost;
}

/** Asks whether the server is there; whoever waits for it hears `connection` on the document. */
export async function knock() {
  try {
    await fetch("/healthz", { cache: "no-store" });
    showConnection(true);
    document.dispatchEvent(new CustomEvent("connection"));
    return true;
  } catch {
    showConnection(false);
    return false;
  }
}

let asked;

/** Signing in happens in this tab and comes back here; drafts.js has kept what was typed. */
export function sessionEnded() {
  if (asked?.open) return;
  const back = encodeURIComponent(location.pathname + location.search);
  asked = openDialog({
    title: t("session.title"),
    body: el("p", {}, t("session.text")),
    foot: [el("a", { class: "button button-main", href: `/sign-in?why=kept&next=${back}`, autofocus: true }, t("session.sign_in"))],
  });
}

export function startConnection() {
  addEventListener("online", knock);
  addEventListener("offline", () => showConnection(false));
  setInterval(() => { if (lost && !document.hidden) knock(); }, 5000);
}
