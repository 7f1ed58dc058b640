// Everything starts here.
import { $ } from "./dom.js";
import { listen, loadCard, refresh, store, watch, act } from "./store.js";
import { go, readAddress, showMessage } from "./go.js";
import { composer } from "./composer.js";
import { renderPane } from "./pane.js";
import { renderSidebar, startSidebar } from "./sidebar.js";
import { renderThread } from "./thread.js";
import { renderModals } from "./modal.js";
import { renderClock, startClock, watchMove } from "./clock.js";
import { renderTips, startTips } from "./tips.js";
import { startSwitcher } from "./switcher.js";
import { startTheme } from "./theme.js";
import { forgetLine } from "./messages.js";
import { walk } from "./walk.js";

const write = composer();

function render(state) {
  if (settle(state)) return;
  document.body.classList.remove("loading");
  renderSidebar(state);
  renderPane(state, write);
  renderThread(state);
  renderModals(state);
  renderClock();
  watchMove(state);
  renderTips(writeHere);
}

// Without a channel in the address, or with one that is gone, open that of mine where most recently
// something was said.
function settle(state) {
  const { view, channel } = store.place;
  const mine = state.channels.filter((c) => c.member && !c.archived);
  const first = mine.reduce((a, b) => (b.last > a.last ? b : a), mine[0]) ?? state.channels[0];
  if (view !== "channel" || state.open || !first || channel === first.id) return false;
  go({ channel: first.id, thread: "" });
  return true;
}

async function writeHere(text) {
  if (store.place.view === "home") await go({ view: "messages" });
  write.write(text);
}

async function start() {
  startTheme();
  readAddress();
  $("#channel").append(write.node);
  watch(render);
  document.addEventListener("lost", (event) => ($("#lost").textContent = event.detail));
  document.addEventListener("visibilitychange", () => (document.hidden ? forgetLine() : refresh()));
  await loadCard();
  walk($("#channel .scroller"), ".message", { enter: true });
  walk($("#sidebar .side-scroll"), ".nav-row");
  startSidebar();
  startSwitcher();
  startClock();
  startTips(writeHere);
  const { ts, channel } = store.place;
  await refresh();
  listen();
  if (ts) await showMessage(channel, ts);
  if (store.place.view !== "channel") await act("open", { tab: store.place.view });
}

start();
