// Toasts leave by themselves after a while, never while one points at them or is inside, and bad news stays until closed.
import { each } from "./each.js";

export function toast(message, tone = "") {
  const template = document.querySelector("#toast-template");
  const region = document.querySelector("#toasts");
  if (!message || !template || !region) return;
  const element = template.content.firstElementChild.cloneNode(true);
  element.querySelector("p").textContent = message;
  if (tone) element.classList.add(tone);
  region.append(element);
  watch(element);
}

function leave(element) {
  element.classList.add("leaving");
  setTimeout(() => element.remove(), 220);
}

const watched = new WeakSet();

function watch(element) {
  if (watched.has(element)) return;
  watched.add(element);
  element.querySelector(".close")?.addEventListener("click", () => leave(element));
  if (element.classList.contains("bad")) return;
  let timer;
  const start = () => { clearTimeout(timer); timer = setTimeout(() => leave(element), element.querySelector("form") ? 14000 : 8000); };
  const stop = () => clearTimeout(timer);
  for (const name of ["pointerenter", "focusin"]) element.addEventListener(name, stop);
  for (const name of ["pointerleave", "focusout"]) element.addEventListener(name, start);
  start();
}

each(".toast", watch);
const region = document.querySelector("#toasts");
if (region) new MutationObserver(() => region.querySelectorAll(".toast").forEach(watch)).observe(region, { childList: true });
