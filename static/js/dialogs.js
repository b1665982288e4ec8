// data-dialog="id" opens that <dialog>; its link remains the way when there is none. What htmx puts into #modal-body opens #modal.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  const dialog = opener && document.getElementById(opener.dataset.dialog);
  if (dialog && !event.metaKey && !event.ctrlKey) {
    event.preventDefault();
    dialog.showModal();
  } else if (event.target.closest("dialog [data-close]")) {
    event.preventDefault();
    event.target.closest("dialog").close();
  } else if (event.target.matches("dialog.dialog")) {
    const box = event.target.getBoundingClientRect();
    const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
    if (!inside) event.target.close();
  }
});

document.addEventListener("htmx:afterSwap", (event) => {
  const modal = document.querySelector("#modal");
  if (event.detail.target.id !== "modal-body" || !modal) return;
  const title = modal.querySelector("#modal-body h2");
  if (title) { title.id ||= "modal-title"; modal.setAttribute("aria-labelledby", title.id); }
  if (!modal.open) modal.showModal();
});
