// Choosing whom to act as: everybody in the workspace, with their local time and new messages.
import { h } from "./dom.js";
import { avatar, badge } from "./avatar.js";
import { emoji } from "./emoji.js";
import { listbox } from "./listbox.js";
import { popover, closePopover } from "./popover.js";
import { store } from "./store.js";
import { offset, timeOf, weekday, zoneName } from "./time.js";

const LANGUAGES = new Intl.DisplayNames("en", { type: "language" });

export function language(locale) {
  try {
    return LANGUAGES.of(locale);
  } catch {
    return locale;
  }
}

export function personItem(p) {
  const now = store.now();
  const status = p.status_emoji || p.status_text ? h("span", { class: "person-status" }, p.status_emoji && emoji(p.status_emoji.replaceAll(":", "")), " ", p.status_text) : null;
  const name = h("span", { class: "person-name" }, p.real_name, p.badges.map(badge), p.unread > 0 && h("span", { class: "unread", title: "New messages from the app" }, p.unread));
  const note = h("span", {}, [p.title, language(p.locale)].filter(Boolean).join(" · "), status);
  const time = h("span", { class: "person-time" }, h("strong", {}, `${weekday(now, p.zone)} ${timeOf(now, p.zone)}`), h("small", { title: p.zone }, `${zoneName(p.zone)} · ${offset(now, p.zone)}`));
  return { id: p.id, lead: avatar(p, 36), label: name, note, hint: time, keywords: `${p.real_name} ${p.name} ${p.title} ${p.zone} ${p.locale}` };
}

export function personPicker(anchor, onpick) {
  const people = store.state.people.filter((p) => !p.is_bot).sort((a, b) => Number(a.deleted) - Number(b.deleted));
  const items = people.map(personItem);
  const list = listbox({
    items,
    label: "Act as",
    filter: true,
    placeholder: "Act as…",
    chosen: new Set([store.state.me]),
    onpick: (item) => {
      closePopover(false);
      onpick(item.id);
    },
  });
  const foot = h("p", { class: "popover-foot" }, "Everyone here is yours to play. Each sees the app in their own time zone and language.");
  if (popover(anchor, h("div", {}, list.node, foot), { label: "Act as", className: "people-picker", above: true })) list.focus();
}
