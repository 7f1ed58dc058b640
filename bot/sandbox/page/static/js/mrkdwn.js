// Slack's mrkdwn as DOM nodes. Every piece of text becomes a text node, so nothing that people
// write can become markup.
import { h } from "./dom.js";
import { emoji } from "./emoji.js";
import { slackDate } from "./time.js";
import { store, me, personOf, channelOf } from "./store.js";
import { showChannel, showMessage } from "./go.js";

const ENTITIES = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };
export const decode = (text) => text.replace(/&(?:amp|lt|gt);/g, (e) => ENTITIES[e]);

const INLINE =
  /<([^<>\n]+)>|(?<![\p{L}\p{N}`])`([^`\n]+)`(?![\p{L}\p{N}])|(?<![\p{L}\p{N}*])\*(?!\s)([^*\n]+?)(?<!\s)\*(?![\p{L}\p{N}*])|(?<![\p{L}\p{N}_])_(?!\s)([^\n]+?)(?<!\s)_(?![\p{L}\p{N}_])|(?<![\p{L}\p{N}~])~(?!\s)([^~\n]+?)(?<!\s)~(?![\p{L}\p{N}~])|:([a-z0-9_+\-]+(?:::skin-tone-[2-6])?):|(https?:\/\/[^\s<>|*]*[^\s<>|*_~.,:;!?)"'’”])/gu;

export function mrkdwn(text, { verbatim = false } = {}) {
  const out = [];
  String(text ?? "").split("```").forEach((part, i) => {
    if (i % 2) out.push(h("pre", {}, decode(part.replace(/^\n|\n$/g, ""))));
    else out.push(...lines(i ? part.replace(/^\n/, "") : part, verbatim));
  });
  return out;
}

function lines(text, verbatim) {
  const out = [];
  let quote = null;
  const all = text.split("\n");
  all.forEach((line, i) => {
    const quoted = line.match(/^(?:&gt;|>) ?(.*)$/);
    if (quoted) {
      if (quote) quote.append("\n");
      else out.push((quote = h("blockquote")));
      quote.append(...inline(quoted[1], verbatim));
      return;
    }
    const afterQuote = quote !== null;
    quote = null;
    if (i && !afterQuote) out.push("\n");
    out.push(...inline(line, verbatim));
  });
  return out;
}

export function inline(text, verbatim = false) {
  const out = [];
  let last = 0;
  for (const m of text.matchAll(INLINE)) {
    if (m.index > last) out.push(decode(text.slice(last, m.index)));
    last = m.index + m[0].length;
    const [, angle, code, bold, italic, strike, name, url] = m;
    if (angle !== undefined) out.push(special(angle));
    else if (code !== undefined) out.push(h("code", {}, decode(code)));
    else if (bold !== undefined) out.push(h("strong", {}, inline(bold, verbatim)));
    else if (italic !== undefined) out.push(h("em", {}, inline(italic, verbatim)));
    else if (strike !== undefined) out.push(h("s", {}, inline(strike, verbatim)));
    else if (name !== undefined) out.push(emojiNode(name));
    else out.push(link(decode(url)));
  }
  if (last < text.length) out.push(decode(text.slice(last)));
  return out;
}

export function emojiNode(name) {
  const shown = emoji(name);
  if (shown.startsWith(":")) return shown;
  return h("span", { class: "emoji", role: "img", "aria-label": name.replaceAll("_", " "), title: `:${name}:` }, shown);
}

// What stands between < and >: a mention, a channel, a date, a broadcast or a link.
function special(body) {
  const [target, label] = body.split(/\|(.*)/s);
  if (target.startsWith("@")) return userChip(target.slice(1), label);
  if (target.startsWith("#")) return channelChip(target.slice(1), label);
  if (target.startsWith("!date^")) return dateChip(target.slice(6).split("^"), label);
  if (target.startsWith("!")) {
    const name = target.slice(1).split("^")[0];
    return h("span", { class: "chip chip-all" }, label ? decode(label) : `@${name}`);
  }
  return link(decode(target), label ? decode(label) : undefined);
}

export function userChip(id, label) {
  const person = personOf(id);
  const mine = id === store.state.me;
  const name = person ? person.real_name : (label ?? id);
  return h("span", { class: mine ? "chip chip-me" : "chip", title: person?.title }, `@${name}`);
}

export function channelChip(id, label) {
  const channel = channelOf(id);
  if (!channel) return h("span", { class: "chip" }, label ? `#${decode(label)}` : "a private channel");
  return h("button", { class: "chip chip-link", type: "button", onclick: () => showChannel(id) }, `#${channel.name}`);
}

function dateChip([seconds, template, url], fallback) {
  const { zone, locale } = me();
  const shown = slackDate(seconds, decode(template), { zone, locale, now: store.now() });
  const node = h("time", { title: fallback ? decode(fallback) : "" }, shown || fallback);
  return url ? link(url, node) : node;
}

// Web and mail addresses become links; a permalink of this workspace opens here.
export function link(url, label) {
  const permalink = url.match(/\/archives\/([A-Z0-9]+)\/p(\d{10})(\d{6})/);
  if (permalink && channelOf(permalink[1])) {
    const [, channel, seconds, micros] = permalink;
    const open = () => showMessage(channel, `${seconds}.${micros}`);
    return h("button", { class: "link", type: "button", onclick: open }, label ?? url);
  }
  if (!/^(https?:\/\/|mailto:|tel:)/i.test(url)) return h("span", {}, label ?? url);
  return h("a", { href: url, target: "_blank", rel: "noreferrer noopener" }, label ?? url.replace(/^mailto:/, ""));
}
