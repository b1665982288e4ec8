// Enhancements only: every page works without this file. Each module minds one thing and listens on the document.
import "./requests.js";
import "./poll.js";
import "./toasts.js";
import "./menus.js";
import "./dialogs.js";
import "./keys.js";
import "./suggest.js";
import "./submits.js";
import "./drafts.js";
import "./files.js";
import "./tags.js";
import "./marks.js";
import "./selection.js";
import "./copy.js";
import "./theme.js";
import "./scrolls.js";

document.documentElement.classList.add("js");
