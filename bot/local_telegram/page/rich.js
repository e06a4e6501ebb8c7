// Rich messages: every block the server returns, as elements.
import { h, link } from "./dom.js";
import { foldable, leading, spoiler } from "./text.js";

const INLINE = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", marked: "mark", subscript: "sub", superscript: "sup",
};

export function richBlocks(blocks, act) {
  return blocks.map((block) => richBlock(block, act));
}

function richBlock(block, act) {
  const text = () => inline(block.text, act);
  switch (block.type) {
    case "paragraph": return h("p", {}, text());
    case "heading": return h("h2", { class: `size-${block.size}` }, text());
    case "footer": return h("footer", {}, text());
    case "divider": return h("hr");
    case "pre": return h("pre", { tabindex: 0 }, h("code", {}, text()));
    case "mathematical_expression": return h("pre", { tabindex: 0 }, h("code", {}, block.expression));
    case "anchor": return h("span", { id: `anchor-${block.name}` });
    case "thinking": return h("p", { class: "thinking" }, text());
    case "list": return list(block, act);
    case "blockquote": return quote(block, act);
    case "pullquote": return h("p", { class: "pullquote" }, text(), credit(block, act));
    case "details": return details(block, act);
    case "table": return table(block, act);
    case "map": return link(mapAddress(block.location), "Vis stedet på et kort");
    case "buttons": return h("div", { class: "keys" }, block.buttons.map((button) => act.key(button)));
    default: return h("p", { class: "unsupported" }, "Denne del af beskeden kan ikke vises her.");
  }
}

function quote(block, act) {
  const children = [richBlocks(block.blocks, act), credit(block, act)].flat();
  return block.is_expandable ? foldable(children) : h("blockquote", {}, children);
}

function credit(block, act) {
  return block.credit ? h("cite", {}, inline(block.credit, act)) : null;
}

function details(block, act) {
  const body = h("div", { class: "inside" }, richBlocks(block.blocks, act));
  return h("details", { open: Boolean(block.is_open) }, h("summary", {}, inline(block.summary, act)), body);
}

function list(block, act) {
  const ordered = block.items.some((item) => item.value !== undefined);
  const items = block.items.map((item) => {
    const box = item.has_checkbox
      ? h("input", { type: "checkbox", disabled: true, checked: Boolean(item.is_checked), "aria-label": item.is_checked ? "Udført" : "Ikke udført" })
      : null;
    return h("li", { value: item.value }, box, richBlocks(item.blocks, act));
  });
  return h(ordered ? "ol" : "ul", { type: ordered ? block.items[0].type : undefined }, items);
}

function table(block, act) {
  const rows = block.cells.map((row, rowIndex) => h("tr", {}, row.map((cell) => tableCell(cell, rowIndex, act))));
  const classes = ["bordered", "striped", "compact"].filter((name) => block[`is_${name}`]).join(" ");
  const caption = block.caption ? h("caption", {}, h("span", {}, inline(block.caption, act))) : null;
  const label = block.caption ? plain(block.caption) : "Tabel";
  return h("div", { class: "table", role: "group", tabindex: 0, "aria-label": label }, h("table", { class: classes }, caption, h("tbody", {}, rows)));
}

function tableCell(cell, rowIndex, act) {
  const scope = cell.is_header ? (rowIndex === 0 ? "col" : "row") : undefined;
  const attributes = { class: `at-${cell.align} at-${cell.valign}`, colspan: cell.colspan, rowspan: cell.rowspan, scope };
  return h(cell.is_header ? "th" : "td", attributes, inline(cell.text ?? "", act));
}

function inline(text, act) {
  if (typeof text === "string") return text.split("\n").flatMap((line, index) => (index ? [h("br"), line] : [line]));
  if (Array.isArray(text)) return text.flatMap((part) => inline(part, act));
  const children = inline(text.text ?? text.expression ?? text.alternative_text ?? "", act);
  if (INLINE[text.type]) return [h(INLINE[text.type], {}, children)];
  switch (text.type) {
    case "url": return [leading(text.url, children, act)];
    case "email_address": return [link(`mailto:${text.email_address}`, ...children)];
    case "phone_number": return [link(`tel:${text.phone_number}`, ...children)];
    case "spoiler": return [spoiler(children)];
    case "bot_command":
      return [h("button", { type: "button", class: "inline-command", onclick: () => act.say(plain(text.text)) }, children)];
    case "anchor": return [h("span", { id: `anchor-${text.name}` })];
    case "reference": return [h("span", { id: `anchor-${text.name}` }, children)];
    case "anchor_link": return [h("a", { href: `#anchor-${text.anchor_name}` }, children)];
    case "reference_link": return [h("a", { href: `#anchor-${text.reference_name}` }, children)];
    case "button": return [act.key(text.button)];
    default: return children;
  }
}

function plain(text) {
  if (typeof text === "string") return text;
  return Array.isArray(text) ? text.map(plain).join("") : plain(text.text ?? "");
}

function mapAddress(place) {
  return `https://www.openstreetmap.org/?mlat=${place.latitude}&mlon=${place.longitude}`;
}
