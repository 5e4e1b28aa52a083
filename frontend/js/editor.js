// A small toolbar above each text box for statements. It writes the same simple marks that people may type themselves.
const WRAPS = { bold: ["**", "**"], link: ["[", "](https://)"] };
const LINES = { heading: "## ", list: "- ", quote: "> " };

function replace(box, start, end, text, from, to) {
  box.focus();
  box.setSelectionRange(start, end);
  // Through the browser's own editing, so that undo works; else by hand.
  if (!document.execCommand?.("insertText", false, text)) box.setRangeText(text, start, end, "end");
  box.setSelectionRange(start + from, start + to);
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

function wrap(box, [before, after]) {
  const { selectionStart: start, selectionEnd: end } = box;
  const words = box.value.slice(start, end);
  replace(box, start, end, before + words + after, before.length, before.length + words.length);
}

function mark(box, sign) {
  const start = box.value.lastIndexOf("\n", box.selectionStart - 1) + 1;
  const found = box.value.indexOf("\n", box.selectionEnd);
  const end = found < 0 ? box.value.length : found;
  const lines = box.value.slice(start, end).split("\n");
  const marked = lines.every((line) => line.startsWith(sign));
  const text = lines.map((line) => (marked ? line.slice(sign.length) : sign + line)).join("\n");
  replace(box, start, end, text, text.length, text.length);
}

// Arrow keys move in the toolbar, Tab leaves it: one stop, as toolbars do.
function move(event) {
  const buttons = [...event.currentTarget.children];
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const next = buttons[(buttons.indexOf(document.activeElement) + step + buttons.length) % buttons.length];
  for (const button of buttons) button.tabIndex = button === next ? 0 : -1;
  next.focus();
  event.preventDefault();
}

for (const names of document.querySelectorAll("[data-editor-toolbar]")) {
  const box = document.getElementById(names.dataset.editorToolbar);
  if (!box) continue;
  const bar = document.createElement("div");
  bar.className = "portal-toolbar";
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-label", names.dataset.label);
  bar.setAttribute("aria-controls", box.id);
  for (const name of ["heading", "bold", "list", "quote", "link"]) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "portal-toolbar__button";
    button.textContent = names.dataset[name];
    button.tabIndex = bar.children.length ? -1 : 0;
    button.addEventListener("click", () => (WRAPS[name] ? wrap(box, WRAPS[name]) : mark(box, LINES[name])));
    bar.append(button);
  }
  bar.addEventListener("keydown", move);
  box.before(bar);
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") bar.querySelector('[tabindex="0"]').focus();
  });
}
