// The markdown block: headings, lists, quotes, code, bold, italic and links.
import { h } from "./dom.js";
import { link, emojiNode } from "./mrkdwn.js";

const SPANS = /`([^`]+)`|\[([^\]]+)\]\(([^)\s]+)\)|\*\*(.+?)\*\*|~~(.+?)~~|(?<![\p{L}\p{N}*])[*_](?!\s)([^*_\n]+)[*_](?![\p{L}\p{N}])|:([a-z0-9_+-]+):/gu;

function spans(text) {
  const out = [];
  let last = 0;
  for (const m of text.matchAll(SPANS)) {
    if (m.index > last) out.push(text.slice(last, m.index));
    last = m.index + m[0].length;
    const [, code, label, url, bold, strike, italic, name] = m;
    if (code) out.push(h("code", {}, code));
    else if (url) out.push(link(url, h("span", {}, spans(label))));
    else if (bold) out.push(h("strong", {}, spans(bold)));
    else if (strike) out.push(h("s", {}, spans(strike)));
    else if (italic) out.push(h("em", {}, spans(italic)));
    else out.push(emojiNode(name));
  }
  out.push(text.slice(last));
  return out;
}

const KINDS = [
  [/^(#{1,4})\s+(.*)$/, (m) => ["head", h(`h${m[1].length + 1}`, { class: "header-block" }, spans(m[2]))]],
  [/^[-*+]\s+(.*)$/, (m) => ["ul", h("li", {}, spans(m[1]))]],
  [/^\d+[.)]\s+(.*)$/, (m) => ["ol", h("li", {}, spans(m[1]))]],
  [/^>\s?(.*)$/, (m) => ["blockquote", h("div", {}, spans(m[1]))]],
  [/^(?:---+|\*\*\*+)$/, () => ["head", h("hr")]],
  [/^(.*)$/, (m) => ["p", h("div", {}, spans(m[1]))]],
];

function lineNode(text) {
  for (const [pattern, make] of KINDS) {
    const m = text.match(pattern);
    if (m) return make(m);
  }
  return ["p", h("div")];
}

export function markdown(text) {
  const root = h("div", { class: "prose rich" });
  let open = null;
  String(text ?? "").split("```").forEach((chunk, i) => {
    if (i % 2) {
      root.append(h("pre", {}, chunk.replace(/^\w*\n/, "").trimEnd()));
      open = null;
      return;
    }
    for (const row of chunk.split("\n")) {
      if (!row.trim()) open = null;
      else open = place(root, open, ...lineNode(row.trim()));
    }
  });
  return root;
}

function place(root, open, kind, node) {
  if (kind === "head") {
    root.append(node);
    return null;
  }
  if (open?.kind !== kind) root.append((open = { kind, box: h(kind) }).box);
  open.box.append(node);
  return open;
}
