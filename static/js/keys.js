// Keys: / search, ? help, g h home, j and k through a [data-queue], and any letter that the current item names in data-key.
// Never inside a field, never with Ctrl, Alt or Meta, and not at all with <html data-keys="off">.
const root = document.documentElement;
let before = "";

const help = () => document.querySelector("#keys");
const typing = (target) => target.closest("input, textarea, select, [contenteditable], dialog[open]:not(#keys)");

function move(step) {
  const items = [...document.querySelectorAll("[data-queue] > *")].filter((item) => item.querySelector("a, button"));
  if (!items.length) return;
  const at = items.findIndex((item) => item.hasAttribute("data-current"));
  const next = items[Math.min(Math.max(at + step, 0), items.length - 1)];
  items[at]?.removeAttribute("data-current");
  next.setAttribute("data-current", "");
  next.querySelector("a, button").focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

function press(key) {
  const scope = document.querySelector("[data-queue] > [data-current]");
  const selector = `[data-key="${CSS.escape(key)}"]`;
  const button = scope?.querySelector(selector) ?? document.querySelector(`${selector}:not([data-queue] *)`);
  button?.click();
  return Boolean(button);
}

const deeds = {
  "/": () => [...document.querySelectorAll("#q, [data-search]")].find((field) => field.offsetParent)?.focus(),
  "?": () => (help()?.open ? help().close() : help()?.showModal()),
  gh: () => location.assign(document.querySelector(".brand")?.href ?? "/"),
  j: () => move(1),
  k: () => move(-1),
};

document.addEventListener("keydown", (event) => {
  if (root.dataset.keys === "off" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
  const deed = deeds[before + event.key] ?? deeds[event.key];
  before = event.key === "g" ? "g" : "";
  if (deed) { event.preventDefault(); deed(); } else if (event.key.length === 1 && press(event.key)) event.preventDefault();
});

document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-keys-switch]")) return;
  const off = !event.target.checked;
  document.cookie = `keys=${off ? "off" : "on"};path=/;max-age=31536000;samesite=lax`;
  off ? (root.dataset.keys = "off") : delete root.dataset.keys;
});
