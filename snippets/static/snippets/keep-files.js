/* A window whose form is shown again, because something was missing, keeps the files that were chosen
   in it: the server sends the form back without them. A file that was itself refused is let go. */
document.addEventListener(
  "submit",
  ({ target: form }) => {
    if (!form.matches("[data-chooser-modal-creation-form]")) return;
    const chosen = [...form.querySelectorAll("input[type=file]")].filter((each) => each.files.length);
    if (!chosen.length) return;
    const watcher = new MutationObserver(() => {
      if (form.isConnected) return;
      watcher.disconnect();
      for (const { id, files } of chosen) {
        const again = document.getElementById(id);
        if (again && !again.closest(".w-field--error")) again.files = files;
      }
    });
    watcher.observe(document.body, { childList: true, subtree: true });
  },
  true,
);
