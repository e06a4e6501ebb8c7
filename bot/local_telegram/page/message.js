// One message as a bubble with its keyboard.
import { h, icon } from "./dom.js";
import { richBlocks } from "./rich.js";
import { formatted } from "./text.js";

const TIME = new Intl.DateTimeFormat("da-DK", { hour: "2-digit", minute: "2-digit" });
const DAY = new Intl.DateTimeFormat("da-DK", { weekday: "long", day: "numeric", month: "long" });
const FILE = "M6 2h8l6 6v14H6zm7 1.500V9h5.500z";
const REACTIONS = [["👍", "Synes godt om"], ["👎", "Synes ikke om"]];
const SERVICE = {
  new_chat_members: "Botten kom med i gruppen", left_chat_member: "Botten er fjernet fra gruppen",
  migrate_to_chat_id: "Gruppen er blevet en supergruppe", migrate_from_chat_id: "Gruppen er blevet en supergruppe",
};

/** The line that starts a day. */
export function dayLine(seconds) {
  return h("p", { class: "day" }, DAY.format(new Date(seconds * 1000)));
}

/** A message; `act` holds what its buttons do. */
export function messageElement(message, isGroup, act) {
  if (message.service) return h("p", { class: "service" }, SERVICE[message.service] ?? "Gruppen er ændret");
  const classes = `message${message.mine ? " mine" : ""}${message.rich ? " wide" : ""}`;
  const from = !message.mine && isGroup ? h("p", { class: "from" }, message.from) : h("p", { class: "visually-hidden" }, message.mine ? "Du skrev:" : `${message.from} skrev:`);
  const bubble = h("div", { class: "bubble" }, from, replied(message), attached(message), body(message, act), reactions(message), meta(message, act));
  return h("article", { class: classes, "data-id": message.id, id: `message-${message.id}` }, bubble, keyboard(message, act));
}

/** What stands in a message or a draft. */
export function body(message, act) {
  if (message.unsupported) return h("p", { class: "unsupported" }, "Denne besked kan ikke vises i din app.");
  if (message.rich) return h("div", { class: "rich" }, richBlocks(message.rich, act));
  if (message.text) return h("div", { class: "text" }, formatted(message.text, message.entities, act));
  return null;
}

function replied(message) {
  if (!message.reply) return null;
  const jump = () => document.getElementById(`message-${message.reply.id}`)?.scrollIntoView({ block: "center" });
  return h("button", { type: "button", class: "reply", onclick: jump },
    h("span", { class: "visually-hidden" }, "Svar på "), h("b", {}, message.reply.from), h("span", {}, message.reply.text));
}

function attached(message) {
  const file = message.file;
  if (!file) return null;
  const address = `/control/file/${encodeURIComponent(file.id)}`;
  if (file.kind === "photo") {
    return h("img", { class: "photo", src: address, width: file.width, height: file.height, alt: message.text || "Billede" });
  }
  const size = file.size < 1e6 ? `${Math.ceil(file.size / 1e3)} kB` : `${(file.size / 1e6).toFixed(1).replace(".", ",")} MB`;
  return h("a", { class: "file", href: address, download: file.name },
    h("span", { class: "file-icon" }, icon(FILE)), h("span", {}, h("b", {}, file.name), h("small", {}, size)));
}

function reactions(message) {
  if (!message.reactions.length) return null;
  return h("ul", { class: "reactions", "aria-label": "Reaktioner" }, message.reactions.map((emoji) => h("li", {}, emoji)));
}

function meta(message, act) {
  const acts = [h("button", { type: "button", class: "act", "aria-label": `Svar på: ${gist(message)}`, onclick: () => act.reply(message) }, "Svar")];
  for (const [emoji, label] of message.mine ? [] : REACTIONS) {
    const set = message.reactions.includes(emoji);
    acts.push(h("button", { type: "button", class: "act", "aria-label": label, "aria-pressed": String(set), onclick: () => act.react(message, set ? null : emoji) }, emoji));
  }
  if (message.mine && message.text && !message.file) acts.push(h("button", { type: "button", class: "act", "aria-label": `Ret: ${gist(message)}`, onclick: () => act.edit(message) }, "Ret"));
  const when = new Date(message.date * 1000);
  const edited = message.edit_date ? h("span", {}, "redigeret ") : null;
  return h("div", { class: "meta" }, h("span", { class: "acts" }, acts), edited, h("time", { datetime: when.toISOString() }, TIME.format(when)));
}

/** A few words that tell one message from another. */
function gist(message) {
  return (message.text || message.file?.name || "rig besked").slice(0, 60);
}

function keyboard(message, act) {
  if (!message.keyboard.length) return null;
  const rows = message.keyboard.map((row) => h("div", { class: "keys" }, row.map((button) => keyElement(button, message, act))));
  return h("div", { class: "keyboard", role: "group", "aria-label": "Valg" }, rows);
}

/** One button; links are links, the rest ask the bot. */
export function keyElement(button, message, act) {
  const mark = button.url ? " ↗" : button.copy_text ? " ⧉" : null;
  const children = [button.text, mark && h("span", { class: "mark", "aria-hidden": "true" }, mark)];
  if (button.disabled) return h("button", { type: "button", class: "key", disabled: true }, children);
  const key = h("button", { type: "button", class: "key", "data-style": button.style }, children);
  key.addEventListener("click", () => act.press(message, button, key));
  return key;
}
