// Faces: initials on a person's own colour; the app wears the page's mark.
import { h } from "./dom.js";
import { mark, icon } from "./icons.js";

const WIDE = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/;

export function initials(name) {
  const clean = name.trim();
  if (WIDE.test(clean)) return [...clean].slice(-1).join("");
  const words = clean.split(/[\s._-]+/).filter(Boolean);
  return ((words[0]?.[0] ?? "?") + (words.length > 1 ? words[words.length - 1][0] : "")).toUpperCase();
}

// Black or white, whichever reads better on the colour.
function ink(colour) {
  const [r, g, b] = [1, 3, 5].map((i) => parseInt(colour.slice(i, i + 2), 16) / 255);
  const linear = [r, g, b].map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  const light = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
  return light > 0.3 ? "#241a12" : "#ffffff";
}

export function avatar(person, size = 36) {
  const css = { "--size": `${size}px` };
  if (!person) return h("span", { class: "avatar avatar-gone", css, "aria-hidden": "true" }, "?");
  if (person.is_bot) return h("span", { class: "avatar avatar-app", css, "aria-hidden": "true" }, mark(Math.round(size * 0.7)));
  const colour = /^#[0-9a-f]{6}$/i.test(person.colour) ? person.colour : "#4a5568";
  css["--face"] = colour;
  css["--on-face"] = ink(colour);
  const gone = person.deleted ? " avatar-off" : "";
  return h("span", { class: `avatar${gone}`, css, "aria-hidden": "true" }, initials(person.real_name || person.name));
}

export const badge = (name) => h("span", { class: `badge badge-${name}` }, name === "app" ? "APP" : name);
export const channelMark = (channel, size = 16) => icon(channel.kind === "private" ? "lock" : "hash", size);
