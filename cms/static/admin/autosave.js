/* Save again what was typed while Wagtail saved by itself.

   When an autosave succeeds, Wagtail 8.0 takes the form as it stands by then for what it stored:
   words typed between the request and the answer look saved, and are lost with the tab. So what
   was sent is compared with the form once the answer is there, and a difference is told the way
   Wagtail's own watcher tells edits. This may go once `w-unsaved#clear` keeps the form that was
   sent instead of the current one; test_in_browser.py holds what an editor must not lose. */
const NOT_TYPED = [
  "csrfmiddlewaretoken",
  "loaded_revision_created_at",
  "loaded_revision_id",
  "next",
  "overwrite_revision_id",
];
let sent = "";

function typed(data) {
  const fields = [...data].filter(
    ([name]) => !NOT_TYPED.includes(name) && !name.startsWith("comments-"),
  );
  return JSON.stringify(
    fields.map(([name, value]) => [name, value instanceof File ? [value.name, value.size] : value]),
  );
}

document.addEventListener("w-autosave:save", ({ detail }) => {
  sent = typed(detail.formData);
});

document.addEventListener("w-autosave:success", ({ target: form }) => {
  if (typed(new FormData(form)) === sent) return;
  const edits = { bubbles: true, cancelable: true, detail: { type: "edits" } };
  form.dispatchEvent(new CustomEvent("w-unsaved:add", edits));
});
