/* The panel of checks: what the server finds in the form as it stands, above what Wagtail finds in
   the preview. Asked for when the form is open, whenever the preview was brought up to date, and
   after each autosave. The number on the button of the panel counts both. */
const list = document.querySelector("[data-findings]");
if (list) follow(list);

function follow(list) {
  const panel = list.closest("[data-side-panel]") ?? document;
  const count = panel.querySelector("[data-findings-count]");
  const theirs = panel.querySelector("[data-content-checker-count]");
  const failed = panel.querySelector("[data-findings-failed]");
  const toggle = document.querySelector(
    '[data-side-panel-toggle="checks"] [data-side-panel-toggle-counter]',
  );
  let asked = 0; // only the answer to the last question is shown
  let shown = null;

  async function ask() {
    const form = document.querySelector("[data-edit-form]");
    const preview = document.querySelector("[data-w-preview-url-value]");
    if (!form || !preview) return;
    const question = ++asked;
    const address = new URL(list.dataset.findings, location.href);
    const { pathname } = new URL(preview.dataset.wPreviewUrlValue, location.href);
    address.searchParams.set("preview", pathname);
    const answer = await answerTo(address, new FormData(form));
    if (question === asked) show(answer);
  }

  async function answerTo(address, body) {
    try {
      const response = await fetch(address, { method: "POST", body });
      return response.ok && !response.redirected ? await response.text() : failed.innerHTML;
    } catch {
      return failed.innerHTML;
    }
  }

  function show(html) {
    if (html !== shown) {
      // Who is on a link stays on the link of this position.
      const links = () => [...list.querySelectorAll("a")];
      const position = links().indexOf(document.activeElement);
      list.innerHTML = shown = html;
      if (position >= 0) (links()[position] ?? links().at(-1))?.focus();
    }
    const found = list.querySelectorAll("[data-finding]").length;
    count.textContent = found;
    count.hidden = !found;
    tally();
  }

  function tally() {
    if (!toggle) return;
    const sum = Number(count.textContent) + (Number(theirs?.textContent) || 0);
    if (toggle.textContent.trim() !== String(sum)) toggle.textContent = sum;
    toggle.hidden = !sum;
  }

  // To the place in the form: its tab and its panels are opened, and the cursor is put there.
  list.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const place = link && document.getElementById(link.hash.slice(1));
    if (!place) return;
    event.preventDefault();
    const tab = place.closest('[role="tabpanel"]');
    if (tab?.hidden) document.querySelector(`[role="tab"][href="#${tab.id}"]`)?.click();
    for (let closed = place; closed; closed = closed.parentElement?.closest("[hidden]")) {
      if (closed.hidden) closed.removeAttribute("hidden");
    }
    place.scrollIntoView({ block: "center" });
    const field = "input:not([type=hidden]), textarea, select, button, [contenteditable=true]";
    (place.matches(field) ? place : place.querySelector(field) ?? place).focus();
  });

  if (theirs) new MutationObserver(tally).observe(theirs, { childList: true, characterData: true });
  document.addEventListener("w-preview:updated", ask);
  document.addEventListener("w-autosave:success", ask);
  window.addEventListener("load", () => setTimeout(ask, 500));
}
