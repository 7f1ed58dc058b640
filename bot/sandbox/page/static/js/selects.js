// Selects of every kind: options, people, channels; one or several.
import { h, fill } from "./dom.js";
import { icon } from "./icons.js";
import { plain } from "./dialogs.js";
import { popover, closePopover } from "./popover.js";
import { listbox } from "./listbox.js";
import { avatar, channelMark } from "./avatar.js";
import { sends } from "./elements.js";
import { store } from "./store.js";

const KINDS = ["static", "users", "channels", "conversations"];
export const SELECTS = new Set(KINDS.flatMap((k) => [`${k}_select`, `multi_${k}_select`]));

const people = () =>
  store.state.people
    .filter((p) => !p.deleted)
    .sort((a, b) => Number(a.is_bot) - Number(b.is_bot))
    .map((p) => ({ id: p.id, label: p.real_name, note: p.title, lead: () => avatar(p, 22), keywords: p.name }));

const channels = (kinds) =>
  store.state.channels
    .filter((c) => !c.archived && (!kinds || kinds.includes(c.kind)))
    .map((c) => ({ id: c.id, label: c.name, lead: () => channelMark(c) }));

function options(el) {
  const plainOption = (group) => (o) => ({ id: o.value, label: plain(o.text), note: plain(o.description), group });
  if (el.option_groups) return el.option_groups.flatMap((g) => (g.options ?? []).map(plainOption(plain(g.label))));
  return (el.options ?? []).map(plainOption());
}

function itemsOf(el) {
  if (el.type.includes("users")) return people();
  if (el.type.includes("channels")) return channels(["public"]);
  if (el.type.includes("conversations")) return channels(el.filter?.include);
  return options(el);
}

const HINTS = { users: "Choose someone", channels: "Choose a channel", conversations: "Choose a channel" };

export function select(el, block, scope) {
  const multi = el.type.startsWith("multi_");
  const kind = KINDS.find((k) => el.type.includes(k));
  const items = itemsOf(el);
  const chosen = new Set([scope.get(block, el) ?? []].flat());
  const hint = plain(el.placeholder) || HINTS[kind] || "Choose an option";

  function draw() {
    const picked = items.filter((i) => chosen.has(i.id));
    const one = picked[0];
    const single = one ? [one.lead?.(), h("span", { class: "select-value" }, one.label)] : h("span", { class: "select-hint" }, hint);
    const several = picked.length ? picked.map((i) => pill(i)) : h("span", { class: "select-hint" }, hint);
    fill(node, h("span", { class: "select-values" }, multi ? several : single), icon("down", 15));
  }

  const pill = (item) => h("span", { class: "pill" }, item.lead?.(), item.label);

  function settle(to) {
    scope.set(block, el, to);
    draw();
    if (sends(block)) scope.fire(block, el, to, node);
  }

  function pick(item) {
    if (multi) {
      const limit = el.max_selected_items;
      if (limit && chosen.size > limit) chosen.delete(item.id);
      scope.set(block, el, [...chosen]);
      return draw();
    }
    chosen.clear();
    chosen.add(item.id);
    closePopover();
    return settle(item.id);
  }

  function open() {
    const before = [...chosen].join();
    const filter = kind !== "static" || items.length > 7;
    const list = listbox({ items: items.map((i) => ({ ...i, lead: i.lead?.() })), label: hint, filter, multi, chosen, onpick: pick });
    const changed = () => multi && before !== [...chosen].join() && settle([...chosen]);
    const box = popover(node, list.node, { label: hint, className: "popover-select", onclose: changed });
    if (!box) return;
    box.style.setProperty("min-width", `${node.offsetWidth}px`);
    list.focus();
  }

  function key(event) {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      open();
    } else if (event.key === "Backspace" && multi && chosen.size) {
      chosen.delete([...chosen].pop());
      settle([...chosen]);
    }
  }

  const label = block.type === "input" ? null : hint;
  const node = h("button", { class: `field select ${multi ? "select-multi" : ""}`, type: "button", role: "combobox", "aria-haspopup": "listbox", "aria-expanded": "false", title: label, data: { action: el.action_id }, onclick: open, onkeydown: key });
  draw();
  return node;
}
