// The page's own icons, drawn with strokes of one width.
import { svg } from "./dom.js";

const line = (d) => ["path", { d, stroke: "currentColor", "stroke-width": "1.8", "stroke-linecap": "round", "stroke-linejoin": "round" }];
const dot = (cx, cy, r = 1.5) => ["circle", { cx, cy, r, fill: "currentColor" }];
const ring = (cx, cy, r) => ["circle", { cx, cy, r, stroke: "currentColor", "stroke-width": "1.8" }];

const SHAPES = {
  hash: [line("M9.5 4 7.5 20M16.5 4l-2 16M4.5 9h16M3.5 15h16")],
  lock: [line("M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3")],
  search: [ring(11, 11, 6.5), line("m16 16 4.5 4.5")],
  close: [line("M6 6l12 12M18 6 6 18")],
  more: [dot(5.5, 12), dot(12, 12), dot(18.5, 12)],
  smile: [ring(12, 12, 8.5), dot(9, 10, 1.2), dot(15, 10, 1.2), line("M8.5 14.5c1.8 2.2 5.2 2.2 7 0")],
  reply: [line("M5 5h14v10h-7l-4 4v-4H5z")],
  send: [line("M4.5 12 20 4.5 15.5 20l-4-6.5z"), line("m11.5 13.5 4-4")],
  bolt: [line("M13 3 5 14h6l-1 7 8-11h-6z")],
  plus: [line("M12 5v14M5 12h14")],
  down: [line("m6 9.5 6 6 6-6")],
  right: [line("m9.5 6 6 6-6 6")],
  check: [line("m5 12.5 5 5L19.5 7")],
  sun: [ring(12, 12, 4), line("M12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M18.7 5.3l-1.4 1.4M6.7 17.3l-1.4 1.4")],
  moon: [line("M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5z")],
  eye: [line("M2.5 12s3.5-6.5 9.5-6.5 9.5 6.5 9.5 6.5-3.5 6.5-9.5 6.5S2.5 12 2.5 12z"), ring(12, 12, 2.8)],
  clock: [ring(12, 12, 8.5), line("M12 7.5V12l3 2")],
  file: [line("M7 3.5h7l4 4v13H7zM14 3.5v4h4")],
  people: [ring(9, 8.5, 3.2), line("M3 19.5c.5-3.5 3-5.5 6-5.5s5.5 2 6 5.5M15.5 5.6a3.2 3.2 0 0 1 0 5.8M17.5 14.6c2 .8 3.2 2.5 3.5 4.9")],
  home: [line("M4 11.5 12 4.5l8 7V20h-5.5v-5.5h-5V20H4z")],
  warn: [line("M12 4 2.5 20h19zM12 10v4.5"), dot(12, 17.2, 1)],
  leaf: [line("M5 19C4 9 10 4.5 20 4.5 20 14 15 19.5 7.5 17M5 19.5C7 15 10 12 14 10")],
  calendar: [line("M4.5 6h15v14h-15zM4.5 10.5h15M8.5 3.5v4M15.5 3.5v4")],
};

export const icon = (name, size = 18) => svg(SHAPES[name], { size });

// The app's mark: a sun over a dune.
export const mark = (size = 20) =>
  svg(
    [
      ["circle", { cx: 12, cy: 9.5, r: 4.5, fill: "currentColor" }],
      ["path", { d: "M2 19c4-5.5 8-5.5 11-2.5S19.5 19 22 15v6H2z", fill: "currentColor", opacity: ".55" }],
    ],
    { size },
  );
