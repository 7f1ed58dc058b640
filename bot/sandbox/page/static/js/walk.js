// The arrow keys walk through the messages; Tab then reaches what a message offers.
import { $$ } from "./dom.js";

export function walkMessages(scroller) {
  scroller.addEventListener("keydown", (event) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const at = event.target.closest?.(".message");
    if (!step || !(event.target === scroller || event.target === at)) return;
    const all = $$(".message", scroller);
    const from = at ? all.indexOf(at) : step < 0 ? all.length : -1;
    const next = all[from + step];
    if (!next) return;
    event.preventDefault();
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  });
}
