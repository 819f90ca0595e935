// Says below a text field how many characters it has, and that more than the first ones may be cut.
window.wagtail.app.register(
  "gauge",
  class extends window.StimulusModule.Controller {
    static values = { most: Number, length: String, cut: String };

    connect() {
      this.field = this.element.querySelector("input, textarea");
      if (!this.field) return;
      this.told = document.createElement("p");
      this.told.className = "help gauge";
      this.field.insertAdjacentElement("afterend", this.told);
      this.tell = this.tell.bind(this);
      this.field.addEventListener("input", this.tell);
      this.tell();
    }

    disconnect() {
      this.field?.removeEventListener("input", this.tell);
      this.told?.remove();
    }

    tell() {
      const length = [...this.field.value].length;
      const told = length > this.mostValue ? this.cutValue : this.lengthValue;
      this.told.textContent = told.replace("{length}", length).replace("{most}", this.mostValue);
      this.told.classList.toggle("gauge--long", length > this.mostValue);
    }
  },
);
