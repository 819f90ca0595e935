/* Lose nothing that is typed or pressed while Wagtail saves by itself.

   - When an autosave succeeds, Wagtail 8.0 takes the form as it stands by then for what it stored:
     words typed between the request and the answer look saved, and are lost with the tab. So what
     was sent is compared with the form once the answer is there, and a difference is told the way
     Wagtail's own watcher tells edits.
   - Only the answer tells a new page its address and new rows their keys. A button pressed before
     sends the form to make the page again, which is refused because the first has its slug: so
     the button waits for the answer. And what is sent with a button is the last: an autosave
     beside it could end up above it.
   This may go once Wagtail does so; test_in_browser.py holds what an editor must not lose. */
const NOT_TYPED = [
  "csrfmiddlewaretoken",
  "loaded_revision_created_at",
  "loaded_revision_id",
  "next",
  "overwrite_revision_id",
];
const PATIENCE = 30_000; // milliseconds, as long as Wagtail's buttons stay pressed
let saving = null; // an autosave that was asked for, until its answer: { form, sent, trigger }
let pressed = null; // the button that waits for it: { name, value }
let left = -PATIENCE; // when the form was sent with a button

function typed(data) {
  const fields = [...data].filter(
    ([name]) => !NOT_TYPED.includes(name) && !name.startsWith("comments-"),
  );
  return JSON.stringify(
    fields.map(([name, value]) => [name, value instanceof File ? [value.name, value.size] : value]),
  );
}

const isLeaving = () => performance.now() - left < PATIENCE;

document.addEventListener("w-autosave:save", (event) => {
  const { target: form, detail } = event;
  if (pressed || isLeaving()) event.preventDefault();
  else saving = { form, sent: typed(detail.formData), trigger: detail.trigger };
});

// What was asked for, if this is its answer: a newer autosave may be asked for before it is told.
function answered({ detail }) {
  if (saving?.trigger !== detail.trigger) return null;
  const asked = saving;
  saving = null;
  return asked;
}

document.addEventListener("w-autosave:success", (event) => {
  const asked = answered(event);
  if (!asked) return;
  const { form, sent } = asked;
  if (pressed) {
    send(form);
  } else if (typed(new FormData(form)) !== sent) {
    const edits = { bubbles: true, cancelable: true, detail: { type: "edits" } };
    form.dispatchEvent(new CustomEvent("w-unsaved:add", edits));
  }
});

document.addEventListener("w-autosave:error", (event) => {
  const asked = answered(event);
  if (asked && pressed) send(asked.form);
});

// The button itself may be another by now, or disabled, which would leave its name out.
function send(form) {
  const button = Object.assign(document.createElement("input"), { type: "hidden", ...pressed });
  pressed = null;
  form.append(button);
  form.requestSubmit();
  button.remove();
}

function waitForAnswer({ form }, submitter) {
  pressed = { name: submitter?.name ?? "", value: submitter?.value ?? "" };
  const asked = pressed;
  setTimeout(() => {
    if (pressed !== asked) return;
    saving = null;
    send(form);
  }, PATIENCE);
}

document.addEventListener(
  "submit",
  (event) => {
    const { target: form, submitter } = event;
    if (!form.matches("[data-controller~='w-autosave']")) return;
    if (form === saving?.form) {
      waitForAnswer(saving, submitter);
    } else if (!isLeaving()) {
      left = performance.now();
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
  },
  true,
);

window.addEventListener("pageshow", () => {
  left = -PATIENCE;
});
