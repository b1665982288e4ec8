// A form is sent once: while it is under way a second submit is swallowed and the pressed button shows that it works.
const busy = new Map();

function release(form) {
  busy.get(form)?.removeAttribute("aria-busy");
  busy.delete(form);
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method === "get" || form.method === "dialog") return;
  if (busy.has(form)) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  const button = event.submitter ?? form.querySelector("[type=submit]");
  busy.set(form, button);
  button?.setAttribute("aria-busy", "true");
  setTimeout(() => release(form), 15000);
}, true);

document.addEventListener("htmx:afterRequest", (event) => release(event.target.closest("form")));
addEventListener("pageshow", () => { for (const form of [...busy.keys()]) release(form); });
