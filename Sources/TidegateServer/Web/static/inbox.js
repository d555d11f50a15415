// The inbox, and one question with its answer.
import { calmly, find, t } from "./dom.js";
import { forget } from "./drafts.js";
import { post, showRefusal } from "./forms.js";
import { live } from "./live.js";
import { hasJustLooked, refreshParts } from "./parts.js";
import { toast } from "./toast.js";

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-post]");
  if (!form) return;
  event.preventDefault();
  const { submitter } = event;
  if (form.dataset.answer !== undefined && submitter?.value === "no" && !find("#comment").value.trim()) return askWhy();
  const done = await post(form, { submitter });
  if (!done) return;
  if (!done.ok) return void showRefusal(done.answer);
  forget(form);
  form.reset();
  toast(t(submitter?.value === "no" ? "rejected" : submitter?.value === "yes" ? "approved" : "task_done"));
  await refreshParts({ force: ["part-answer"] });
  find("#part-outcome")?.scrollIntoView({ block: "center" });
});

/** A no without a reason helps nobody. */
function askWhy() {
  const comment = find("#comment");
  const error = find("#comment-error");
  error.textContent = t("say_why");
  error.hidden = false;
  comment.setAttribute("aria-invalid", "true");
  comment.setAttribute("aria-describedby", error.id);
  comment.focus();
  comment.addEventListener("input", () => {
    error.hidden = true;
    comment.removeAttribute("aria-invalid");
  }, { once: true });
}

// What others do meanwhile: another voter, a changed record, a new task.
document.addEventListener("connection", () => refreshParts());
const news = calmly(400, () => { if (!hasJustLooked()) refreshParts(); });
const about = find("[data-about]")?.dataset.about;
live.on(about ? `record:${about.slice("/o/".length)}` : "tasks", news);
live.on("resync", news);
