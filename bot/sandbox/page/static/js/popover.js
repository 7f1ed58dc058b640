// Menus and pickers that float beside what opened them. Escape or a click elsewhere closes them
// and gives the focus back.
import { h, trapFocus } from "./dom.js";

let current = null;

export function closePopover(restore = true) {
  if (!current) return;
  const { node, anchor, onclose } = current;
  current = null;
  node.remove();
  anchor.removeAttribute("aria-expanded");
  if (restore) anchor.focus({ preventScroll: true });
  onclose?.();
}

export function popover(anchor, content, { className = "", label, align = "start", above = false, onclose } = {}) {
  const same = current?.anchor === anchor;
  closePopover(false);
  if (same) return null;
  const node = h("div", { class: `popover ${className}`, role: "dialog", "aria-label": label }, content);
  (anchor.closest("dialog") ?? document.body).append(node);
  anchor.setAttribute("aria-expanded", "true");
  current = { node, anchor, onclose };
  place(node, anchor, align, above);
  node.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      closePopover();
    }
    trapFocus(event, node);
  });
  return node;
}

function place(node, anchor, align, above) {
  const at = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = node;
  const room = 8;
  let left = align === "end" ? at.right - width : at.left;
  left = Math.max(room, Math.min(left, innerWidth - width - room));
  const below = at.bottom + 6;
  const fitsBelow = below + height <= innerHeight - room;
  const wantsAbove = above || !fitsBelow;
  let top = wantsAbove ? at.top - height - 6 : below;
  if (top < room) top = Math.max(room, Math.min(below, innerHeight - height - room));
  node.style.setProperty("left", `${left}px`);
  node.style.setProperty("top", `${top}px`);
}

document.addEventListener("pointerdown", (event) => {
  if (!current) return;
  if (current.node.contains(event.target) || current.anchor.contains(event.target)) return;
  closePopover(false);
});
window.addEventListener("resize", () => closePopover(false));
