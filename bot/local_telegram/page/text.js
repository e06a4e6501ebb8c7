// Classic text with entities. Offsets count UTF-16 code units, as JavaScript strings do.
import { h, link } from "./dom.js";

const PLAIN = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code" };

/** The nodes of a text whose entities lie within [from, to). */
export function formatted(text, entities, act, from = 0, to = text.length) {
  const nodes = [];
  let position = from;
  let index = 0;
  while (index < entities.length) {
    const entity = entities[index];
    const end = Math.min(entity.offset + entity.length, to);
    const inner = [];
    for (index += 1; index < entities.length && entities[index].offset < end; index += 1) inner.push(entities[index]);
    if (entity.offset < position) continue;
    if (entity.offset > position) nodes.push(text.slice(position, entity.offset));
    nodes.push(wrapped(entity, text, formatted(text, inner, act, entity.offset, end), act));
    position = end;
    if (entity.type.endsWith("blockquote") && text[position] === "\n") position += 1;
  }
  if (position < to) nodes.push(text.slice(position, to));
  return nodes;
}

function wrapped(entity, text, children, act) {
  const source = text.slice(entity.offset, entity.offset + entity.length);
  if (PLAIN[entity.type]) return h(PLAIN[entity.type], {}, children);
  switch (entity.type) {
    case "text_link": return leading(entity.url, children, act);
    case "url": return leading(/^https?:/i.test(source) ? source : `https://${source}`, children, act);
    case "email": return link(`mailto:${source}`, ...children);
    case "pre": return h("pre", { tabindex: 0 }, h("code", {}, children));
    case "blockquote": return h("blockquote", {}, children);
    case "expandable_blockquote": return foldable(children);
    case "spoiler": return spoiler(children);
    case "bot_command":
      return h("button", { type: "button", class: "inline-command", onclick: () => act.say(source) }, source);
    default: return h("span", { class: entity.type }, children);
  }
}

/** A link, or a deep link into this very chat. */
export function leading(url, children, act) {
  const start = new RegExp(`^(?:https?://t\\.me/|tg://resolve\\?domain=)${act.botName()}[?&]start=([\\w-]{1,64})$`, "i").exec(url);
  if (!start) return link(url, ...children);
  return h("button", { type: "button", class: "inline-command", onclick: () => act.open(start[1]) }, children);
}

/** A quote that shows its first lines until one asks for the rest. */
export function foldable(children) {
  const body = h("div", { class: "fold-body" }, children);
  const button = h("button", { type: "button", class: "fold", "aria-expanded": "false" }, "Vis hele citatet");
  const quote = h("blockquote", { class: "folded" }, body, button);
  button.addEventListener("click", () => {
    const folded = quote.classList.toggle("folded");
    button.textContent = folded ? "Vis hele citatet" : "Vis mindre";
    button.setAttribute("aria-expanded", String(!folded));
  });
  requestAnimationFrame(() => { button.hidden = body.scrollHeight <= body.clientHeight + 2; });
  return quote;
}

/** Words that stay covered until one asks for them. */
export function spoiler(children) {
  const label = h("span", { class: "visually-hidden" }, "Vis skjult tekst");
  const button = h("button", { type: "button", class: "spoiler", "aria-expanded": "false" }, label, h("span", { class: "covered" }, children));
  button.addEventListener("click", () => {
    button.setAttribute("aria-expanded", "true");
    label.remove();
  });
  return button;
}
