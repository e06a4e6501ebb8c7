// The chat page: keeps the screen as the server has it, and sends what the person does.
import { h } from "./dom.js";
import { MessageLog } from "./log.js";
import { body, keyElement, messageElement } from "./message.js";
import { Suggestions } from "./suggest.js";

const WAIT_S = 25;
const TOAST_MS = 4000;
const RETRY_MS = 1500;
const ACTIONS = { typing: "skriver …", upload_document: "sender en fil …", upload_photo: "sender et billede …" };
const $ = (id) => document.getElementById(id);
const query = new URLSearchParams(location.search);
const state = { person: Number(query.get("person") ?? 1001), chat: null, seen: -1, screen: null, reply: null, edit: null, inline: 0 };
const log = new MessageLog($("log"), $("text"));
const suggestions = new Suggestions($("choices"), $("text"), $("menu"));

async function post(verb, values) {
  const response = await fetch(`/control/${verb}`, {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ person: state.person, ...values }),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error);
  return answer;
}

function place() { return state.chat === null ? {} : { chat: state.chat }; }

async function attempt(doing) {
  try { return await doing(); } catch (error) { toast(`Det gik ikke: ${error.message}`); return null; }
}

// What the buttons in messages do.
const act = {
  say: (text) => attempt(() => post("say", { text, ...place() })),
  open: (payload) => attempt(() => post("open_link", { payload })),
  botName: () => state.screen.bot.username,
  reply(message) { setContext({ reply: message.id }, `Svar på: ${message.text ?? "besked"}`); },
  edit(message) { setContext({ edit: message.id }, "Ret din besked"); setText(message.text); },
  react: (message, emoji) => attempt(() => post("react", { message_id: message.id, emoji, ...place() })),
  press: (message, button, key) => attempt(() => press(message, button, key)),
};

async function press(message, button, key) {
  if (key.getAttribute("aria-busy") === "true") return;
  key.setAttribute("aria-busy", "true");
  try {
    const pressed = await post("press", { message_id: message.id, button, ...place() });
    if (pressed.url) window.open(pressed.url, "_blank", "noopener,noreferrer");
    else if (pressed.copied) await navigator.clipboard.writeText(pressed.copied).then(() => toast("Kopieret"));
    else if (pressed.answer?.url) window.open(pressed.answer.url, "_blank", "noopener,noreferrer");
    else if (pressed.answer?.text) (pressed.answer.show_alert ? showAlert : toast)(pressed.answer.text);
    else if (!pressed.answer) toast("Botten svarede ikke på knappen.");
  } finally {
    key.removeAttribute("aria-busy");
  }
}

let toastTimer = 0;
function toast(text) {
  clearTimeout(toastTimer);
  $("toast").textContent = text;
  toastTimer = setTimeout(() => { $("toast").textContent = ""; }, TOAST_MS);
}

function showAlert(text) {
  $("alert-text").textContent = text;
  $("alert").showModal();
}

// Drawing.
function draw(screen) {
  const first = state.screen === null;
  state.screen = screen;
  const atEnd = first || $("frame").scrollHeight - $("frame").scrollTop - $("frame").clientHeight < 80;
  drawTop(screen);
  const added = log.draw(screen.messages, (message) => drawOne(message, screen));
  drawDraft(screen.draft);
  $("empty").hidden = screen.messages.length > 0;
  $("blocked").hidden = !screen.blocked;
  $("composer").hidden = screen.blocked;
  if (atEnd) toEnd(added);
  else if (added) $("newer").hidden = false;
  $("log").setAttribute("aria-busy", "false");
}

function drawTop(screen) {
  const busy = screen.draft ? "skriver …" : ACTIONS[screen.actions[0]] ?? (screen.actions.length ? "arbejder …" : "");
  const title = screen.chat.kind === "private" ? screen.bot.name : screen.chat.title;
  setIfNew($("title"), title);
  setIfNew($("status"), busy || screen.bot.short_description || "bot");
  $("status").classList.toggle("busy", Boolean(busy));
  setIfNew($("empty-title"), screen.bot.name);
  setIfNew($("empty-text"), screen.bot.description || "Tryk på Start for at begynde.");
  $("block").hidden = screen.chat.kind !== "private";
  $("block").setAttribute("aria-pressed", String(screen.blocked));
  $("menu").hidden = !screen.commands.length;
  drawChats(screen);
}

