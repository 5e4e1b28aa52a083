// The editor of a statement's text. It shows formatting; the form still sends the marks that its text box holds.
// Without this script the box stays, and people type the marks themselves.
import { baseKeymap, chainCommands, toggleMark } from "prosemirror-commands";
import { history, redo, undo } from "prosemirror-history";
import { inputRules, textblockTypeInputRule, wrappingInputRule } from "prosemirror-inputrules";
import { keymap } from "prosemirror-keymap";
import { DOMParser as Reader } from "prosemirror-model";
import { liftListItem, splitListItem } from "prosemirror-schema-list";
import { EditorState } from "prosemirror-state";
import { goToNextCell, tableEditing } from "prosemirror-tables";
import { EditorView } from "prosemirror-view";
import { toMarks } from "./marks.js";
import { tidyPasted } from "./paste.js";
import { schema } from "./schema.js";
import { COMMANDS, makeToolbar } from "./toolbar.js";

const { nodes, marks } = schema;
const PAUSE = 250; // milliseconds without typing, after which the form's box is renewed

const rules = inputRules({
  rules: [
    wrappingInputRule(/^\s*[-*•]\s$/, nodes.bullet_list),
    wrappingInputRule(/^(\d{1,3})[.)]\s$/, nodes.ordered_list),
    wrappingInputRule(/^\s*>\s$/, nodes.blockquote),
    textblockTypeInputRule(/^(#{2,3})\s$/, nodes.heading, (match) => ({ level: match[1].length })),
  ],
});

// A button of the keyboard that moves on in a table, and out of the editor elsewhere: Tab is never trapped.
const keys = (toToolbar) =>
  keymap({
    "Mod-z": undo,
    "Mod-y": redo,
    "Shift-Mod-z": redo,
    "Mod-b": toggleMark(marks.strong),
    "Mod-i": toggleMark(marks.em),
    "Shift-Enter": (state, dispatch) => {
      dispatch?.(state.tr.replaceSelectionWith(nodes.hard_break.create()).scrollIntoView());
      return true;
    },
    Enter: chainCommands(splitListItem(nodes.list_item), (state, dispatch) => {
      // An empty item ends its list.
      const { $from } = state.selection;
      return $from.parent.content.size === 0 ? liftListItem(nodes.list_item)(state, dispatch) : false;
    }),
    Tab: goToNextCell(1),
    "Shift-Tab": goToNextCell(-1),
    Escape: () => {
      toToolbar();
      return true;
    },
  });

function askForLink(labels, view) {
  const row = document.createElement("div");
  row.className = "portal-link-row";
  row.hidden = true;
  const label = document.createElement("label");
  label.className = "govuk-label";
  label.textContent = labels.address;
  const input = document.createElement("input");
  input.className = "govuk-input";
  input.type = "url";
  input.placeholder = "https://";
  label.append(input);
  const set = document.createElement("button");
  set.type = "button";
  set.className = "govuk-button govuk-button--secondary";
  set.textContent = labels.set;
  row.append(label, set);
  const done = () => {
    row.hidden = true;
    view().focus();
  };
  const apply = () => {
    const { state, dispatch } = view();
    const { from, to, empty } = state.selection;
    const href = input.value.trim();
    let { tr } = state;
    if (!empty) tr = tr.removeMark(from, to, marks.link);
    if (/^(https:\/\/|mailto:)[^\s()<>"]+$/.test(href)) {
      const mark = marks.link.create({ href });
      tr = empty ? tr.replaceSelectionWith(schema.text(href, [mark]), false) : tr.addMark(from, to, mark);
    }
    dispatch(tr);
    done();
  };
  set.addEventListener("click", apply);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") apply();
    if (event.key === "Escape") done();
    if (["Enter", "Escape"].includes(event.key)) event.preventDefault();
  });
  return {
    row,
    open() {
      input.value = "";
      row.hidden = false;
      input.focus();
    },
  };
}

function start(names) {
  const box = document.getElementById(names.dataset.editorToolbar);
  const source = document.getElementById(`${names.dataset.editorToolbar}-html`);
  // A browser that brought typed marks back after a step back in history keeps its plain box: nothing typed is lost.
  if (!box || !source || box.value !== box.defaultValue) return;
  const label = document.querySelector(`label[for="${box.id}"]`);
  const words = names.dataset;
  const { bar, buttons, show } = makeToolbar(words, `${box.id}-editor`);
  const frame = document.createElement("div");
  frame.className = "portal-editor";
  if (label) label.id ||= `${box.id}-label`;

  let timer;
  let view;
  const write = () => {
    clearTimeout(timer);
    box.value = toMarks(view.state.doc);
    // For the autosave, and for the count of characters.
    box.dispatchEvent(new Event("input", { bubbles: true }));
    box.dispatchEvent(new Event("keyup", { bubbles: true }));
  };
  const link = askForLink(words, () => view);
  const place = document.createElement("div");
  view = new EditorView(
    { mount: place },
    {
      state: EditorState.create({
        doc: Reader.fromSchema(schema).parse(source.content),
        plugins: [rules, history(), keys(() => bar.querySelector('[tabindex="0"]').focus()), keymap(baseKeymap), tableEditing()],
      }),
      attributes: {
        id: `${box.id}-editor`,
        class: "portal-editor__text portal-prose",
        role: "textbox",
        "aria-multiline": "true",
        ...(label ? { "aria-labelledby": label.id } : { "aria-label": words.label }),
        ...(box.getAttribute("aria-describedby") ? { "aria-describedby": box.getAttribute("aria-describedby") } : {}),
      },
      transformPastedHTML: tidyPasted,
      dispatchTransaction(transaction) {
        const next = view.state.apply(transaction);
        view.updateState(next);
        show(next);
        if (!transaction.docChanged) return;
        clearTimeout(timer);
        timer = setTimeout(write, PAUSE);
      },
    },
  );
  for (const button of buttons) {
    button.addEventListener("mousedown", (event) => event.preventDefault());
    button.addEventListener("click", () => {
      const command = COMMANDS[button.dataset.name];
      if (command.asks) return link.open();
      command.run(view.state, view.dispatch);
      view.focus();
    });
  }
  frame.append(bar, link.row, place);
  box.before(frame);
  box.hidden = true;
  show(view.state);
  label?.addEventListener("click", () => view.focus());
  // Links of the error summary lead to the box, which is out of sight.
  box.addEventListener("focus", () => view.focus());
  const hash = `#${box.id}`;
  document.addEventListener("click", (event) => {
    if (event.target.closest?.(`a[href="${hash}"]`)) setTimeout(() => view.focus());
  });
  // What is sent is what is shown, however quickly somebody presses the button after the last word.
  box.form?.addEventListener("submit", write, true);
  box.form?.addEventListener("formdata", ({ formData }) => {
    if (timer) formData.set(box.name, toMarks(view.state.doc));
  });
  box.dispatchEvent(new CustomEvent("portal:rich-text", { bubbles: true }));
}

for (const names of document.querySelectorAll("[data-editor-toolbar]")) start(names);
