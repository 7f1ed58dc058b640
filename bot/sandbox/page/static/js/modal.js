// Modals: the top of the person's stack in one dialog. Errors stand beside their fields.
import { h, $, fill } from "./dom.js";
import { icon } from "./icons.js";
import { avatar } from "./avatar.js";
import { blocks } from "./blocks.js";
import { dialog, plain, closeButton } from "./dialogs.js";
import { scopeOf } from "./scope.js";
import { act, bot } from "./store.js";

let open = null; // {id, hash, depth, node, scope, errors}

export function renderModals(state) {
  const stack = state.modals;
  const top = stack[stack.length - 1];
  if (!top) {
    open?.node.shut();
    open = null;
    return;
  }
  if (open && open.id === top.id && open.hash === top.hash && open.depth === stack.length) return;
  const fresh = !open;
  const same = open?.id === top.id;
  const focused = same ? focusName() : null;
  const node = open?.node ?? dialog("sheet modal", "", null, { oncancel: () => leave(false) });
  open = { id: top.id, hash: top.hash, depth: stack.length, node, view: top, errors: same ? open.errors : {}, busy: same && open.busy };
  if (!node.open) node.showModal();
  draw();
  if (focused) refocus(focused);
  else if (fresh || !same) first();
}

function draw() {
  const { view, node, errors, depth } = open;
  const { payload } = view;
  const title = plain(payload.title);
  open.scope = scopeOf(view.id, "modal", { view: view.id }, { state: view.state, errors });
  node.setAttribute("aria-label", title);
  const body = h("div", { class: "modal-body blocks" }, blocks(payload.blocks, open.scope));
  const form = h("form", { class: "modal-form", novalidate: true, onsubmit: submit, onkeydown: keys }, head(title, depth), body, foot(payload, depth));
  const toasts = $(".toasts", node);
  const scrolled = $(".modal-body", node)?.scrollTop ?? 0;
  fill(node, form, toasts);
  body.scrollTop = scrolled;
}

function head(title, depth) {
  const back = depth > 1 && h("button", { class: "icon-button back", type: "button", "aria-label": "Back", onclick: () => leave(false) }, icon("right"));
  return h("header", { class: "modal-head" }, back || avatar(bot(), 30), h("h2", {}, title), closeButton(() => leave(true)));
}

function foot(payload, depth) {
  const cancel = plain(payload.close) || (depth > 1 ? "Back" : payload.submit ? "Cancel" : "Close");
  const submitText = payload.submit && plain(payload.submit);
  return h(
    "footer",
    { class: "modal-foot" },
    h("p", { class: "modal-error", role: "alert" }),
    h("button", { class: "button", type: "button", onclick: () => leave(false) }, cancel),
    submitText && h("button", { class: `button primary ${open.busy ? "busy" : ""}`, type: "submit" }, h("span", { class: "button-text" }, submitText)),
  );
}

function keys(event) {
  if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) {
    event.preventDefault();
    $(".modal-form", open.node).requestSubmit();
  }
}

async function submit(event) {
  event.preventDefault();
  const button = $("[type=submit]", open.node);
  if (!button || open.busy) return;
  setBusy(true);
  const { id, scope } = open;
  const done = await act("submit", { view: id, values: scope.values() });
  if (open?.id !== id) return;
  setBusy(false);
  const before = Object.keys(open.errors).length;
  open.errors = done.errors ?? {};
  const count = Object.keys(open.errors).length;
  if (count || before) draw();
  if (count) return firstError();
  if (!done.ok) $(".modal-error", open.node).textContent = done.error || "We had some trouble connecting. Try again?";
}

function setBusy(busy) {
  open.busy = busy;
  const button = $("[type=submit]", open.node);
  button?.classList.toggle("busy", busy);
  if (button) button.disabled = busy;
}

async function leave(all) {
  const { id, node, scope } = open;
  if (node.inert) return;
  node.inert = true;
  await act("close", { view: id, all, values: scope.values() });
  node.inert = false;
}

const TYPED = ".modal-body :is(input, textarea, .select, .choices input)";

function first() {
  ($(TYPED, open.node) ?? $(".modal-foot [type=submit]", open.node) ?? $(".modal-foot button", open.node))?.focus();
}

function firstError() {
  const wrong = $(".wrong", open.node);
  $("input, textarea, button", wrong)?.focus();
  wrong?.scrollIntoView({ block: "center" });
}

function focusName() {
  const node = document.activeElement;
  const at = node?.selectionStart;
  return node?.dataset?.action ? { action: node.dataset.action, block: node.closest("[data-block]")?.dataset.block, at } : null;
}

function refocus({ action, block, at }) {
  const inside = block ? $(`[data-block="${CSS.escape(block)}"]`, open.node) : open.node;
  const node = inside && $(`[data-action="${CSS.escape(action)}"]`, inside);
  node?.focus();
  if (at !== null && at !== undefined) node?.setSelectionRange?.(at, at);
}
