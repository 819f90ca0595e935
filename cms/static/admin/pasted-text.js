/* A box above the blocks of a story: a text that is pasted into it becomes blocks. What the clipboard
   tells of headings, lists and links goes to the server with the words; pictures in it never do. */
const { StreamBlockDefinition } = window.wagtailStreamField.blocks;
const csrfToken = () => document.querySelector('input[name="csrfmiddlewaretoken"]').value;
const pictures = /<img\b[^>]*>/gi;
let boxes = 0;

class StoryBlockDefinition extends StreamBlockDefinition {
  render(placeholder, prefix, initialState, initialError) {
    const stream = super.render(placeholder, prefix, initialState, initialError);
    if (this.meta.pasting) new PastingBox(stream, this.meta.pasting);
    return stream;
  }
}

class PastingBox {
  constructor(stream, says) {
    this.stream = stream;
    this.says = says;
    this.pasted = { html: "", text: "" };
    this.hadFormatting = false;
    this.added = [];
    this.element = this.made();
    stream.element.before(this.element);
  }

  made() {
    const id = `pasted-text-${(boxes += 1)}`;
    const isNew = this.stream.children.length === 0;
    const inside = element("div", { id, hidden: !isNew });
    const opener = button(this.says.open, "button button-small button-secondary", () => {
      inside.hidden = !inside.hidden;
      opener.setAttribute("aria-expanded", String(!inside.hidden));
      if (!inside.hidden) this.text.focus();
    });
    opener.setAttribute("aria-controls", id);
    opener.setAttribute("aria-expanded", String(isNew));
    const label = element("label", {
      className: "w-field__label w-mt-3",
      htmlFor: `${id}-text`,
      textContent: this.says.label,
    });
    const help = element("p", { id: `${id}-help`, className: "help", textContent: this.says.help });
    // Without a name: it is no part of the form.
    this.text = element("textarea", { id: `${id}-text`, rows: 6 });
    this.text.setAttribute("aria-describedby", help.id);
    this.text.addEventListener("paste", (event) => this.note(event));
    this.split = button(this.says.split, "button button-small", () => this.send());
    this.undo = button(this.says.undo, "button button-small button-secondary", () => this.takeOut());
    this.undo.hidden = true;
    this.told = element("p", { className: "help" });
    this.told.setAttribute("role", "status");
    const buttons = element("p", { className: "w-my-2" });
    buttons.append(this.split, " ", this.undo);
    inside.append(label, help, this.text, buttons, this.told);
    const box = element("div", { className: "pasted-text w-mb-4" });
    box.append(opener, inside);
    return box;
  }

  // What is pasted into an empty box, or over all of it, keeps its formatting.
  note({ clipboardData }) {
    const { selectionStart, selectionEnd, value } = this.text;
    const isWhole = selectionEnd - selectionStart === value.length;
    const html = clipboardData.getData("text/html").replace(pictures, "<img>");
    const noteText = () => {
      const isKept = isWhole && html !== "";
      this.hadFormatting ||= html !== "";
      this.pasted = { html: isKept ? html : "", text: isKept ? this.text.value : "" };
    };
    this.text.addEventListener("input", noteText, { once: true });
  }

  get emptyTitle() {
    const input = document.getElementById("id_title");
    return input && input.value.trim() === "" ? input : null;
  }

  async send() {
    const { value } = this.text;
    const isAsPasted = this.pasted.html !== "" && this.pasted.text === value;
    const title = this.emptyTitle;
    const sent = new FormData();
    sent.append("text", value);
    if (isAsPasted) sent.append("html", this.pasted.html);
    if (title) sent.append("takes_title", "on");
    this.wait(true);
    let answer;
    try {
      const headers = { "X-CSRFToken": csrfToken() };
      const response = await fetch(this.says.address, { method: "POST", headers, body: sent });
      answer = await response.json();
    } catch {
      answer = { told: this.says.failed };
    }
    this.wait(false);
    const isSplit = answer.blocks && (answer.blocks.length > 0 || answer.title);
    const wasChanged = isSplit && this.hadFormatting && !isAsPasted;
    if (isSplit) this.putIn(answer, title);
    this.told.textContent = [answer.told, wasChanged && this.says.changed].filter(Boolean).join(" ");
  }

  // Nothing is typed meanwhile that would be lost.
  wait(isWaiting) {
    this.split.disabled = isWaiting;
    this.text.readOnly = isWaiting;
  }

  putIn({ blocks, title }, titleInput) {
    this.before = this.text.value;
    this.kept = this.pasted;
    this.titled = null;
    if (title && titleInput.value.trim() === "") {
      this.titled = titleInput;
      type(titleInput, title);
    } else if (title) {
      const id = crypto.randomUUID?.() ?? `pasted-${Date.now()}`;
      blocks = [{ type: "heading", value: { text: title, level: "2" }, id }, ...blocks];
    }
    this.added = blocks.map((block) => block.id);
    for (const block of blocks) this.stream.insert(block, this.stream.children.length);
    this.text.value = "";
    this.pasted = { html: "", text: "" };
    this.hadFormatting = false;
    this.undo.hidden = false;
    this.changed();
  }

  takeOut() {
    for (const id of this.added) {
      const place = this.stream.children.findIndex((child) => child.id === id);
      if (place !== -1) this.stream.deleteBlock(place);
    }
    if (this.titled) type(this.titled, "");
    this.text.value = this.before;
    this.pasted = this.kept;
    this.hadFormatting = this.kept.html !== "";
    this.undo.hidden = true;
    this.told.textContent = this.says.undone;
    this.text.focus();
    this.changed();
  }

  // The form has changed: what Wagtail's watchers of edits, previews and saving listen to.
  changed() {
    this.stream.element.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

function element(name, properties) {
  return Object.assign(document.createElement(name), properties);
}

function button(label, className, pressed) {
  const made = element("button", { type: "button", textContent: label, className });
  made.addEventListener("click", pressed);
  return made;
}

// As if it was typed: the slug follows the title.
function type(input, value) {
  input.focus();
  input.value = value;
  for (const name of ["input", "keyup", "change"]) {
    input.dispatchEvent(new Event(name, { bubbles: true }));
  }
  input.blur();
}

window.telepath.register("pages.blocks.StoryBlock", StoryBlockDefinition);