function setIfNew(element, text) { if (element.textContent !== text) element.textContent = text; }

function drawChats(screen) {
  $("chats-label").hidden = screen.chats.length < 2;
  const wanted = JSON.stringify(screen.chats);
  if ($("chats").dataset.drawn === wanted) return;
  $("chats").dataset.drawn = wanted;
  $("chats").replaceChildren(...screen.chats.map((chat) => h("option", { value: chat.id }, chat.title)));
  $("chats").value = String(screen.chat.id);
}

function drawOne(message, screen) {
  const mine = { ...act, key: (button) => keyElement(button, message, act) };
  return messageElement(message, screen.chat.kind !== "private", mine);
}

function drawDraft(draft) {
  const frame = $("draft");
  frame.hidden = !draft;
  if (!draft) { frame.replaceChildren(); frame.dataset.drawn = ""; return; }
  const source = JSON.stringify(draft);
  if (frame.dataset.drawn === source) return;
  frame.dataset.drawn = source;
  const content = body(draft, { ...act, key: (button) => h("span", {}, button.text) }) ?? h("p", { class: "thinking" }, "Tænker");
  const stop = draft.can_stop
    ? h("button", { type: "button", class: "stop", onclick: () => attempt(() => post("stop", { draft_id: draft.draft_id })) }, "Stop")
    : null;
  frame.replaceChildren(h("div", { class: `message${draft.rich ? " wide" : ""}` }, h("div", { class: "bubble" }, content), stop));
}

/** Scroll to the end, or to the beginning of a new message that is taller than the window. */
function toEnd(added = null) {
  const frame = $("frame");
  const tall = added && added.offsetHeight > frame.clientHeight - 16;
  frame.scrollTop = tall ? added.offsetTop - frame.offsetTop - 8 : frame.scrollHeight;
  $("newer").hidden = !tall;
}

// Following the server.
async function follow() {
  for (;;) {
    try {
      const chat = state.chat === null ? "" : `&chat=${state.chat}`;
      const wanted = state.chat;
      const response = await fetch(`/control/screen?person=${state.person}${chat}&seen=${state.seen}&wait=${WAIT_S}`);
      const screen = await response.json();
      if (!response.ok) throw new Error(screen.error);
      $("lost").hidden = true;
      if (wanted !== state.chat) continue;
      state.seen = screen.version;
      draw(screen);
    } catch {
      $("lost").hidden = false;
      state.seen = -1;
      await new Promise((resolve) => { setTimeout(resolve, RETRY_MS); });
    }
  }
}

// Writing.
function setText(text) {
  $("text").value = text;
  grow();
  $("text").focus();
}

function grow() {
  const field = $("text");
  field.style.height = "auto";
  field.style.height = `${Math.min(field.scrollHeight + 2, 152)}px`;
}

function setContext({ reply = null, edit = null }, label = "") {
  state.reply = reply;
  state.edit = edit;
  $("context").hidden = !label;
  $("context-text").textContent = label;
  $("text").focus();
}

async function send() {
  const text = $("text").value.trim();
  if (!text) return;
  const { reply, edit } = state;
  const doing = edit === null
    ? () => post("say", { text, reply_to: reply, ...place() })
    : () => post("edit", { message_id: edit, text, ...place() });
  if (await attempt(doing) === null) return;
  setContext({});
  setText("");
  toEnd();
}

