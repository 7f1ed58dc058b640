// Typed inputs: one line, several, numbers, mail and web addresses.
import { h } from "./dom.js";
import { plain } from "./dialogs.js";
import { sends } from "./elements.js";

const MODES = { number_input: "decimal", email_text_input: "email", url_text_input: "url" };
const NEAR = 20; // characters
export const TEXTS = new Set(["plain_text_input", "rich_text_input", ...Object.keys(MODES)]);

export function text(el, block, scope) {
  const tall = el.multiline || el.type === "rich_text_input";
  const held = scope.get(block, el);
  const when = el.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];

  function input() {
    scope.set(block, el, node.value === "" ? null : node.value);
    count();
    if (tall) grow();
    if (sends(block) && when.includes("on_character_entered")) scope.fire(block, el, node.value, null);
  }

  function key(event) {
    const enter = event.key === "Enter" && !event.isComposing && !event.shiftKey && !tall;
    if (!enter || !sends(block) || !when.includes("on_enter_pressed")) return;
    event.preventDefault();
    event.stopPropagation();
    scope.fire(block, el, node.value, node);
  }

  function grow() {
    node.style.setProperty("height", "auto");
    node.style.setProperty("height", `${Math.min(node.scrollHeight + 2, 320)}px`);
  }

  // Shown when a limit comes near, as a number of characters left.
  function count() {
    if (!counter) return;
    const left = el.max_length - [...node.value].length;
    counter.textContent = left;
    counter.hidden = left > NEAR && left > el.max_length / 4;
    counter.classList.toggle("near", left < NEAR);
    counter.setAttribute("aria-label", left < 0 ? `${-left} characters too many` : `${left} characters left`);
  }

  const node = h(tall ? "textarea" : "input", {
    class: `field ${MODES[el.type] === "decimal" ? "field-short" : ""}`,
    type: tall ? null : "text",
    rows: tall ? 3 : null,
    inputmode: MODES[el.type],
    placeholder: plain(el.placeholder) || null,
    autocomplete: "off",
    data: { action: el.action_id },
    oninput: input,
    onkeydown: key,
  });
  node.value = typeof held === "string" || typeof held === "number" ? String(held) : "";
  const counter = el.max_length ? h("span", { class: "counter" }) : null;
  if (!counter) return node;
  count();
  return h("div", { class: "counted" }, node, counter);
}
