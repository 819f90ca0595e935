/* From a search that found nothing to the form that makes what was sought, its name written in. */
window.wagtail.app.register(
  "make-instead",
  class extends window.StimulusModule.Controller {
    static values = { name: String };

    open() {
      const choices = this.element.closest(".w-tabs");
      choices.querySelector("[role=tab]:not([aria-selected=true])").click();
      const name = choices.querySelector("[data-chooser-modal-creation-form] [name=name]");
      name.value ||= this.nameValue;
      name.focus();
    }
  },
);
