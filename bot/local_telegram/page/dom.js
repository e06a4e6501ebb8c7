// Building elements. Text only ever becomes a text node, so nothing a bot or a person writes is read as markup.

/** An element with properties, attributes and children; `class`, `on…` and `aria-…` work as one expects. */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

/** An icon of one path. */
export function icon(path) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const shape = document.createElementNS("http://www.w3.org/2000/svg", "path");
  shape.setAttribute("d", path);
  svg.append(shape);
  return svg;
}

/** A link that leaves the chat, if its address is one that may be opened; else just its words. */
export function link(url, ...children) {
  if (!/^(https?:\/\/|mailto:|tel:)/i.test(url)) return h("span", {}, ...children);
  const sign = h("span", { class: "visually-hidden" }, " (åbner i et nyt vindue)");
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer", title: url }, ...children, sign);
}
