// One message: who, when, what, reactions, thread, and the menu that appears beside it.
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { avatar, badge } from "./avatar.js";
import { mrkdwn } from "./mrkdwn.js";
import { blocks } from "./blocks.js";
import { scopeOf } from "./scope.js";
import { emoji, EMOJI } from "./emoji.js";
import { act, me, personOf, store } from "./store.js";
import { showThread } from "./go.js";
import { popover, closePopover } from "./popover.js";
import { listbox } from "./listbox.js";
import { say } from "./toast.js";
import { timeOf, full, shortDate, dayKey } from "./time.js";

export function messageNode(m, { threaded = false } = {}) {
  const person = personOf(m.user);
  const { zone } = me();
  const name = person?.real_name ?? "Someone who left";
  const lean = m.follows;
  const time = h("time", { class: "time", datetime: m.sent_at, title: full(m.sent_at, zone) }, timeOf(m.sent_at, zone));
  const head = h("div", { class: "message-head" }, h("span", { class: "author" }, name), person?.is_bot && badge("app"), status(person), time);
  return h(
    "article",
    { class: `message ${lean ? "lean" : ""} ${m.ephemeral ? "ephemeral" : ""}`, tabindex: "-1", "aria-label": `${name}, ${timeOf(m.sent_at, zone)}` },
    h("div", { class: "message-side" }, lean ? time : avatar(person, 38)),
    h("div", { class: "message-main" }, m.ephemeral && ephemeralNote(m), !lean && head, content(m), files(m), reactions(m), !threaded && replies(m)),
    tools(m, threaded),
  );
}

const status = (person) => person?.status_emoji && h("span", { class: "status-emoji", title: person.status_text }, emoji(person.status_emoji.replaceAll(":", "")));

function ephemeralNote(m) {
  const dismiss = h("button", { class: "link", type: "button", onclick: () => act("dismiss", where(m)) }, "Dismiss");
  return h("div", { class: "ephemeral-note" }, icon("eye", 14), "Only visible to you", " · ", dismiss);
}

const where = (m) => ({ channel: m.channel, ts: m.ts });

function content(m) {
  const scope = scopeOf(`${m.channel}:${m.ts}`, "message", where(m));
  const body = m.blocks.length ? h("div", { class: "blocks" }, blocks(m.blocks, scope)) : h("div", { class: "prose" }, mrkdwn(m.text));
  if (m.edited) marksEdited(body);
  return body;
}

// Behind the last words, if the message ends in words; else on a line of its own.
function marksEdited(body) {
  const prose = [body, ...body.querySelectorAll(".block:last-child .prose")].filter((n) => n.matches(".prose"));
  (prose.pop() ?? body).append(h("span", { class: "edited" }, " (edited)"));
}

function files(m) {
  return m.files.map((f) => {
    const href = `/page/files/${store.state.workspace}/${f.id}`;
    if (f.image) return h("figure", { class: "file-image" }, h("figcaption", {}, f.title), h("a", { href, target: "_blank" }, h("img", { class: "image", src: href, alt: f.alt })));
    return h("a", { class: "file-card", href, download: f.name }, icon("file", 26), h("span", {}, h("strong", {}, f.title), h("small", {}, size(f.size))));
  });
}

const size = (n) => (n < 1024 ? `${n} B` : n < 1048576 ? `${(n / 1024).toFixed(1)} KB` : `${(n / 1048576).toFixed(1)} MB`);

function reactions(m) {
  if (!m.reactions.length) return null;
  const one = (r) => {
    const mine = r.users.includes(store.state.me);
    const names = r.users.map((u) => (u === store.state.me ? "You" : (personOf(u)?.real_name ?? u))).join(", ");
    return h("button", { class: `reaction ${mine ? "mine" : ""}`, type: "button", "aria-pressed": String(mine), title: `${names} reacted with :${r.name}:`, onclick: () => toggle(m, r.name) }, h("span", { class: "emoji" }, emoji(r.name)), h("span", {}, r.users.length));
  };
  const add = h("button", { class: "reaction reaction-add", type: "button", "aria-label": "Add a reaction", onclick: () => pickReaction(add, m) }, icon("smile", 16));
  return h("div", { class: "reactions" }, m.reactions.map(one), add);
}

