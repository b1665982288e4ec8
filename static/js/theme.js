// Light, dark, or as the system has it; kept in a cookie, so that the server sends the right one from the first byte.
import { each } from "./each.js";

const root = document.documentElement;

function show() {
  const current = root.dataset.theme ?? "auto";
  for (const button of document.querySelectorAll("[data-theme-choice]")) button.setAttribute("aria-pressed", String(button.dataset.themeChoice === current));
}

function choose(theme) {
  theme === "auto" ? delete root.dataset.theme : (root.dataset.theme = theme);
  document.cookie = `theme=${theme};path=/;max-age=31536000;samesite=lax`;
  show();
}

each("[data-theme-choice]", (button) => button.addEventListener("click", () => choose(button.dataset.themeChoice)));
show();
