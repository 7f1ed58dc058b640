// Where blocks stand: a message, a modal or the Home tab. Keeps what is half typed, by block and
// action, so that an update of the view leaves it in place, and sends what is clicked.
import { act } from "./store.js";
import { confirmed } from "./dialogs.js";
import { toast } from "./toast.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";

const drafts = new Map();

const nameOf = (block, el) => `${block.block_id}.${el.action_id}`;
const value = (option) => option?.value;

// What an element starts with, as plain values: text, an option's value, ids, a date.
export function initial(el) {
  if (el.initial_options) return el.initial_options.map(value);
  if (el.initial_option) return value(el.initial_option);
  const keys = ["value", "date", "time", "date_time", "user", "users", "channel", "channels", "conversation", "conversations"];
  const key = keys.find((k) => el[`initial_${k}`] !== undefined);
  if (key) return el[`initial_${key}`];
  return el.type.startsWith("multi_") || el.type === "checkboxes" ? [] : null;
}

// The same from the view's state, as Slack keeps it.
function held(state) {
  if (!state) return undefined;
  if (state.selected_options) return state.selected_options.map(value);
  if (state.selected_option) return value(state.selected_option);
  const key = Object.keys(state).find((k) => k === "value" || (k.startsWith("selected_") && state[k] !== null));
  return key ? (state[key] ?? undefined) : undefined;
}

export function scopeOf(key, kind, where, { state, errors } = {}) {
  if (!drafts.has(key)) drafts.set(key, new Map());
  const draft = drafts.get(key);
  const fields = new Map();
  const scope = {
    kind,
    where,
    errors: errors ?? {},
    get(block, el) {
      const name = nameOf(block, el);
      fields.set(name, () => scope.peek(block, el));
      return scope.peek(block, el);
    },
    peek(block, el) {
      const name = nameOf(block, el);
      if (draft.has(name)) return draft.get(name);
      return held((state?.values ?? state)?.[block.block_id]?.[el.action_id]) ?? initial(el);
    },
    set: (block, el, to) => draft.set(nameOf(block, el), to),
    values: () => Object.fromEntries([...fields].map(([name, get]) => [name, get()])),
    fire: (block, el, to, control) => fire(scope, block, el, to, control),
  };
  return scope;
}

async function fire(scope, block, el, to, control) {
  if (!(await confirmed(el.confirm))) return false;
  control?.classList.add("busy");
  control?.setAttribute("aria-busy", "true");
  const values = scope.kind === "message" ? undefined : scope.values();
  const done = await act("click", { ...scope.where, action_id: el.action_id, block_id: block.block_id, value: to ?? null, values });
  control?.classList.remove("busy");
  control?.removeAttribute("aria-busy");
  if (!done.ok) failed(control, done.error);
  return done.ok;
}

// As in Slack: a small warning stays beside what did not work.
function failed(control, error) {
  const text = error || "The app did not answer. Try again in a moment.";
  toast(text, { kind: "error" });
  if (!control?.isConnected || control.nextElementSibling?.classList.contains("failed")) return;
  control.after(h("span", { class: "failed", role: "img", title: text, "aria-label": text }, icon("warn", 16)));
}
