// The buttons of a composer put Markdown around what is selected: data-mark="**" on both sides, data-line="> " before each line.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-mark], [data-line]");
  const field = button?.closest(".composer")?.querySelector("textarea");
  if (!field) return;
  const { selectionStart: start, selectionEnd: end, value } = field;
  const chosen = value.slice(start, end);
  const { mark, line } = button.dataset;
  const text = line ? chosen.split("\n").map((row) => line + row).join("\n") : mark === "[]" ? `[${chosen}]()` : mark + chosen + mark;
  field.focus();
  field.setRangeText(text, start, end, "end");
  if (!line) field.selectionStart = field.selectionEnd = chosen && mark !== "[]" ? start + text.length : start + mark.length - (mark === "[]" ? 1 : 0) + (chosen ? chosen.length + 2 : 0);
  field.dispatchEvent(new Event("input", { bubbles: true }));
});

document.addEventListener("keydown", (event) => {
  const form = event.target.matches?.("textarea") && event.target.form;
  if (form && event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
});
