// The arrow keys walk from the search field into what it suggests, and back; Escape clears it.
document.addEventListener("keydown", (event) => {
  const search = event.target.closest?.(".search");
  const list = search?.querySelector(".suggest");
  if (!list) return;
  const stops = [search.querySelector("input"), ...list.querySelectorAll("a")];
  const at = stops.indexOf(event.target);
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    stops[(at + (event.key === "ArrowDown" ? 1 : stops.length - 1)) % stops.length].focus();
  } else if (event.key === "Escape") {
    list.replaceChildren();
    stops[0].focus();
    if (at === 0) stops[0].blur();
  }
});
