// Short notes at the foot of the page; errors stay until they are read.
import { h, $ } from "./dom.js";
import { icon } from "./icons.js";

export function toast(text, { kind = "info", wait = kind === "error" ? 9000 : 4500 } = {}) {
  const close = () => node.remove();
  const node = h(
    "div",
    { class: `toast toast-${kind}`, role: kind === "error" ? "alert" : "status" },
    icon(kind === "error" ? "warn" : "check", 18),
    h("span", { class: "toast-text" }, text),
    h("button", { class: "icon-button", type: "button", "aria-label": "Dismiss", onclick: close }, icon("close", 16)),
  );
  const host = $("dialog[open]:last-of-type .toasts") ?? $("#toasts");
  host.append(node);
  while (host.children.length > 3) host.firstElementChild.remove();
  setTimeout(close, wait);
}

export function say(done, fallback = "That did not work. Please try again.") {
  if (done.ok) return true;
  toast(done.error || fallback, { kind: "error" });
  return false;
}
