// The list over the text field: commands while one types "/", the bot's results while one types its name.
import { h } from "./dom.js";

export class Suggestions {
  constructor(list, field, menu) {
    this.list = list;
    this.field = field;
    this.menu = menu;
    this.choices = [];
    this.selected = -1;
  }

  get open() { return !this.list.hidden; }

  show(choices) {
    this.choices = choices;
    this.selected = choices.length ? 0 : -1;
    this.list.replaceChildren(...choices.map((choice, index) => this.#item(choice, index)));
    this.list.hidden = !choices.length;
    this.menu.setAttribute("aria-expanded", String(this.open));
    this.#mark();
  }

  hide() { this.show([]); }

  /** Whether a key was for the list. */
  takes(event) {
    if (!this.open) return false;
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps) {
      this.selected = (this.selected + steps[event.key] + this.choices.length) % this.choices.length;
      this.#mark();
    } else if (event.key === "Enter" || event.key === "Tab") {
      this.#take(this.selected);
    } else if (event.key === "Escape") {
      this.hide();
    } else {
      return false;
    }
    event.preventDefault();
    return true;
  }

  #item(choice, index) {
    const pressed = (event) => { event.preventDefault(); this.#take(index); };
    return h("li", { id: `choice-${index}`, role: "option", onmousedown: pressed }, h("b", {}, choice.name), h("span", {}, choice.description ?? ""));
  }

  #take(index) {
    const choice = this.choices[index];
    this.hide();
    choice.take();
  }

  #mark() {
    [...this.list.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === this.selected)));
    const current = this.list.children[this.selected];
    if (current) {
      this.field.setAttribute("aria-activedescendant", current.id);
      current.scrollIntoView({ block: "nearest" });
    } else {
      this.field.removeAttribute("aria-activedescendant");
    }
  }
}
