// Shows the name and size of the chosen files, warns before a file that is too large is sent, and marks the place one drags over.
const size = (bytes) => {
  const units = ["byte", "kilobyte", "megabyte"];
  const step = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), 2);
  return new Intl.NumberFormat(document.documentElement.lang, { style: "unit", unit: units[step], unitDisplay: "short", maximumFractionDigits: 1 }).format(bytes / 1000 ** step);
};

document.addEventListener("change", (event) => {
  const input = event.target;
  const output = input.type === "file" && input.closest(".drop")?.querySelector("output");
  if (!output) return;
  const files = [...input.files];
  output.replaceChildren(...files.map((file) => Object.assign(document.createElement("span"), { textContent: `${file.name}, ${size(file.size)}` })));
  const limit = Number(input.dataset.limit || Infinity);
  input.setCustomValidity(files.some((file) => file.size > limit) ? input.dataset.tooLarge : "");
  if (!input.checkValidity()) input.reportValidity();
});

for (const [name, over] of [["dragenter", true], ["dragleave", false], ["drop", false]]) {
  document.addEventListener(name, (event) => event.target.closest?.(".drop")?.classList.toggle("over", over));
}
