// The clock bar: the simulated time on the acting person's wall, and the buttons that move it.
import { h, $, fill, once } from "./dom.js";
import { icon } from "./icons.js";
import { clockCard, me, moveClock, refresh, store } from "./store.js";
import { popover, closePopover } from "./popover.js";
import { toast } from "./toast.js";
import { full, hourOf, offset, shortDate, timeOf, until, wallTime, weekday, zoneName } from "./time.js";
import { sky } from "./sky.js";
import { personPicker } from "./people.js";
import { actAs } from "./go.js";

const MOVES = [
  { move: "hour", label: "+1 h", title: "One hour later" },
  { move: "tomorrow-9", label: "Tomorrow 9:00" },
  { move: "wednesday-10", label: "Wed 10:00", title: "Next Wednesday 10:00: check-ins open" },
  { move: "friday-15", label: "Fri 15:00", title: "Next Friday 15:00: the digest" },
];

const QUIET = 2500; // this long without a new message, and the move has played out
let due = { known: false, due: null };
let moving = null; // how many messages have come, and the timer that ends the waiting

export function renderClock() {
  const { zone } = me();
  const now = store.now();
  const utc = `${full(now, "UTC")} · your place: ${full(now, zone)}`;
  $("#clock-now").title = utc;
  fill($("#clock-time"), h("strong", {}, timeOf(now, zone)), h("span", {}, shortDate(now, zone)));
  $("#clock-zone").textContent = `${zoneName(zone)}, ${offset(now, zone)}`;
  sky($("#sky"), hourOf(now, zone));
  $("#moves").hidden = !store.card.movable;
  renderDue(zone, now);
}

function renderDue(zone, now) {
  const button = $("#move-due");
  button.hidden = !due.known;
  button.disabled = !due.due;
  const when = due.due && `${weekday(due.due.at, zone)} ${timeOf(due.due.at, zone)}`;
  fill(button, icon("bolt", 15), h("span", {}, "Next thing due"), due.due && h("small", {}, until(due.due.at, now)));
  button.title = due.due ? `${due.due.what} · ${when}` : "Nothing is due yet";
}

async function askDue() {
  due = await clockCard().catch(() => due);
  if (store.state) renderClock();
}

const askDueSoon = once(askDue, 1200); // what people do may make something due

export async function move(name) {
  const done = await moveClock(name).catch(() => ({ ok: false, error: "The clock did not answer." }));
  if (!done.ok) return toast(done.error, { kind: "error" });
  moving = { count: 0, timer: 0 };
  $("#moving-who").hidden = true;
  await refresh();
  watchMove(store.state);
  return askDue();
}

// While messages keep coming the bar says so; when it is quiet it says what came.
export function watchMove(state) {
  askDueSoon();
  if (!moving) return;
  if (state.arrived !== moving.count || !moving.timer) {
    moving.count = state.arrived;
    clearTimeout(moving.timer);
    moving.timer = setTimeout(settled, QUIET);
    show(moving.count ? `${messages(moving.count)} so far, more on their way…` : "Time moves on. Seeing what is due…", true);
  }
}

const messages = (n) => (n === 1 ? "1 message" : `${n} messages`);

function settled() {
  const { count } = moving;
  moving = null;
  const waiting = store.state.people.filter((p) => p.unread).length;
  const people = waiting ? ` ${waiting === 1 ? "One person has" : `${waiting} people have`} something to read.` : "";
  show(count ? `${messages(count)} arrived.${people}` : "Nothing was due until now.", false);
  $("#moving-who").hidden = !waiting;
  askDue();
  setTimeout(() => !moving && show("", false), 12000);
}

function show(text, busy) {
  const bar = $("#moving");
  bar.hidden = !text;
  bar.classList.toggle("busy", busy);
  $("#moving-text").textContent = text;
}

function chooseMoment(anchor) {
  const { zone } = me();
  const start = wallTime(store.now() + 3600000, zone);
  const field = h("input", { class: "field", type: "datetime-local", value: start, min: wallTime(store.now(), zone), required: true, "aria-label": "Move the clock to" });
  const send = (event) => {
    event.preventDefault();
    closePopover();
    if (field.value) move(field.value);
  };
  const form = h("form", { class: "moment", onsubmit: send }, h("label", { class: "label" }, `Move to, in ${zoneName(zone)} time`), field, h("p", { class: "hint" }, "Everything due until then happens at once."), h("button", { class: "button primary", type: "submit" }, "Move the clock"));
  if (popover(anchor, form, { label: "Pick a moment", align: "end" })) field.focus();
}

export function startClock() {
  const button = ({ move: name, label, title }) => h("button", { class: "move", type: "button", title: title ?? label, data: { move: name }, onclick: () => move(name) }, label);
  const pick = h("button", { class: "move move-pick", type: "button", title: "Pick a date and time", "aria-label": "Pick a date and time", onclick: () => chooseMoment(pick) }, icon("calendar", 16));
  const next = h("button", { class: "move move-due", id: "move-due", type: "button", hidden: true, onclick: () => move("due") });
  fill($("#moves"), MOVES.map(button), next, pick);
  const who = $("#moving-who");
  who.addEventListener("click", () => personPicker(who, (id) => actAs(id, { view: "messages", channel: "" })));
  setInterval(() => store.state && !document.hidden && renderClock(), 15000);
  askDue();
}
