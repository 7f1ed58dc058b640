// The middle of the page: a channel, the app's messages or its Home tab.
import { h, $, fill, reconcile } from "./dom.js";
import { avatar, badge, channelMark } from "./avatar.js";
import { blocks } from "./blocks.js";
import { scopeOf } from "./scope.js";
import { popover } from "./popover.js";
import { listbox } from "./listbox.js";
import { personItem } from "./people.js";
import { renderMessages } from "./messages.js";
import { act, bot, me, openChannel, personOf, store } from "./store.js";
import { showApp, actAs } from "./go.js";
import { say } from "./toast.js";
import { largeSky } from "./sky.js";
import { hourOf } from "./time.js";

export function renderPane(state, write) {
  const { view } = store.place;
  const channel = openChannel();
  const home = view === "home";
  $("#home").hidden = !home;
  $("#channel").hidden = home;
  renderHead(state, channel, view);
  if (home) return renderHome(state);
  const list = $("#messages");
  const empty = !state.open?.messages.length;
  $("#empty").hidden = !empty;
  if (state.open) renderMessages(list, state);
  else fill(list);
  if (empty) renderEmpty(channel, view);
  return renderFoot(channel, view, write);
}

function renderHead(state, channel, view) {
  const sign = view === "channel" ? [channel, members(channel)] : [view, state.dm?.unread];
  reconcile($("#pane-head"), [{ sign }], () => "head", () => (view === "channel" ? channelHead(channel) : appHead(view, state.dm?.unread)));
}

const members = (channel) => channel?.members.filter((id) => personOf(id)) ?? [];

function channelHead(channel) {
  if (!channel) return h("div", { class: "head-row" }, h("h1", {}, "No channel"));
  const who = members(channel);
  const show = () => {
    const list = listbox({ items: who.map((id) => personItem(personOf(id))), label: "Members", filter: true, placeholder: "Find a member", onpick: (item) => !personOf(item.id).is_bot && actAs(item.id) });
    if (popover(button, list.node, { label: "Members", align: "end", className: "people-picker" })) list.focus();
  };
  const button = h("button", { class: "members", type: "button", title: "Members", "aria-haspopup": "listbox", onclick: show }, h("span", { class: "faces" }, [...who].sort((a, b) => Number(personOf(a).is_bot) - Number(personOf(b).is_bot)).slice(0, 4).map((id) => avatar(personOf(id), 24))), h("span", {}, who.length, h("span", { class: "for-readers" }, " members")));
  return h("div", { class: "head-row" }, h("h1", {}, channelMark(channel, 20), channel.name), h("p", { class: "topic", title: channel.topic }, channel.topic), button);
}

function appHead(view, unread) {
  const { name, description, home_tab: home, messages_tab: messages } = store.card.app;
  const tab = (id, label, count) => h("button", { class: "tab", type: "button", role: "tab", "aria-selected": String(view === id), tabindex: view === id ? "0" : "-1", onclick: () => showApp(id) }, label, count > 0 && view !== id && h("span", { class: "unread" }, count));
  const tabs = h("div", { class: "tabs", role: "tablist", "aria-label": name, onkeydown: walk }, home && tab("home", "Home"), messages && tab("messages", "Messages", unread));
  return h("div", { class: "head-app" }, h("div", { class: "head-row" }, h("h1", {}, avatar(bot(), 30), name, badge("app")), h("p", { class: "topic", title: description }, description)), tabs);
}

function walk(event) {
  if (event.key !== "ArrowRight" && event.key !== "ArrowLeft") return;
  const other = event.currentTarget.querySelector('[aria-selected="false"]');
  other?.click();
  requestAnimationFrame(() => setTimeout(() => $('.tab[aria-selected="true"]')?.focus(), 120));
}

function renderHome({ home, me: user }) {
  const host = $("#home-blocks");
  const items = home ? [{ home, user }] : [{ none: true, opening: store.opening }];
  reconcile(host, items, (x) => x.home?.id ?? "none", (x) => (x.home ? homeNode(x.home) : noHome(x.opening)));
}

function homeNode(view) {
  const scope = scopeOf(view.id, "home", { view: view.id }, { state: view.state });
  return h("div", { class: "home-sheet blocks" }, blocks(view.payload.blocks, scope));
}

const noHome = (opening) => opening ? h("div", { class: "empty-state" }, h("span", { class: "spinner spinner-large" }), h("p", {}, `${store.card.app.name} is drawing its Home tab…`)) : h("div", { class: "empty-state" }, h("div", { class: "empty-art" }, largeSky(hourOf(store.now(), me().zone))), h("h2", {}, "Nothing here yet"), h("p", {}, `${store.card.app.name} has not drawn its Home tab for you. It does so when you open it; give it a moment.`));

function renderEmpty(channel, view) {
  const { name, commands } = store.card.app;
  const app = view !== "channel";
  const first = commands[0]?.command;
  const title = app ? `This is between you and ${name}` : channel ? `Welcome to #${channel.name}` : "Pick a channel";
  const text = app ? "Check-ins and answers arrive here when they are due. Move the clock to see them come." : (channel?.topic || "Nothing has been said here yet.");
  const hint = !app && first && channel?.member ? h("p", { class: "empty-hint" }, "Type ", h("kbd", {}, "/"), ` to see what ${name} can do, or move the clock above.`) : null;
  reconcile($("#empty"), [{ title, text, hint: Boolean(hint), hour: Math.round(hourOf(store.now(), me().zone)) }], () => "empty", () => h("div", { class: "empty-state" }, h("div", { class: "empty-art" }, largeSky(hourOf(store.now(), me().zone))), h("h2", {}, title), h("p", {}, text), hint));
}

function renderFoot(channel, view, write) {
  const app = view !== "channel";
  const gone = me().deleted;
  const canWrite = channel && !gone && !channel.archived && (app ? !store.card.app.read_only : channel.member);
  write.node.hidden = !canWrite;
  const notice = $("#notice");
  notice.hidden = Boolean(canWrite) || (app && !channel && !gone);
  if (canWrite) write.at(app ? `Message ${store.card.app.name}` : `Message #${channel.name}`, channel.id);
  else if (gone) fill(notice, h("p", {}, `${me().real_name}’s account is deactivated: it can neither write nor click. Act as somebody else.`));
  else if (channel?.archived) fill(notice, h("p", {}, "This channel is archived: it can be read, and nothing more can be said."));
  else if (channel && !app) fill(notice, h("p", {}, "You are looking at ", h("strong", {}, `#${channel.name}`)), h("button", { class: "button primary", type: "button", onclick: async () => say(await act("join", { channel: channel.id })) }, "Join channel"));
  else if (app) fill(notice, h("p", {}, `${store.card.app.name} only writes here; answer with its buttons.`));
}
