// Small helpers around the DOM. Text always goes in as text: nothing here parses HTML.

const SVG = "http://www.w3.org/2000/svg";

export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) set(node, name, value);
  append(node, children);
  return node;
}

function set(node, name, value) {
  if (value === undefined || value === null || value === false) return;
  if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
  else if (name === "css") Object.entries(value).forEach(([k, v]) => node.style.setProperty(k, v));
  else if (name === "data") Object.assign(node.dataset, value);
  else if (name === "value") node.value = value;
  else node.setAttribute(name, value === true ? "" : value);
}

export function append(node, children) {
  for (const child of children.flat(Infinity)) {
    if (child === undefined || child === null || child === false || child === "") continue;
    node.append(child instanceof Node ? child : String(child));
  }
  return node;
}

export function svg(paths, { size = 18, box = 24, label } = {}) {
  const node = document.createElementNS(SVG, "svg");
  const attributes = { viewBox: `0 0 ${box} ${box}`, width: size, height: size, class: "icon", fill: "none" };
  for (const [k, v] of Object.entries(attributes)) node.setAttribute(k, v);
  if (label) node.setAttribute("aria-label", label);
  else node.setAttribute("aria-hidden", "true");
  for (const [tag, attrs] of paths) {
    const part = document.createElementNS(SVG, tag);
    for (const [k, v] of Object.entries(attrs)) part.setAttribute(k, v);
    node.append(part);
  }
  return node;
}

// Bring `container` in line with `items`, touching only what differs: focus, scroll and
// half-typed input survive an update.
export function reconcile(container, items, key, render) {
  const old = new Map([...container.children].map((n) => [n.dataset.key, n]));
  let place = container.firstElementChild;
  for (const item of items) {
    const name = String(key(item));
    const sign = JSON.stringify(item);
    let node = old.get(name);
    old.delete(name);
    if (!node || node.sign !== sign) {
      const fresh = render(item);
      fresh.dataset.key = name;
      fresh.sign = sign;
      if (node) {
        keepFocus(node, fresh);
        if (place === node) place = fresh;
        node.replaceWith(fresh);
      } else fresh.classList.add("fresh");
      node = fresh;
    }
    if (node === place) place = place.nextElementSibling;
    else container.insertBefore(node, place);
  }
  old.forEach((node) => node.remove());
}

// A control that was replaced under one's fingers: its successor takes the focus.
function keepFocus(node, fresh) {
  const held = node.contains(document.activeElement) ? document.activeElement : null;
  if (!held) return;
  const { action } = held.dataset;
  const label = held.getAttribute("aria-label");
  const wanted = action ? `[data-action="${CSS.escape(action)}"]` : label ? `[aria-label="${CSS.escape(label)}"]` : "";
  const next = wanted ? fresh.querySelector(wanted) : fresh;
  queueMicrotask(() => (next ?? fresh).focus({ preventScroll: true }));
}

export const $ = (selector, root = document) => root.querySelector(selector);
export const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

export function fill(node, ...children) {
  node.replaceChildren();
  return append(node, children);
}

export function once(run, wait) {
  let timer = 0;
  return (...args) => {
    clearTimeout(timer);
    timer = setTimeout(() => run(...args), wait);
  };
}

const FOCUSABLE =
  'a[href], button:not([disabled]), input:not([disabled]), textarea:not([disabled]), select, [tabindex]:not([tabindex="-1"])';

export function trapFocus(event, root) {
  if (event.key !== "Tab") return;
  const all = $$(FOCUSABLE, root).filter((n) => n.offsetParent !== null);
  if (!all.length) return;
  const [first, last] = [all[0], all[all.length - 1]];
  const outside = !root.contains(document.activeElement);
  if (event.shiftKey && (document.activeElement === first || outside)) {
    event.preventDefault();
    last.focus();
  } else if (!event.shiftKey && (document.activeElement === last || outside)) {
    event.preventDefault();
    first.focus();
  }
}
