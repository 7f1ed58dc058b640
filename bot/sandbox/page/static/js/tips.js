// "Try this": a newcomer's first three steps. Put away, they come back from the rail.
import { h, $, fill } from "./dom.js";
import { icon } from "./icons.js";
import { closeButton } from "./dialogs.js";
import { actAs, go, showApp, showChannel } from "./go.js";
import { move } from "./clock.js";
import { store } from "./store.js";

const KEY = "sandbox-tips-away";
const hasCome = (tip) => Boolean(tip.until) && store.now() >= Date.parse(tip.until);
const away = () => localStorage.getItem(KEY) === "1";

async function follow(tip, write) {
  const { state } = store;
  if (tip.workspace && tip.workspace !== state.workspace) await go({ workspace: tip.workspace, user: tip.person, channel: "", thread: "" });
  if (tip.person && tip.person !== store.state.me) await actAs(tip.person);
  const channel = store.state.channels.find((c) => c.name === tip.channel);
  if (channel) await showChannel(channel.id);
  if (tip.move && !hasCome(tip)) await move(tip.move);
  if (tip.tab) await showApp(tip.tab);
  if (tip.compose) write(tip.compose);
}

export function renderTips(write) {
  const host = $("#tips");
  const { tips } = store.card;
  $("#tips-open").hidden = !tips.length;
  host.hidden = !tips.length || away() || store.place.view !== "channel";
  const come = tips.map(hasCome).join();
  if (host.hidden || (host.childElementCount && host.dataset.come === come)) return;
  host.dataset.come = come;
  const card = (tip, i) =>
    h(
      "li",
      { class: "tip" },
      h("span", { class: "tip-number", "aria-hidden": "true" }, i + 1),
      h("div", { class: "tip-text" }, h("h3", {}, tip.title), h("p", {}, hasCome(tip) ? tip.after : tip.text)),
      h("button", { class: "button tip-go", type: "button", onclick: () => follow(tip, write) }, hasCome(tip) ? tip.after_button : tip.button, icon("right", 14)),
    );
  const close = () => {
    localStorage.setItem(KEY, "1");
    host.hidden = true;
  };
  fill(host, h("div", { class: "tips-head" }, h("h2", {}, "Try this"), closeButton(close)), h("ol", {}, tips.map(card)));
}

export function startTips(write) {
  $("#tips-open").addEventListener("click", () => {
    localStorage.setItem(KEY, away() ? "0" : "1");
    fill($("#tips"));
    renderTips(write);
  });
}
