// Where the page is, kept in the address: #/T1/U1/C1, #/T1/U1/C1/1700000000.000100, #/T1/U1/app/home
import { store, refresh, act } from "./store.js";

export function readAddress() {
  const permalink = location.pathname.match(/^\/archives\/([A-Z0-9]+)\/p(\d{10})(\d{6})$/);
  if (permalink && !location.hash) {
    const [, channel, seconds, micros] = permalink;
    store.place = { workspace: "", user: "", view: "channel", channel, thread: "", ts: `${seconds}.${micros}` };
    return;
  }
  const [workspace = "", user = "", first = "", second = ""] = location.hash.replace(/^#\//, "").split("/").map(decodeURIComponent);
  const view = first === "app" ? second || "home" : "channel";
  const app = first === "app";
  store.place = { workspace, user, view: app ? (view === "home" ? "home" : "messages") : "channel", channel: app ? "" : first, thread: app ? "" : second };
}

function write({ workspace, user, view, channel, thread }) {
  const rest = view === "channel" ? [channel, thread] : ["app", view];
  const address = "#/" + [workspace, user, ...rest].filter(Boolean).map(encodeURIComponent).join("/");
  if (location.pathname !== "/") history.replaceState(null, "", `/${address}`);
  else if (location.hash !== address) history.pushState(null, "", address);
}

export function go(change) {
  const { state } = store;
  const at = state ? { workspace: state.workspace, user: state.me } : {};
  store.place = { ...store.place, ts: "", ...at, ...change };
  write(store.place);
  return refresh();
}

export const showChannel = (channel, thread = "") => go({ view: "channel", channel, thread });
export const showThread = (thread) => go({ thread });

// The app hears that its tab is looked at, and may draw it now.
async function open(tab) {
  store.opening = true;
  const done = await act("open", { tab });
  store.opening = false;
  await refresh();
  return done;
}

export async function showApp(view) {
  store.opening = true;
  await go({ view, channel: "", thread: "" });
  return open(view);
}

export async function actAs(user, change = {}) {
  const channel = store.place.view === "channel" ? store.place.channel : "";
  await go({ user, channel, thread: "", ...change });
  if (store.place.view !== "channel") await open(store.place.view);
}

export const switchWorkspace = (workspace) => go({ workspace, user: "", view: "channel", channel: "", thread: "" });

export async function showMessage(channel, ts) {
  await go({ view: "channel", channel, thread: "" });
  const node = document.querySelector(`[data-key="${CSS.escape(ts)}"]`);
  node?.scrollIntoView({ block: "center" });
  node?.classList.add("found");
  setTimeout(() => node?.classList.remove("found"), 2500);
}

window.addEventListener("popstate", () => {
  readAddress();
  if (store.place.view === "channel") refresh();
  else open(store.place.view);
});
