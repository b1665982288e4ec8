// input[data-tags] holds words with commas; here they become chips, and the input keeps holding the words.
import { each } from "./each.js";

let pressing = false;
document.addEventListener("mousedown", () => { pressing = true; }, true);
document.addEventListener("mouseup", () => { pressing = false; }, true);

each("input[data-tags]", (field) => {
  const box = document.createElement("div");
  const entry = document.createElement("input");
  const remove = field.dataset.remove;
  box.className = "tags";
  for (const name of ["id", "list", "placeholder", "aria-describedby", "aria-invalid", "autocomplete"]) {
    if (field.hasAttribute(name)) { entry.setAttribute(name, field.getAttribute(name)); field.removeAttribute(name); }
  }
  field.type = "hidden";
  field.after(box);
  box.append(entry);
  const read = () => field.value.split(",").map((word) => word.trim()).filter(Boolean);

  function write(words) {
    field.value = [...new Set(words)].join(", ");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    draw();
  }

  function draw() {
    box.querySelectorAll(".chip").forEach((chip) => chip.remove());
    entry.before(...read().map((word) => {
      const chip = Object.assign(document.createElement("span"), { className: "chip", textContent: word });
      const button = Object.assign(document.createElement("button"), { type: "button", textContent: "×" });
      button.setAttribute("aria-label", remove.replace("…", word));
      button.addEventListener("click", () => { write(read().filter((other) => other !== word)); entry.focus(); });
      chip.append(button);
      return chip;
    }));
  }

  const typed = () => entry.value.split(",").map((word) => word.trim()).filter(Boolean);

  function take() {
    if (entry.value.trim()) write([...read(), ...typed()]);
    entry.value = "";
  }

  // A chip that appears under a press would move the pressed button away before it is let go: the words are kept at once, drawn later.
  function leave() {
    if (!pressing) return take();
    field.value = [...new Set([...read(), ...typed()])].join(", ");
    document.addEventListener("mouseup", () => setTimeout(take), { once: true });
  }

  entry.addEventListener("keydown", (event) => {
    if ((event.key === "Enter" || event.key === ",") && entry.value.trim()) { event.preventDefault(); take(); }
    if (event.key === "Backspace" && !entry.value) write(read().slice(0, -1));
  });
  entry.addEventListener("blur", leave);
  box.addEventListener("click", (event) => { if (event.target === box) entry.focus(); });
  draw();
});
