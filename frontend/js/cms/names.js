// Gives a name to fields of Wagtail's pages that have none for a screen reader: rich text, tags, items of lists, cells of tables, and
// the choice of files.
// The name is the label or heading that people see beside the field.
(() => {
  const UNNAMED = [
    "[role=textbox][contenteditable]:not([aria-label], [aria-labelledby])",
    "form input[type=text]:not([aria-label], [aria-labelledby])",
    "form textarea:not([aria-label], [aria-labelledby])",
    "input[type=file]#fileupload:not([aria-label])",
  ].join(",");
  const LABELS = [
    ":scope > label",
    ":scope > .w-field__label",
    ":scope > .w-panel__header .w-panel__heading",
    ":scope > h2",
  ].join(",");

  const findLabel = (field) => {
    for (let parent = field.parentElement; parent && parent !== document.body; parent = parent.parentElement) {
      const label = parent.querySelector(LABELS);
      const words = label && label.textContent.replace(/[\s*]+/g, " ").trim();
      if (words) return words;
    }
    return document.querySelector("h1, #header-title")?.textContent.trim();
  };
  const nameFields = () => {
    for (const field of document.querySelectorAll(UNNAMED)) {
      const label = field.labels?.length ? "" : findLabel(field);
      if (label) field.setAttribute("aria-label", label);
    }
    // The list of sections scrolls where a form is long; without a stop for the keyboard only a mouse scrolls it.
    for (const list of document.querySelectorAll(".w-minimap__list:not([tabindex])")) list.tabIndex = 0;
  };

  // A block within a block is a group under its heading: as landmarks, many of one name would stand in the way.
  const groupBlocks = () => {
    for (const block of document.querySelectorAll("section.w-panel--nested:not([role])")) {
      block.setAttribute("role", "group");
      block.removeAttribute("aria-labelledby");
    }
  };

  let waiting = false;
  const nameSoon = () => {
    groupBlocks();
    if (waiting) return;
    waiting = true;
    setTimeout(() => {
      waiting = false;
      nameFields();
    }, 100);
  };
  document.addEventListener("DOMContentLoaded", () => {
    groupBlocks();
    nameFields();
    new MutationObserver(nameSoon).observe(document.body, { childList: true, subtree: true });
  });
})();
