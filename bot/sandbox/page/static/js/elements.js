// The interactive elements of Block Kit.
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { plain } from "./dialogs.js";
import { image, textOf } from "./blocks.js";
import { popover, closePopover } from "./popover.js";
import { listbox } from "./listbox.js";
import { select, SELECTS } from "./selects.js";
import { text, TEXTS } from "./texts.js";
import { momentOf, wallTime } from "./time.js";
import { me } from "./store.js";

// Whether a change is sent at once: outside input blocks always, inside when the block says so.
export const sends = (block) => block.type !== "input" || block.dispatch_action === true;

export function element(el, block, scope) {
  if (SELECTS.has(el.type)) return select(el, block, scope);
  if (TEXTS.has(el.type)) return text(el, block, scope);
  const draw = ELEMENTS[el.type];
  return draw ? draw(el, block, scope) : h("span", { class: "block-unknown" }, `This page cannot show a “${el.type}”.`);
}

function button(el, block, scope) {
  const look = el.style ? `button ${el.style}` : "button";
  const press = async () => {
    if (node.classList.contains("busy")) return;
    if (el.url) window.open(el.url, "_blank", "noopener,noreferrer");
    await scope.fire(block, el, el.value, node);
  };
  const node = h("button", { class: look, type: "button", "aria-label": el.accessibility_label, data: { action: el.action_id }, onclick: press }, h("span", { class: "button-text" }, plain(el.text)), el.url && icon("right", 14));
  return node;
}

function overflow(el, block, scope) {
  const open = () => {
    const pick = (item) => {
      closePopover();
      if (item.url) window.open(item.url, "_blank", "noopener,noreferrer");
      scope.fire(block, el, item.id, node);
    };
    const items = el.options.map((o) => ({ id: o.value, label: plain(o.text), note: plain(o.description), url: o.url }));
    const list = listbox({ items, label: "More actions", onpick: pick });
    popover(node, list.node, { label: "More actions", align: "end" }) && list.focus();
  };
  const node = h("button", { class: "button button-icon", type: "button", "aria-label": "More actions", "aria-haspopup": "listbox", data: { action: el.action_id }, onclick: open }, icon("more"));
  return node;
}

let groups = 0;

function choices(el, block, scope) {
  const multi = el.type === "checkboxes";
  const chosen = new Set([scope.get(block, el) ?? []].flat());
  const name = `choice-${++groups}`;
  const before = [...chosen];
  const change = async (event, option) => {
    if (!multi) chosen.clear();
    event.target.checked ? chosen.add(option.value) : chosen.delete(option.value);
    const to = multi ? [...chosen] : option.value;
    scope.set(block, el, to);
    if (sends(block) && !(await scope.fire(block, el, to, node))) revert(node, el, before);
  };
  const row = (option) =>
    h(
      "label",
      { class: "choice" },
      h("input", { type: multi ? "checkbox" : "radio", name, value: option.value, checked: chosen.has(option.value), onchange: (e) => change(e, option) }),
      h("span", { class: "choice-text" }, textOf(option.text), option.description && h("span", { class: "choice-note" }, textOf(option.description))),
    );
  const node = h("div", { class: "choices", role: multi ? "group" : "radiogroup", data: { action: el.action_id } }, el.options.map(row));
  return node;
}

function revert(node, el, values) {
  for (const box of node.querySelectorAll("input")) box.checked = values.includes(box.value);
}

function picker(type) {
  return (el, block, scope) => {
    const { zone } = me();
    const stamp = type === "datetime-local";
    const held = scope.get(block, el);
    const shown = held && stamp ? wallTime(held * 1000, zone) : (held ?? "");
    const change = () => {
      const to = node.value ? (stamp ? Math.round(momentOf(node.value, zone) / 1000) : node.value) : null;
      scope.set(block, el, to);
      if (sends(block) && to) scope.fire(block, el, to, node);
    };
    const label = plain(el.placeholder) || { date: "Date", time: "Time" }[type] || "Date and time";
    const node = h("input", { class: "field field-short", type, value: shown, "aria-label": block.type === "input" ? null : label, data: { action: el.action_id }, onchange: change });
    return node;
  };
}

const ELEMENTS = {
  button,
  overflow,
  checkboxes: choices,
  radio_buttons: choices,
  datepicker: picker("date"),
  timepicker: picker("time"),
  datetimepicker: picker("datetime-local"),
  image: (el) => image(el, "accessory-image"),
};

