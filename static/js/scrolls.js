// What scrolls sideways must be reachable with the keyboard.
import { each } from "./each.js";

each(".prose pre, .prose table, .steps", (box) => { if (box.scrollWidth > box.clientWidth) box.tabIndex = 0; });
