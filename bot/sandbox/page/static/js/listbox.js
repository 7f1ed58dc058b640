// A list one walks with the arrow keys: selects, pickers, menus and autocompletes all use it.
import { h, $$, fill } from "./dom.js";
import { icon } from "./icons.js";

let count = 0;

// items: {id, label, note?, lead?, group?, hint?, keywords?}
export function listbox({ items, label, filter = false, placeholder = "Search…", multi = false, chosen = new Set(), empty = "Nothing matches", max = 200, onpick }) {
  const name = `list-${++count}`;
  const list = h("div", { class: "list", role: "listbox", id: name, "aria-label": label, "aria-multiselectable": multi, tabindex: filter ? "-1" : "0" });
  let shown = [];
  let at = 0;

  const matches = (item, words) => {
    const text = [item.label, item.note, item.keywords].filter((x) => typeof x === "string").join(" ").toLowerCase();
    return words.every((w) => text.includes(w));
  };

  function draw(query = "") {
    const words = query.toLowerCase().split(/\s+/).filter(Boolean);
    shown = items.filter((i) => matches(i, words)).slice(0, max);
    const first = shown.findIndex((i) => chosen.has(i.id));
    at = query ? 0 : Math.max(0, first);
    let group = "";
    const rows = shown.flatMap((item, index) => {
      const head = item.group && item.group !== group ? h("div", { class: "list-group", role: "presentation" }, (group = item.group)) : null;
      return [head, row(item, index)];
    });
    fill(list, shown.length ? rows : h("div", { class: "list-empty" }, empty));
    point(at);
  }

  function row(item, index) {
    return h(
      "div",
      { class: `list-row ${item.danger ? "danger" : ""}`, role: "option", id: `${name}-${index}`, "aria-selected": chosen.has(item.id), data: { index }, onpointermove: () => point(index, false), onclick: () => pick(index) },
      item.lead,
      h("span", { class: "list-text" }, h("span", { class: "list-label" }, item.label), item.note && h("span", { class: "list-note" }, item.note)),
      item.hint && h("span", { class: "list-hint" }, item.hint),
      chosen.has(item.id) && h("span", { class: "list-check" }, icon("check", 16)),
    );
  }

  function point(index, scroll = true) {
    at = Math.max(0, Math.min(index, shown.length - 1));
    for (const node of $$(".list-row", list)) {
      const on = Number(node.dataset.index) === at;
      node.classList.toggle("at", on);
      if (on && scroll) node.scrollIntoView?.({ block: "nearest" });
    }
    const active = shown.length ? `${name}-${at}` : "";
    (field ?? list).setAttribute("aria-activedescendant", active);
  }

  function pick(index) {
    const item = shown[index];
    if (!item) return;
    if (multi) {
      if (!chosen.delete(item.id)) chosen.add(item.id);
      draw(field?.value ?? "");
      point(shown.indexOf(item));
    }
    onpick(item, chosen);
  }

  function key(event) {
    const moves = { ArrowDown: at + 1 >= shown.length ? 0 : at + 1, ArrowUp: at === 0 ? shown.length - 1 : at - 1, PageDown: at + 8, PageUp: at - 8 };
    if (event.isComposing) return false;
    if (event.key in moves) point(moves[event.key]);
    else if (event.key === "Enter" || (event.key === " " && !filter && !event.passive)) pick(at);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  const field = filter
    ? h("input", { class: "list-filter", type: "text", placeholder, role: "combobox", autocomplete: "off", spellcheck: "false", "aria-controls": name, "aria-expanded": "true", "aria-label": label, oninput: () => draw(field.value) })
    : null;
  const node = h("div", { class: "listbox", onkeydown: key }, field && h("div", { class: "list-search" }, icon("search", 16), field), list);
  draw();
  return {
    node,
    key,
    id: name,
    focus: () => (field ?? list).focus({ preventScroll: true }),
    empty: () => shown.length === 0,
    current: () => shown[at],
  };
}
