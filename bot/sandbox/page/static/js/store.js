// What the page knows: the card (fixed), the latest snapshot, and where the person is looking.
import { once } from "./dom.js";

export const store = {
  card: { app: { commands: [], shortcuts: [] }, tips: [], movable: false },
  state: null,
  place: { workspace: "", user: "", view: "channel", channel: "", thread: "" },
  opening: false, // the app is drawing its Home tab
  skew: 0,
  now: () => Date.now() + store.skew,
};

const watchers = [];
export const watch = (run) => watchers.push(run);
export const personOf = (id) => store.state?.people.find((p) => p.id === id);
export const me = () => personOf(store.state.me);
export const bot = () => personOf(store.state.bot);
export const channelOf = (id) => {
  const { state } = store;
  return state?.channels.find((c) => c.id === id) ?? (state?.dm?.id === id ? state.dm : undefined);
};
export const openChannel = () => (store.state?.open ? channelOf(store.state.open.id) : undefined);

async function json(path, options) {
  const answer = await fetch(path, options);
  const body = await answer.json();
  if (!answer.ok && body.error) throw new Error(body.error);
  return body;
}

let asked = 0;
let newest;

// Ask for the snapshot again and tell everybody. Answers that are overtaken are dropped.
export function refresh() {
  newest = load(++asked);
  return newest;
}

// Whoever is overtaken by a later look waits for that: what they do next is about what is so now.
async function load(turn) {
  const { workspace, user, view, channel, thread } = store.place;
  const query = new URLSearchParams({ workspace, user, thread, channel: view === "channel" ? channel : "app" });
  let state;
  try {
    state = await json(`/page/state?${query}`);
  } catch (error) {
    document.dispatchEvent(new CustomEvent("lost", { detail: error.message }));
    return;
  }
  if (turn !== asked) return newest;
  store.state = state;
  store.skew = new Date(state.now).getTime() - Date.now();
  for (const run of watchers) run(state);
}

export const refreshSoon = once(refresh, 40);

export async function loadCard() {
  store.card = await json("/page/card");
}

function post(path, body) {
  const { workspace, me: user } = store.state;
  return json(path, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Sandbox-Page": "1" },
    body: JSON.stringify({ workspace, user, ...body }),
  });
}

// Do something as the acting person. The answer says whether it worked; it never throws.
export async function act(name, body = {}) {
  let done;
  try {
    done = await post(`/page/do/${name}`, body);
  } catch {
    done = { ok: false, error: "The sandbox did not answer. Is it still running?" };
  }
  await refresh();
  return done;
}

export const moveClock = (move) => post("/page/clock", { move });
export const clockCard = () => json("/page/clock");
export const markRead = (channel, ts) => post("/page/read", { channel, ts });

export function listen() {
  const source = new EventSource("/page/live");
  source.onmessage = refreshSoon;
  source.onopen = () => {
    document.body.classList.remove("offline");
    refreshSoon();
  };
  source.onerror = () => document.body.classList.add("offline");
}
