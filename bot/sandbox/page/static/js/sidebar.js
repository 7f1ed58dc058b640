// The rail of workspaces and the list of channels and apps.
import { h, $, reconcile } from "./dom.js";
import { icon } from "./icons.js";
import { avatar, channelMark } from "./avatar.js";
import { actAs, showApp, showChannel, switchWorkspace } from "./go.js";
import { bot, me, store } from "./store.js";
import { language, personPicker } from "./people.js";
import { quickSwitcher } from "./switcher.js";

const count = (n) => (n ? h("span", { class: "unread", "aria-label": `${n} unread` }, n > 99 ? "99+" : n) : null);

function workspaceButton({ w, on }) {
  const letters = w.name.split(/\s+/).map((x) => x[0]).join("").slice(0, 2);
  return h("button", { class: "workspace", type: "button", title: w.name, "aria-current": on ? "true" : null, onclick: () => switchWorkspace(w.id) }, h("span", { "aria-hidden": "true" }, letters), h("span", { class: "for-readers" }, w.name));
}

function channelRow({ c, on }) {
  const classes = ["nav-row", c.unread && "has-unread", c.archived && "archived"].filter(Boolean).join(" ");
  return h("button", { class: classes, type: "button", "aria-current": on ? "page" : null, onclick: () => showChannel(c.id) }, channelMark(c, 15), h("span", { class: "nav-name" }, c.name), count(c.unread));
}

function appRow({ unread, on }) {
  return h("button", { class: `nav-row ${unread ? "has-unread" : ""}`, type: "button", "aria-current": on ? "page" : null, onclick: () => showApp(unread ? "messages" : "home") }, avatar(bot(), 20), h("span", { class: "nav-name" }, store.card.app.name), count(unread));
}

function meCard(state) {
  const person = me();
  const others = state.people.some((p) => p.id !== state.me && p.unread);
  const open = () => personPicker(card, (id) => actAs(id));
  const card = h(
    "button",
    { class: "me-card", type: "button", "aria-haspopup": "listbox", title: "Act as somebody else", onclick: open },
    avatar(person, 38),
    h("span", { class: "me-text" }, h("span", { class: "me-kicker" }, "You are"), h("span", { class: "me-name" }, person.real_name), h("span", { class: "me-note" }, person.title || language(person.locale))),
    others && h("span", { class: "me-dot", title: "Somebody else has new messages" }),
    icon("down", 16),
  );
  return card;
}

export function renderSidebar(state) {
  const { view, channel } = store.place;
  const inChannel = view === "channel" ? state.open?.id : "";
  const name = state.workspaces.find((w) => w.id === state.workspace)?.name ?? "";
  $("#workspace-name").textContent = name;
  document.title = `${name} · sandbox`;
  reconcile($("#workspaces"), state.workspaces.map((w) => ({ w, on: w.id === state.workspace })), (x) => x.w.id, workspaceButton);
  const mine = state.channels.filter((c) => c.member && !c.archived);
  reconcile($("#channels"), mine.map((c) => ({ c, on: c.id === inChannel })), (x) => x.c.id, channelRow);
  $("#no-channels").hidden = mine.length > 0;
  const dm = state.dm?.unread ?? 0;
  const app = store.card.app;
  const shown = app.home_tab || app.messages_tab ? [{ id: "app", unread: dm, on: view !== "channel" }] : [];
  reconcile($("#apps"), shown, (x) => x.id, appRow);
  const others = state.people.map((p) => p.unread);
  reconcile($("#me"), [{ me: me(), others }], (x) => x.me.id, () => meCard(state));
}

export function startSidebar() {
  if (/Mac|iPhone|iPad/.test(navigator.platform)) $("#find kbd").textContent = "⌘ K";
  $("#find").addEventListener("click", () => quickSwitcher());
  $("#browse").addEventListener("click", () => quickSwitcher("channels"));
}
