// The list above the composer: slash commands with their hints, people, channels, emoji.
import { h, fill } from "./dom.js";
import { listbox } from "./listbox.js";
import { avatar, channelMark } from "./avatar.js";
import { EMOJI } from "./emoji.js";
import { store } from "./store.js";

const people = () =>
  store.state.people
    .filter((p) => !p.deleted)
    .sort((a, b) => Number(a.is_bot) - Number(b.is_bot))
    .map((p) => ({ id: p.id, label: p.real_name, note: `@${p.name}${p.title ? ` · ${p.title}` : ""}`, lead: avatar(p, 24), keywords: p.name, text: `@${p.name}` }));

const channels = () => store.state.channels.map((c) => ({ id: c.id, label: c.name, note: c.topic, lead: channelMark(c), text: `#${c.name}` }));

const emojis = () => [...EMOJI].map(([name, shown]) => ({ id: name, label: `:${name}:`, lead: h("span", { class: "emoji" }, shown), text: `:${name}:` }));

const commands = () =>
  store.card.app.commands.map((c) => ({
    id: c.command,
    label: c.command,
    note: c.description,
    hint: c.usage_hint,
    group: store.card.app.name,
    lead: avatar(store.state.people.find((p) => p.id === store.state.bot), 24),
    text: c.command,
  }));

const KINDS = [
  { pattern: /^(\/\S*)$/, items: commands, label: "Commands", command: true },
  { pattern: /(?:^|\s)@([^\s@]*)$/, items: people, label: "People", sign: "@" },
  { pattern: /(?:^|\s)#([^\s#]*)$/, items: channels, label: "Channels", sign: "#" },
  { pattern: /(?:^|\s):([a-z0-9_+-]{2,})$/, items: emojis, label: "Emoji", sign: ":" },
];

export function completer(field, { commands: withCommands, after }) {
  const node = h("div", { class: "completer", hidden: true });
  let list = null;
  let word = "";

  function close() {
    list = null;
    node.hidden = true;
    field.removeAttribute("aria-activedescendant");
  }

  function look() {
    const before = field.value.slice(0, field.selectionStart);
    hint(before);
    for (const kind of KINDS) {
      const found = before.match(kind.pattern);
      if (found && !(kind.command && !withCommands)) return show(kind, found[1]);
    }
    return close();
  }

  // Once a command is typed, its usage stays in sight.
  function hint(before) {
    const box = field.parentElement;
    box?.querySelector(".usage")?.remove();
    const name = before.match(/^(\/\S+)\s/)?.[1];
    const command = withCommands && store.card.app.commands.find((c) => c.command === name);
    if (command?.usage_hint) box.prepend(h("div", { class: "usage" }, h("code", {}, `${name} ${command.usage_hint}`), h("span", {}, command.description)));
  }

  function show(kind, typed) {
    const words = typed.toLowerCase();
    const fits = kind.items().filter((i) => `${i.label} ${i.keywords ?? ""} ${i.id}`.toLowerCase().includes(words));
    fits.sort((a, b) => starts(b, words) - starts(a, words));
    if (!fits.length || (fits.length === 1 && fits[0].text === (kind.sign ?? "") + typed && !kind.command)) return close();
    word = (kind.sign ?? "") + typed;
    list = listbox({ items: fits.slice(0, 8), label: kind.label, onpick: pick });
    fill(node, h("div", { class: "completer-head" }, kind.label, h("span", {}, "↑↓ to choose · Enter to take · Esc to close")), list.node);
    node.hidden = false;
    field.setAttribute("aria-controls", list.id);
    point();
  }

  const starts = (item, words) => Number(`${item.label}`.toLowerCase().startsWith(words) || `${item.keywords ?? ""}`.startsWith(words));
  const point = () => field.setAttribute("aria-activedescendant", node.querySelector(".at")?.id ?? "");

  function pick(item) {
    const end = field.selectionStart;
    const start = end - word.length;
    const rest = field.value.slice(end);
    const text = `${item.text}${rest.startsWith(" ") ? "" : " "}`;
    field.value = field.value.slice(0, start) + text + rest;
    field.setSelectionRange(start + text.length, start + text.length);
    field.focus();
    close();
    after();
  }

  function key(event) {
    if (!list || event.isComposing) return false;
    if (event.key === "Escape") {
      close();
      event.preventDefault();
      event.stopPropagation();
      return true;
    }
    const whole = list.current()?.text === field.value.trim() && field.value.startsWith("/");
    if (event.key === "Enter" && (event.shiftKey || whole)) return false;
    if (event.key === "Tab") {
      event.preventDefault();
      pick(list.current());
      return true;
    }
    if (event.key === " ") return false;
    const used = list.key(event);
    if (used && list) point();
    return used;
  }

  node.addEventListener("pointerdown", (event) => event.preventDefault());
  return { node, look, key, close };
}
