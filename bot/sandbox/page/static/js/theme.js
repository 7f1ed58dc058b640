// Light and dark: the system's choice until one presses the toggle.
import { $, fill } from "./dom.js";
import { icon } from "./icons.js";

const KEY = "sandbox-theme";
const dark = matchMedia("(prefers-color-scheme: dark)");

function apply() {
  const chosen = localStorage.getItem(KEY);
  const now = chosen ?? (dark.matches ? "dark" : "light");
  document.documentElement.dataset.theme = now;
  const button = $("#theme");
  const label = now === "dark" ? "Switch to light" : "Switch to dark";
  button.setAttribute("aria-label", label);
  button.title = label;
  fill(button, icon(now === "dark" ? "sun" : "moon", 20));
}

export function startTheme() {
  $("#theme").addEventListener("click", () => {
    localStorage.setItem(KEY, document.documentElement.dataset.theme === "dark" ? "light" : "dark");
    apply();
  });
  dark.addEventListener("change", apply);
  apply();
}
