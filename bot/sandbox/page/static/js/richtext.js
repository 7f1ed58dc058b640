// rich_text and table blocks.
import { h } from "./dom.js";
import { emojiNode, link, userChip, channelChip } from "./mrkdwn.js";
import { slackDate } from "./time.js";
import { me, store } from "./store.js";

export function richText(block) {
  return h("div", { class: "prose rich" }, (block.elements ?? []).map(part));
}

function part(item) {
  const inner = () => (item.elements ?? []).map(run);
  if (item.type === "rich_text_list") return list(item);
  if (item.type === "rich_text_quote") return h("blockquote", {}, inner());
  if (item.type === "rich_text_preformatted") return h("pre", {}, inner());
  return h("div", { class: "rich-line" }, inner());
}

function list(item) {
  const tag = item.style === "ordered" ? "ol" : "ul";
  const css = { "--indent": item.indent ?? 0 };
  return h(tag, { css, start: item.offset ? item.offset + 1 : null }, (item.elements ?? []).map((e) => h("li", {}, (e.elements ?? []).map(run))));
}

const RUNS = {
  text: (r) => r.text,
  emoji: (r) => emojiNode(r.name),
  link: (r) => link(r.url, r.text),
  user: (r) => userChip(r.user_id),
  channel: (r) => channelChip(r.channel_id),
  usergroup: (r) => h("span", { class: "chip" }, `@${r.usergroup_id}`),
  broadcast: (r) => h("span", { class: "chip chip-all" }, `@${r.range}`),
  color: (r) => h("code", {}, r.value),
  date: (r) => h("time", {}, slackDate(r.timestamp, r.format, { ...me(), now: store.now() })),
};

function run(item) {
  let node = (RUNS[item.type] ?? ((r) => r.text ?? ""))(item);
  const { bold, italic, strike, code } = item.style ?? {};
  if (code) node = h("code", {}, node);
  if (strike) node = h("s", {}, node);
  if (italic) node = h("em", {}, node);
  if (bold) node = h("strong", {}, node);
  return node;
}

function cell(item) {
  if (!item) return "";
  if (item.type === "rich_text") return richText(item);
  return item.type === "raw_number" ? (item.text ?? String(item.value)) : item.text;
}

export function table(block) {
  const settings = block.column_settings ?? [];
  const side = (i, item) => settings[i]?.align ?? (item?.type === "raw_number" ? "right" : "left");
  const row = (tag) => (cells) => h("tr", {}, cells.map((c, i) => h(tag, { class: `to-${side(i, c)}`, scope: tag === "th" ? "col" : null }, cell(c))));
  const [head, ...rest] = block.rows ?? [];
  return h("div", { class: "table-wrap", tabindex: "0" }, h("table", {}, head && h("thead", {}, row("th")(head)), h("tbody", {}, rest.map(row("td")))));
}
