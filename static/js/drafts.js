// form[data-draft-url] is saved while one writes: a debounced POST of its fields (without files), then the word beside the button.
const timers = new WeakMap();

function fields(form) {
  const data = new FormData(form);
  for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
  return data;
}

async function save(form, keepalive = false) {
  clearTimeout(timers.get(form));
  timers.delete(form);
  const state = form.querySelector(".draft-state");
  try {
    const answer = await fetch(form.dataset.draftUrl, { method: "POST", body: fields(form), keepalive, headers: { "X-Draft": "1" } });
    if (state) state.textContent = answer.ok ? state.dataset.saved : state.dataset.unsaved;
  } catch {
    if (state) state.textContent = state.dataset.unsaved;
  }
}

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (!form?.dataset.draftUrl) return;
  clearTimeout(timers.get(form));
  timers.set(form, setTimeout(() => save(form), 1200));
});

document.addEventListener("submit", (event) => { clearTimeout(timers.get(event.target)); timers.delete(event.target); });

addEventListener("pagehide", () => {
  for (const form of document.querySelectorAll("form[data-draft-url]")) if (timers.has(form)) save(form, true);
});