const toggle = async (m, name) => say(await act("react", { ...where(m), name }));

function replies(m) {
  if (!m.replies) return null;
  const { count, people, last } = m.replies;
  const { zone } = me();
  const today = dayKey(last, zone) === dayKey(store.now(), zone);
  const when = `${today ? "today" : shortDate(last, zone)} ${timeOf(last, zone)}`;
  return h("button", { class: "replies", type: "button", onclick: () => showThread(m.ts) }, people.slice(0, 4).map((id) => avatar(personOf(id), 22)), h("span", { class: "replies-count" }, `${count} ${count === 1 ? "reply" : "replies"}`), h("span", { class: "replies-when" }, `Last reply ${when}`));
}

function tools(m, threaded) {
  if (m.ephemeral) return null;
  const tool = (name, label, onclick) => {
    const node = h("button", { class: "icon-button", type: "button", "aria-label": label, title: label, onclick: () => onclick(node) }, name === "🙌" ? h("span", { class: "emoji" }, name) : icon(name, 17));
    return node;
  };
  const items = [
    tool("🙌", "React with :raised_hands:", () => toggle(m, "raised_hands")),
    tool("smile", "Add a reaction", (node) => pickReaction(node, m)),
    !threaded && tool("reply", "Reply in thread", () => showThread(m.thread_ts ?? m.ts)),
    tool("more", "More actions", (node) => menu(node, m)),
  ];
  return h("div", { class: "tools", role: "toolbar", "aria-label": "Message actions" }, items);
}

function menu(anchor, m) {
  const { shortcuts, name } = store.card.app;
  const ours = shortcuts.filter((s) => s.type === "message").map((s) => ({ id: s.callback_id, label: s.name, note: s.description, group: name, lead: avatar(personOf(store.state.bot), 22) }));
  const items = [...ours, { id: "copy", label: "Copy text", group: ours.length ? "Message" : undefined, lead: icon("file", 16) }];
  const pick = async (item) => {
    closePopover();
    if (item.id === "copy") navigator.clipboard?.writeText(m.text);
    else say(await act("shortcut", { ...where(m), callback_id: item.id }));
  };
  const list = listbox({ items, label: "More actions", onpick: pick });
  if (popover(anchor, list.node, { label: "More actions", align: "end" })) list.focus();
}

export function pickReaction(anchor, m) {
  const close = (name) => {
    closePopover();
    toggle(m, name);
  };
  const cell = ([name, shown]) => h("button", { class: "emoji-cell", type: "button", title: `:${name}:`, "aria-label": name.replaceAll("_", " "), onclick: () => close(name) }, shown);
  const grid = h("div", { class: "emoji-grid" });
  const draw = (query) => {
    const seen = new Set();
    const fits = [...EMOJI].filter(([name, shown]) => name.includes(query) && !seen.has(shown) && seen.add(shown));
    grid.replaceChildren(...(fits.length ? fits.map(cell) : [h("p", { class: "list-empty" }, "No emoji of that name")]));
  };
  const field = h("input", { class: "list-filter", type: "text", placeholder: "Find an emoji", "aria-label": "Find an emoji", oninput: () => draw(field.value.trim().toLowerCase()) });
  draw("");
  const box = h("div", { class: "emoji-picker", onkeydown: walk }, h("div", { class: "list-search" }, icon("search", 16), field), grid);
  if (popover(anchor, box, { label: "Add a reaction", align: "end" })) field.focus();
}

// Arrow keys walk the grid; Enter in the field takes the first one.
function walk(event) {
  const cells = [...event.currentTarget.querySelectorAll(".emoji-cell")];
  const at = cells.indexOf(document.activeElement);
  const steps = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: at < 0 ? 1 : 9, ArrowUp: -9 };
  if (event.key === "Enter" && at < 0) cells[0]?.click();
  else if (!(event.key in steps) || (at < 0 && !["ArrowDown", "Enter"].includes(event.key))) return;
  else cells[Math.max(0, Math.min(cells.length - 1, at + steps[event.key]))]?.focus();
  event.preventDefault();
}
