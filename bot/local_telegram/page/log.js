// The list of messages: draws what is new or changed and leaves the rest alone.
import { dayLine } from "./message.js";

const FOCUSABLE = "button, a, summary, [tabindex]";

export class MessageLog {
  /** `refuge` takes the focus when what had it is gone. */
  constructor(list, refuge) {
    this.list = list;
    this.refuge = refuge;
    this.drawn = new Map();
  }

  /** Show these messages, each made by `make`; returns the last element that was added. */
  draw(messages, make) {
    const fresh = new Map();
    let added = null;
    let day = "";
    let cursor = this.list.firstChild;
    for (const message of messages) {
      const date = new Date(message.date * 1000).toDateString();
      if (date !== day) cursor = this.#put(fresh, `day ${date}`, date, () => dayLine(message.date), cursor);
      day = date;
      const isNew = !this.drawn.has(message.id);
      cursor = this.#put(fresh, message.id, JSON.stringify(message), () => make(message), cursor);
      if (isNew) added = fresh.get(message.id).element;
    }
    while (cursor) { const next = cursor.nextSibling; cursor.remove(); cursor = next; }
    this.drawn = fresh;
    return added;
  }

  #put(fresh, key, source, make, cursor) {
    const old = this.drawn.get(key);
    if (old?.source === source) {
      fresh.set(key, old);
      if (old.element === cursor) return cursor.nextSibling;
      this.list.insertBefore(old.element, cursor);
      return cursor;
    }
    const element = make();
    fresh.set(key, { source, element });
    if (!old) { this.list.insertBefore(element, cursor); return cursor; }
    const next = old.element === cursor ? cursor.nextSibling : cursor;
    this.#exchange(old.element, element);
    return next;
  }

  /** Put a changed message in place of the old, keeping what was unfolded and where the focus was. */
  #exchange(old, element) {
    const opened = [...old.querySelectorAll("details")].map((one) => one.open);
    const focus = [...old.querySelectorAll(FOCUSABLE)].indexOf(document.activeElement);
    old.replaceWith(element);
    [...element.querySelectorAll("details")].forEach((one, index) => { one.open ||= opened[index] ?? false; });
    if (focus >= 0) (element.querySelectorAll(FOCUSABLE)[focus] ?? this.refuge).focus({ preventScroll: true });
  }
}
