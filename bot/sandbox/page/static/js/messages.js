// The list of messages: days, the line above what is new, and staying at the foot.
import { h, $, reconcile } from "./dom.js";
import { messageNode } from "./message.js";
import { markRead, me, store } from "./store.js";
import { dayKey, dayLabel } from "./time.js";

const TOGETHER = 5 * 60 * 1000; // one person's messages within this read as one
let line = { channel: "", user: "", ts: "" }; // where "New" stands: the read mark when it was opened
let marking = "";
let following = 0; // after one has sent something the list stays at its foot until then

export const follow = () => (following = Date.now() + 4000);

// Days, the "New" line and messages in one list, for reconcile to compare.
export function rows(messages, { read = "", divide = true } = {}) {
  const { zone, id } = me();
  const out = [];
  let day = "";
  let before = null;
  let told = read === "";
  for (const m of messages) {
    const date = dayKey(m.sent_at, zone);
    if (divide && date !== day) {
      out.push({ key: `day-${date}`, day: dayLabel(m.sent_at, store.now(), zone) });
      before = null;
    }
    day = date;
    if (!told && m.ts > read && m.user !== id && !m.ephemeral) {
      told = true;
      out.push({ key: "new", fresh: true });
      before = null;
    }
    const follows = before?.user === m.user && !m.ephemeral && !before.ephemeral && new Date(m.sent_at) - new Date(before.sent_at) < TOGETHER;
    out.push({ key: m.ts, by: id, zone, message: { ...m, follows } });
    before = m;
  }
  return out;
}

export function rowNode(row, options) {
  if (row.day) return h("div", { class: "day", role: "separator" }, h("span", {}, row.day));
  if (row.fresh) return h("div", { class: "new-line", role: "separator" }, h("span", {}, "New"));
  return messageNode(row.message, options);
}

export function renderMessages(list, state) {
  const { open, me: user } = state;
  const moved = line.channel !== open.id || line.user !== user;
  if (moved) line = { channel: open.id, user, ts: open.read };
  const scroller = list.parentElement;
  const atFoot = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 120;
  const newest = open.messages[open.messages.length - 1];
  const said = newest?.user === user && newest.ts > line.ts;
  const answering = said || Date.now() < following;
  if (newest && answering && !moved && list.dataset.last !== newest.ts) line.ts = newest.ts;
  list.dataset.last = newest?.ts ?? "";
  reconcile(list, rows(open.messages, { read: line.ts }), (r) => r.key, rowNode);
  if (moved) land(scroller, list);
  else if (atFoot || said || Date.now() < following) toFoot(scroller);
  read(open);
}

function land(scroller, list) {
  const fresh = $(".new-line", list);
  if (fresh) fresh.scrollIntoView({ block: "start" });
  else toFoot(scroller);
}

// Pictures push the foot down when they have come.
export function toFoot(scroller) {
  scroller.scrollTop = scroller.scrollHeight;
  for (const img of scroller.querySelectorAll("img:not([data-seen])")) {
    img.dataset.seen = "1";
    img.addEventListener("load", () => (scroller.scrollTop = scroller.scrollHeight), { once: true });
  }
}

// What is on the screen of a visible tab counts as read.
function read({ id, read: mark, messages }) {
  const ts = messages[messages.length - 1]?.ts;
  if (!ts || ts <= mark || document.hidden || marking === id + ts) return;
  marking = id + ts;
  markRead(id, ts);
}

// Coming back to a quiet channel later, the old "New" line has done its work.
export function forgetLine() {
  line = { channel: "", user: "", ts: "" };
}
