// Block Kit: one function a block. What the page does not know is named, never left out silently.
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { mrkdwn } from "./mrkdwn.js";
import { plain } from "./dialogs.js";
import { richText, table } from "./richtext.js";
import { markdown } from "./markdown.js";
import { element } from "./elements.js";
import { inputBlock } from "./inputs.js";
import { store } from "./store.js";

export const textOf = (text) => (text?.type === "mrkdwn" ? mrkdwn(text.text, text) : [plain(text)]);

// scope: where the blocks stand, see scope.js
export const blocks = (list, scope) => (list ?? []).filter(Boolean).map((block) => blockNode(block, scope));

function blockNode(block, scope) {
  const draw = BLOCKS[block.type] ?? unknown;
  const node = draw(block, scope);
  node.classList.add("block");
  if (block.block_id) node.dataset.block = block.block_id;
  return node;
}

const unknown = (block) => h("div", { class: "block-unknown" }, `This page cannot show a “${block.type}” block.`);

function section(block, scope) {
  const text = block.text && h("div", { class: "prose" }, textOf(block.text));
  const fields = block.fields && h("div", { class: "fields" }, block.fields.map((f) => h("div", { class: "prose" }, textOf(f))));
  const side = block.accessory && h("div", { class: "accessory" }, element(block.accessory, block, scope));
  return h("div", { class: "section" }, h("div", { class: "section-main" }, text, fields), side);
}

function header(block) {
  const level = Math.min(Math.max(block.level ?? 1, 1), 4) + 1;
  return h(`h${level}`, { class: "header-block" }, plain(block.text));
}

function context(block) {
  const part = (e) => (e.type === "image" ? image(e, "context-image") : h("span", { class: "prose" }, textOf(e)));
  return h("div", { class: "context" }, (block.elements ?? []).map(part));
}

const actions = (block, scope) => h("div", { class: "actions" }, (block.elements ?? []).map((e) => element(e, block, scope)));

export function source(item) {
  const id = item.slack_file?.id;
  return id ? `/page/files/${store.state.workspace}/${id}` : item.image_url;
}

// Pictures of this sandbox are shown; ones from elsewhere are named, as the page stays offline.
export function image(item, className = "image") {
  const url = source(item) ?? "";
  const here = url.startsWith("/") || url.startsWith(location.origin) || url.startsWith("data:image/");
  if (!here) return h("span", { class: `${className} image-away`, title: url }, icon("eye", 16), item.alt_text ?? "picture");
  return h("img", { class: className, src: url, alt: item.alt_text ?? "", loading: "lazy" });
}

function imageBlock(block) {
  return h("figure", {}, block.title && h("figcaption", {}, plain(block.title)), image(block));
}

const ALERTS = { success: "check", error: "warn", warning: "warn" };

function alert(block) {
  const level = block.level ?? "default";
  return h("div", { class: `alert alert-${level}`, role: "note" }, icon(ALERTS[level] ?? "bolt"), h("div", { class: "prose" }, textOf(block.text)));
}

const BLOCKS = {
  section,
  header,
  context,
  actions,
  alert,
  divider: () => h("hr", {}),
  image: imageBlock,
  input: inputBlock,
  rich_text: (block) => richText(block),
  markdown: (block) => markdown(block.text),
  table: (block) => table(block),
};
