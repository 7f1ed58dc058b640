// Ctrl/Cmd + K: jump to a channel, the app or another person.
import { h } from "./dom.js";
import { avatar, channelMark } from "./avatar.js";
import { dialog } from "./dialogs.js";
import { listbox } from "./listbox.js";
import { personItem } from "./people.js";
import { actAs, showApp, showChannel } from "./go.js";
import { bot, store } from "./store.js";

function channelItems() {
  return store.state.channels.map((c) => {
    const state = c.archived ? "archived" : c.member ? "" : "not joined";
    return { id: `c:${c.id}`, label: c.name, note: c.topic, lead: channelMark(c), hint: c.unread ? `${c.unread} new` : state, group: "Channels" };
  });
}

function appItems() {
  const { name, home_tab: home, messages_tab: messages } = store.card.app;
  const one = (on, tab, label) => (on ? [{ id: `a:${tab}`, label: `${name}: ${label}`, lead: avatar(bot(), 20), group: "Apps" }] : []);
  return [...one(home, "home", "Home"), ...one(messages, "messages", "Messages")];
}

function peopleItems() {
  return store.state.people
    .filter((p) => !p.is_bot && !p.deleted && p.id !== store.state.me)
    .map((p) => ({ ...personItem(p), id: `p:${p.id}`, lead: avatar(p, 26), group: "Act as" }));
}

const GO = { c: showChannel, a: showApp, p: (id) => actAs(id) };

export function quickSwitcher(only = "") {
  if (document.querySelector("dialog[open]")) return;
  const items = only === "channels" ? channelItems() : [...channelItems(), ...appItems(), ...peopleItems()];
  const label = only ? "Browse channels" : "Jump to";
  const pick = (item) => {
    node.shut();
    GO[item.id[0]](item.id.slice(2));
  };
  const list = listbox({ items, label, filter: true, placeholder: only ? "Find a channel" : "Jump to a channel, the app or a person…", onpick: pick });
  const node = dialog("sheet switcher", label, h("div", {}, list.node));
  node.addEventListener("click", (event) => event.target === node && node.shut());
  list.focus();
}

export function startSwitcher() {
  document.addEventListener("keydown", (event) => {
    if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      quickSwitcher();
    }
  });
}
