// What htmx needs to know: the CSRF token, and what to say when an answer cannot be shown in its place.
import { each } from "./each.js";
import { toast } from "./toasts.js";

const words = () => document.querySelector("#words")?.dataset ?? {};

document.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector("meta[name=csrf-token]")?.content;
  if (token && event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = token;
});

document.addEventListener("htmx:responseError", (event) => {
  if (event.target.closest("[data-poll]")) return;
  const page = new DOMParser().parseFromString(event.detail.xhr.responseText, "text/html");
  const reason = page.querySelector("[data-reason]")?.textContent.trim();
  toast(reason || words().failed, "bad");
});

for (const name of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(name, (event) => { if (!event.target.closest("[data-poll]")) toast(words().offline, "bad"); });
}

each(".error-summary", (summary) => summary.focus());
