// Where one writes: Enter sends, Shift+Enter makes a new line; commands, people and channels are
// completed as one types.
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { act, channelOf } from "./store.js";
import { completer } from "./autocomplete.js";
import { globalShortcuts } from "./shortcuts.js";
import { toast } from "./toast.js";
import { follow } from "./messages.js";

const kept = new Map(); // what is half written, by channel and thread

export function composer({ thread = false } = {}) {
  let place = "";
  let channel = "";
  let root = "";
  const field = h("textarea", { class: "composer-field", rows: 1, "aria-label": "Message", "aria-autocomplete": "list", oninput: typed, onkeydown: key, onblur: () => setTimeout(() => complete.close(), 150) });
  const complete = completer(field, { commands: !thread, after: typed });
  const sendButton = h("button", { class: "send", type: "button", "aria-label": "Send", title: "Send (Enter)", disabled: true, onclick: send }, icon("send"));
  const plus = h("button", { class: "icon-button", type: "button", "aria-label": "Shortcuts and commands", title: "Shortcuts and commands", onclick: () => globalShortcuts(plus, write) }, icon("bolt"));
  const insert = (sign, name) => h("button", { class: "icon-button composer-sign", type: "button", "aria-label": name, title: name, onclick: () => put(sign) }, sign);
  const bar = h("div", { class: "composer-bar" }, !thread && plus, insert("@", "Mention someone"), insert("#", "Mention a channel"), !thread && insert("/", "Use a command"), h("span", { class: "composer-hint" }, "Shift + Enter for a new line"), sendButton);
  const node = h("div", { class: "composer" }, complete.node, h("div", { class: "composer-box" }, field, bar));

  function put(sign) {
    const gap = sign !== "/" && field.value && !/\s$/.test(field.value) ? " " : "";
    write(sign === "/" ? "/" : field.value + gap + sign);
  }

  function write(text) {
    field.value = text;
    field.focus();
    field.setSelectionRange(text.length, text.length);
    typed();
  }

  function typed() {
    kept.set(place, field.value);
    sendButton.disabled = !field.value.trim();
    grow();
    complete.look();
  }

  // The last lines above stay where they are: what grows here is taken from there.
  function grow() {
    const above = node.parentElement?.querySelector(".scroller");
    const before = above?.clientHeight;
    field.style.setProperty("height", "auto");
    field.style.setProperty("height", `${Math.min(field.scrollHeight, 220)}px`);
    if (above) above.scrollTop += before - above.clientHeight;
  }

  function key(event) {
    if (complete.key(event)) return;
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      send();
    }
  }

  async function send() {
    const text = field.value.trim();
    if (!text) return;
    const from = place;
    write("");
    complete.close();
    node.classList.add("sending");
    if (!thread) follow();
    const done = await act("say", { channel, text, thread: root || null });
    node.classList.remove("sending");
    if (done.ok) return;
    toast(done.error || `${text.split(" ")[0]} failed. Please try again.`, { kind: "error" });
    kept.set(from, text);
    if (place === from && !field.value) write(text);
  }

  return {
    node,
    write,
    focus: () => field.focus(),
    at(name, id, ts = "") {
      const next = `${id}/${ts}`;
      field.placeholder = name;
      field.setAttribute("aria-label", name);
      channel = id;
      root = ts;
      if (next === place) return;
      place = next;
      field.value = kept.get(place) ?? "";
      complete.close();
      sendButton.disabled = !field.value.trim();
      field.style.setProperty("height", "auto");
    },
    channel: () => channelOf(channel),
  };
}
