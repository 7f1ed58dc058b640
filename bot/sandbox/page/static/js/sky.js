// The little sky beside the clock: the sun or the moon stands where the hour puts it.

const SVG = "http://www.w3.org/2000/svg";

function part(tag, attributes) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  return node;
}

export const phase = (hour) => (hour < 5 || hour >= 20.5 ? "night" : hour < 8 ? "dawn" : hour < 17.5 ? "day" : "dusk");

export function sky(node, hour) {
  const now = phase(hour);
  document.documentElement.dataset.sky = now;
  const day = hour >= 6 && hour < 20;
  const share = day ? (hour - 6) / 14 : ((hour + 4) % 24) / 10;
  const angle = Math.PI * (1 - share);
  const [x, y] = [22 + 15 * Math.cos(angle), 23 - 15 * Math.sin(angle)];
  const name = `clip-${node.id || "large"}`;
  const clip = part("clipPath", { id: name });
  clip.append(part("rect", { width: 44, height: 32, rx: 9 }));
  const inside = part("g", { "clip-path": `url(#${name})` });
  const stars = day ? [] : [[9, 8], [34, 6], [26, 13], [15, 15]].map(([cx, cy]) => part("circle", { cx, cy, r: 0.9, class: "sky-star" }));
  inside.append(
    part("rect", { width: 44, height: 32, class: "sky-air" }),
    ...stars,
    part("circle", { cx: x.toFixed(1), cy: y.toFixed(1), r: 5, class: day ? "sky-sun" : "sky-moon" }),
    part("path", { d: "M0 26c9-6 16-5 22-2s13 3 22-3v11H0z", class: "sky-dune" }),
    part("path", { d: "M0 30c10-4 20-1 28-1s11-2 16-4v7H0z", class: "sky-dune-near" }),
  );
  node.replaceChildren(clip, inside);
}

// The same sky, large, for a page with nothing on it yet.
export function largeSky(hour) {
  const node = part("svg", { viewBox: "0 0 44 32", class: "sky", "aria-hidden": "true" });
  sky(node, hour);
  return node;
}
