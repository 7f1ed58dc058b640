// The input block: label, element, hint and what is wrong, tied together for screen readers.
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { plain } from "./dialogs.js";
import { element } from "./elements.js";

let count = 0;
const CONTROL = "input, textarea, button, select";

export function inputBlock(block, scope) {
  const id = `input-${++count}`;
  const error = scope.errors[block.block_id];
  const body = element(block.element, block, scope);
  const group = body.matches(".choices");
  const control = group || body.matches(CONTROL) ? body : body.querySelector(CONTROL);
  control?.setAttribute("id", id);
  if (group) control.setAttribute("aria-labelledby", `${id}-label`);
  if (!block.optional) control?.setAttribute("aria-required", "true");
  describe(control, id, block, error);
  const optional = block.optional && h("span", { class: "optional" }, "optional");
  const text = [plain(block.label), optional];
  const label = group ? h("div", { class: "label", id: `${id}-label` }, text) : h("label", { class: "label", id: `${id}-label`, for: id }, text);
  return h(
    "div",
    { class: error ? "input-block wrong" : "input-block" },
    label,
    body,
    error && h("div", { class: "error", id: `${id}-error` }, icon("warn", 15), error),
    block.hint && h("div", { class: "hint", id: `${id}-hint` }, plain(block.hint)),
  );
}

function describe(control, id, block, error) {
  const parts = [error && `${id}-error`, block.hint && `${id}-hint`].filter(Boolean);
  if (parts.length) control?.setAttribute("aria-describedby", parts.join(" "));
  if (error) control?.setAttribute("aria-invalid", "true");
}
