/* The list of records chosen in one field: added in Wagtail's chooser, removed one by one. */
window.wagtail.app.register(
  "several-records",
  class extends window.StimulusModule.Controller {
    static targets = ["list", "template"];
    static values = { url: String, name: String };

    choose() {
      const language = window.wagtailConfig.ACTIVE_CONTENT_LOCALE;
      window.ModalWorkflow({
        url: this.urlValue,
        urlParams: language ? { multiple: 1, locale: language } : { multiple: 1 },
        onload: window.CHOOSER_MODAL_ONLOAD_HANDLERS,
        responses: { chosen: (records) => records.forEach((record) => this.add(record)) },
      });
    }

    add({ id, string, edit_url: address }) {
      const keys = [...this.listTarget.querySelectorAll("input")].map((input) => input.value);
      if (keys.includes(id)) return;
      const row = this.templateTarget.content.firstElementChild.cloneNode(true);
      row.querySelector("input").value = id;
      const link = row.querySelector("a");
      link.textContent = string;
      if (address) link.href = address;
      const button = row.querySelector("button");
      button.setAttribute("aria-label", `${button.getAttribute("aria-label").trim()} ${string}`);
      this.listTarget.append(row);
      this.tell();
    }

    remove({ currentTarget }) {
      currentTarget.closest("li").remove();
      this.tell();
      this.element.querySelector("button:last-of-type").focus();
    }

    tell() {
      this.element.dispatchEvent(new Event("change", { bubbles: true }));
    }
  },
);
