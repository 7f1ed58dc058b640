// The bolt in the composer: the app's global shortcuts and its commands.
import { popover, closePopover } from "./popover.js";
import { listbox } from "./listbox.js";
import { avatar } from "./avatar.js";
import { act, bot, store } from "./store.js";
import { say } from "./toast.js";

export function globalShortcuts(anchor, write) {
  const { shortcuts, commands, name } = store.card.app;
  const lead = () => avatar(bot(), 24);
  const items = [
    ...shortcuts.filter((s) => s.type === "global").map((s) => ({ id: `s:${s.callback_id}`, label: s.name, note: s.description, group: `${name} shortcuts`, lead: lead() })),
    ...commands.map((c) => ({ id: `c:${c.command}`, label: c.command, note: c.description, group: `${name} commands`, lead: lead() })),
  ];
  const pick = async (item) => {
    closePopover(false);
    const [kind, id] = [item.id[0], item.id.slice(2)];
    if (kind === "c") return write(`${id} `);
    return say(await act("shortcut", { callback_id: id }));
  };
  const list = listbox({ items, label: "Shortcuts and commands", filter: items.length > 6, placeholder: "Find a shortcut", empty: "The app offers none", onpick: pick });
  if (popover(anchor, list.node, { label: "Shortcuts and commands", above: true })) list.focus();
}
