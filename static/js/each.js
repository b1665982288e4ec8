// Runs `prepare` for each element that matches, now and whenever htmx brings new ones.
export function each(selector, prepare) {
  const done = new WeakSet();
  const run = (root) => {
    const found = [...root.querySelectorAll(selector)];
    if (root.matches?.(selector)) found.unshift(root);
    for (const element of found) if (!done.has(element)) { done.add(element); prepare(element); }
  };
  run(document);
  document.addEventListener("htmx:load", (event) => run(event.target));
}
