// data-poll="20" dispatches "poll" every 20 seconds while the tab is visible; hx-trigger="poll" asks the server.
const last = new WeakMap();

function tick() {
  if (document.visibilityState !== "visible") return;
  const moment = performance.now();
  for (const element of document.querySelectorAll("[data-poll]")) {
    if (!last.has(element)) last.set(element, moment);
    if (moment - last.get(element) < Number(element.dataset.poll) * 1000) continue;
    last.set(element, moment);
    element.dispatchEvent(new CustomEvent("poll", { bubbles: false }));
  }
}

setInterval(tick, 1000);
document.addEventListener("visibilitychange", tick);