async function upload(file) {
  const caption = $("text").value.trim();
  const chat = state.chat === null ? "" : `&chat=${state.chat}`;
  const address = `/control/upload?person=${state.person}${chat}&name=${encodeURIComponent(file.name)}&caption=${encodeURIComponent(caption)}`;
  toast(`Sender ${file.name} …`);
  const response = await fetch(address, { method: "POST", headers: { "Content-Type": "application/octet-stream", "X-File-Type": file.type || "application/octet-stream" }, body: file });
  if (!response.ok) throw new Error((await response.json()).error);
  toast(`${file.name} er sendt.`);
  setText("");
  toEnd();
}

function suggest() {
  const text = $("text").value;
  const command = /^\/(\w*)$/.exec(text);
  if (command) return showCommands(command[1].toLowerCase());
  const inline = new RegExp(`^@${state.screen?.bot.username}\\s+(.+)$`, "is").exec(text);
  if (inline) return askInline(inline[1]);
  return suggestions.hide();
}

function showCommands(start) {
  const fitting = state.screen.commands.filter((one) => one.command.startsWith(start));
  suggestions.show(fitting.map((one) => ({ name: `/${one.command}`, description: one.description, take: () => { setText(""); act.say(`/${one.command}`); toEnd(); } })));
}

async function askInline(text) {
  const turn = ++state.inline;
  await new Promise((resolve) => { setTimeout(resolve, 350); });
  if (turn !== state.inline) return;
  const answer = await attempt(() => post("inline", { query: text }));
  if (turn !== state.inline || !answer) return;
  suggestions.show(answer.results.map((one) => ({
    name: one.title, description: one.description,
    take: () => { setText(""); attempt(() => post("choose", { query_id: answer.query_id, result_id: one.id, ...place() })); },
  })));
}

// Appearance.
function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

function setTheme(theme) {
  if (theme) document.documentElement.dataset.theme = theme;
  $("theme").setAttribute("aria-pressed", String(isDark()));
}

function listen() {
  $("composer").addEventListener("submit", (event) => { event.preventDefault(); send(); });
  $("text").addEventListener("input", () => { grow(); suggest(); });
  $("text").addEventListener("blur", () => suggestions.hide());
  $("text").addEventListener("keydown", (event) => {
    if (suggestions.takes(event) || event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); send(); }
    if (event.key === "Escape") setContext({});
  });
  $("menu").addEventListener("mousedown", (event) => event.preventDefault());
  $("menu").addEventListener("click", () => { if (suggestions.open) suggestions.hide(); else { $("text").focus(); showCommands(""); } });
  $("context-close").addEventListener("click", () => setContext({}));
  $("attach").addEventListener("click", () => $("file").click());
  $("file").addEventListener("change", async () => { const [file] = $("file").files; if (file) await attempt(() => upload(file)); $("file").value = ""; });
  $("start").addEventListener("click", () => { act.open(""); $("text").focus(); });
  $("newer").addEventListener("click", () => toEnd());
  $("frame").addEventListener("scroll", () => { if ($("frame").scrollHeight - $("frame").scrollTop - $("frame").clientHeight < 80) $("newer").hidden = true; });
  $("block").addEventListener("click", () => attempt(() => post(state.screen.blocked ? "unblock" : "block", {})));
  $("unblock").addEventListener("click", () => attempt(() => post("unblock", {})));
  $("chats").addEventListener("change", () => { state.chat = Number($("chats").value); state.seen = -1; state.screen = null; refresh(); });
  $("theme").addEventListener("click", () => { const theme = isDark() ? "light" : "dark"; localStorage.setItem("theme", theme); setTheme(theme); });
}

/** Draw once at once, without waiting for the open poll. */
async function refresh() {
  const chat = state.chat === null ? "" : `&chat=${state.chat}`;
  const response = await fetch(`/control/screen?person=${state.person}${chat}`);
  if (response.ok) draw(await response.json());
}

function openedByLink() {
  const payload = new URLSearchParams(location.hash.slice(1)).get("start") ?? query.get("start");
  if (!payload) return;
  history.replaceState(null, "", `${location.pathname}?person=${state.person}`);
  act.open(payload);
}

setTheme(localStorage.getItem("theme"));
listen();
openedByLink();
follow();
$("text").focus();
