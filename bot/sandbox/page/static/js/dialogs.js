// Native dialogs: they trap the focus and put the rest of the page out of reach.
import { $, h, trapFocus } from "./dom.js";
import { icon } from "./icons.js";
import { mrkdwn, decode } from "./mrkdwn.js";
import { emoji } from "./emoji.js";

// Closing gives a text field the focus back while the page still counts as covered: Chromium then
// shows it focused and swallows what is typed. Only leaving it and coming back helps, a frame later.
function giveBack(back) {
  const covered = $("dialog[open]");
  if (!back?.isConnected || (covered && !covered.contains(back))) return;
  if (back === document.activeElement) back.blur();
  back.focus({ preventScroll: true });
}

export function dialog(className, label, content, { oncancel } = {}) {
  const back = document.activeElement;
  const node = h("dialog", { class: className, "aria-label": label }, content, h("div", { class: "toasts" }));
  document.body.append(node);
  node.addEventListener("cancel", (event) => {
    event.preventDefault();
    oncancel ? oncancel() : node.shut();
  });
  node.addEventListener("keydown", (event) => trapFocus(event, node));
  // A second Escape in a row closes natively, without asking: treat it as the first one.
  node.addEventListener("close", () => node.done || (oncancel ? oncancel() : node.shut()));
  node.shut = () => {
    node.done = true;
    node.close();
    node.remove();
    requestAnimationFrame(() => giveBack(back));
  };
  node.showModal();
  return node;
}

export function plain(text) {
  const shown = text?.text ?? text ?? "";
  if (text?.type === "mrkdwn") return mrkdwn(shown);
  return decode(shown).replace(/:([a-z0-9_+-]+):/g, (whole, name) => emoji(name));
}

// Slack's confirm object: resolves to whether the person went on.
export function confirmed(ask) {
  if (!ask) return Promise.resolve(true);
  return new Promise((resolve) => {
    const done = (answer) => () => {
      node.shut();
      resolve(answer);
    };
    const look = ask.style === "danger" ? "button danger" : "button primary";
    const deny = h("button", { class: "button", type: "button", onclick: done(false) }, plain(ask.deny) || "Cancel");
    const go = h("button", { class: look, type: "button", autofocus: true, onclick: done(true) }, plain(ask.confirm) || "Yes");
    const content = h("div", { class: "confirm" }, h("h2", {}, plain(ask.title) || "Are you sure?"), h("p", { class: "prose" }, plain(ask.text)), h("footer", {}, deny, go));
    const node = dialog("sheet sheet-small", plain(ask.title) || "Are you sure?", content, { oncancel: done(false) });
  });
}

export const closeButton = (onclick) => h("button", { class: "icon-button", type: "button", "aria-label": "Close", onclick }, icon("close"));
