// The thread, in a panel of its own.
import { h, $, fill, reconcile } from "./dom.js";
import { composer } from "./composer.js";
import { closeButton } from "./dialogs.js";
import { rows, rowNode, toFoot } from "./messages.js";
import { showThread } from "./go.js";
import { openChannel, store } from "./store.js";

let parts = null;
let shown = "";

function build(panel) {
  const write = composer({ thread: true });
  const list = h("div", { class: "message-list", role: "log", "aria-label": "Thread" });
  const where = h("span", { class: "panel-where" });
  const head = h("header", { class: "pane-head" }, h("h2", {}, "Thread", where), closeButton(closeThread));
  fill(panel, head, h("div", { class: "scroller" }, list), write.node);
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) closeThread();
  });
  return { write, list, where };
}

export function closeThread() {
  showThread("");
  $("#channel .composer-field")?.focus();
}

export function renderThread(state) {
  const panel = $("#thread");
  const { thread } = store.place;
  const channel = openChannel();
  const on = Boolean(thread && channel && state.thread.length && store.place.view !== "home");
  panel.hidden = !on;
  document.body.classList.toggle("with-thread", on);
  if (!on) {
    shown = "";
    parts?.list.replaceChildren();
    return;
  }
  parts ??= build(panel);
  parts.where.textContent = channel.kind === "im" ? store.card.app.name : `#${channel.name}`;
  parts.write.at("Reply…", channel.id, thread);
  const [root, ...replies] = state.thread;
  const divider = { key: "count", day: replies.length === 1 ? "1 reply" : `${replies.length} replies` };
  const all = [...rows([root], { divide: false }), ...(replies.length ? [divider] : []), ...rows(replies, { divide: false })];
  reconcile(parts.list, all, (r) => r.key, (r) => rowNode(r, { threaded: true }));
  const fresh = shown !== thread;
  shown = thread;
  toFoot(parts.list.parentElement);
  if (fresh) parts.write.focus();
}
