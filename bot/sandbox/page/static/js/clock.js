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

let due = { known: false, due: null };
let journey = null; // where the clock is on its way, as the last snapshot told
let fading = 0;
let toldOf = ""; // the workspace that the bar's last words are about

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
  button.disabled = !due.due || Boolean(store.state.moving);
  const when = due.due && `${weekday(due.due.at, zone)} ${timeOf(due.due.at, zone)}`;
  fill(button, icon("bolt", 15), h("span", {}, "Next thing due"), due.due && h("small", {}, until(due.due.at, now)));
  button.title = due.due ? `On until something is sent. First: ${due.due.what} · ${when}` : "Nothing is due yet";
}

async function askDue() {
  due = await clockCard().catch(() => due);
  if (store.state) renderClock();
}

const askDueSoon = once(askDue, 1200); // what people do may make something due

export async function move(name) {
  lock(true);
  const done = await moveClock(name).catch(() => ({ ok: false, error: "The clock did not answer." }));
  if (!done.ok) {
    lock(Boolean(store.state.moving));
    return toast(done.error, { kind: "error" });
  }
  if (done.left_undone) toast(`${store.card.app.name} did not finish ${done.left_undone} in time. The clock went on without it.`);
  await refresh();
  if (!journey) arrived(); // a short move is over before the page hears of it
  return askDue();
}

function lock(on) {
  for (const button of $("#moves").children) button.disabled = on || (button.id === "move-due" && !due.due);
}

// While the clock is on its way the bar says where it is and what has come; then what came in all.
export function watchMove(state) {
  askDueSoon();
  const before = journey;
  journey = state.moving;
  if (journey) {
    lock(true);
    $("#moving-who").hidden = true;
    show(progress(journey), true);
  } else if (before) arrived();
  else if (toldOf !== state.workspace) show([], false);
}

const messages = (n) => (n === 1 ? "1 message" : `${n} messages`);
const moment = (at) => `${weekday(at, me().zone)} ${timeOf(at, me().zone)}`;

function progress({ at, what, here, target }) {
  const now = `${moment(at)}${what ? `, ${what}` : ""}: ${here ? messages(here) : "seeing what is due"}…`;
  return [now, at === target ? "" : ` On to ${moment(target)}.`];
}

function arrived() {
  const { arrived: count, people } = store.state;
  const waiting = people.filter((p) => p.unread).length;
  const told = waiting ? ` ${waiting === 1 ? "One person has" : `${waiting} people have`} something to read.` : "";
  toldOf = store.state.workspace;
  lock(false);
  show(count ? [`${messages(count)} arrived.`, told] : ["Nothing was sent until now."], false);
  $("#moving-who").hidden = !waiting;
  askDue();
  clearTimeout(fading);
  fading = setTimeout(() => !journey && show([], false), 12000);
}

// What is `more` is left out on a phone, where the bar has little room.
function show([text = "", more = ""], busy) {
  const bar = $("#moving");
  bar.hidden = !text;
  bar.classList.toggle("busy", busy);
  fill($("#moving-text"), text, more && h("span", { class: "moving-more" }, more));
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
  const form = h("form", { class: "moment", onsubmit: send }, h("label", { class: "label" }, `Move to, in ${zoneName(zone)} time`), field, h("p", { class: "hint" }, "Everything due on the way happens, each thing at its time."), h("button", { class: "button primary", type: "submit" }, "Move the clock"));
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
