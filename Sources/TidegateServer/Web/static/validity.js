// What a browser itself finds wrong with a form is said at the field, as the server says it, in the words
// of the page: the browser's own bubble covers the field and goes away again.
import { el, find, t } from "./dom.js";

export function startValidity() {
  let isFirst = true;
  document.addEventListener("invalid", (event) => {
    event.preventDefault();
    const input = event.target;
    show(input, words(input));
    // The browser names all of them in one go.
    if (isFirst) {
      input.focus();
      setTimeout(() => { isFirst = true; });
    }
    isFirst = false;
  }, true);
}

function words({ validity, type, minLength, validationMessage }) {
  if (validity.valueMissing) return t("wrong.missing");
  if (validity.tooShort) return t("wrong.short", { n: minLength });
  if (type === "date") return t("wrong.date");
  if (type === "email") return t("wrong.email");
  if (type === "url") return t("wrong.url");
  return validationMessage;
}

function show(input, text) {
  const field = input.closest("[data-input], .field, .prop-form") ?? input.parentElement;
  let place = find("[data-error]", field);
  if (!place) {
    place = el("p", { class: "error-text", "data-error": true });
    field.append(place);
  }
  place.id ||= `${input.id || input.name}-error`;
  place.textContent = text;
  place.hidden = false;
  input.setAttribute("aria-invalid", "true");
  const about = (input.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean);
  if (!about.includes(place.id)) input.setAttribute("aria-describedby", [...about, place.id].join(" "));
}
