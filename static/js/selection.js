// Selecting many: [data-select-all] ticks all boxes of its form, also those that stand elsewhere with form="…"; [data-selected] says how many.
const boxes = (form) => [...form.elements].filter((box) => box.type === "checkbox" && box.closest(".check-cell") && !box.matches("[data-select-all]"));

function count(form) {
  const all = boxes(form);
  const chosen = all.filter((box) => box.checked).length;
  const every = form.querySelector("[data-select-all]");
  if (every) {
    every.checked = chosen > 0 && chosen === all.length;
    every.indeterminate = chosen > 0 && chosen < all.length;
  }
  for (const place of form.querySelectorAll("[data-selected]")) place.textContent = chosen;
}

document.addEventListener("change", (event) => {
  const form = event.target.form;
  if (!form || !event.target.closest(".check-cell")) return;
  if (event.target.matches("[data-select-all]")) for (const box of boxes(form)) box.checked = event.target.checked;
  count(form);
});

addEventListener("pageshow", () => [...document.forms].filter((form) => boxes(form).length).forEach(count));
