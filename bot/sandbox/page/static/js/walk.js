// The arrow keys walk through lists: messages, of which Tab then reaches what they offer, and the
// rows of the sidebar.
import { $$ } from "./dom.js";

export function walk(container, selector, { enter = false } = {}) {
  container.addEventListener("keydown", (event) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const at = event.target.closest?.(selector);
    const entering = event.target === container && enter;
    if (!step || !(entering || event.target === at)) return;
    const all = $$(selector, container).filter((n) => n.offsetParent !== null);
    const start = at ? all.indexOf(at) : step < 0 ? all.length : -1;
    const next = all[start + step];
    if (!next) return;
    event.preventDefault();
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  });
}
