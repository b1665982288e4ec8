// data-copy="text" or data-copy="#id" puts words on the clipboard and says so.
import { toast } from "./toasts.js";

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const named = button.dataset.copy.startsWith("#") && document.querySelector(button.dataset.copy);
  const text = named ? named.value ?? named.textContent.trim() : button.dataset.copy;
  try {
    await navigator.clipboard.writeText(text);
    toast(button.dataset.copied);
  } catch {
    toast(text, "warn");  // no clipboard without TLS: shown, to be copied by hand
  }
});
