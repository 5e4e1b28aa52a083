// The buttons above the text: one stop of the Tab key, arrows move between them, and each says whether it is on.
import { lift, setBlockType, toggleMark, wrapIn } from "prosemirror-commands";
import { redo, undo } from "prosemirror-history";
import { liftListItem, wrapInList } from "prosemirror-schema-list";
import { TextSelection } from "prosemirror-state";
import { addColumnAfter, addRowAfter, deleteColumn, deleteRow, deleteTable, isInTable } from "prosemirror-tables";
import { schema } from "./schema.js";

const { nodes, marks } = schema;

function around(state, type, attrs) {
  const { $from } = state.selection;
  for (let depth = $from.depth; depth > 0; depth--) {
    const node = $from.node(depth);
    if (node.type === type && (!attrs || node.attrs.level === attrs.level)) return true;
  }
  return false;
}

const has = (state, mark) => {
  const { from, $from, to, empty } = state.selection;
  return empty ? Boolean(mark.isInSet(state.storedMarks ?? $from.marks())) : state.doc.rangeHasMark(from, to, mark);
};

const heading = (level) => ({
  isOn: (state) => around(state, nodes.heading, { level }),
  run: (state, dispatch) =>
    (around(state, nodes.heading, { level }) ? setBlockType(nodes.paragraph) : setBlockType(nodes.heading, { level }))(state, dispatch),
});

const list = (type, other) => ({
  isOn: (state) => around(state, type),
  run: (state, dispatch) => {
    if (around(state, type)) return liftListItem(nodes.list_item)(state, dispatch);
    if (!around(state, other)) return wrapInList(type)(state, dispatch);
    // The other kind of list becomes this kind.
    const { $from } = state.selection;
    for (let depth = $from.depth; depth > 0; depth--) {
      if ($from.node(depth).type !== other) continue;
      dispatch?.(state.tr.setNodeMarkup($from.before(depth), type));
      return true;
    }
    return false;
  },
});

const mark = (type) => ({ isOn: (state) => has(state, type), run: toggleMark(type) });

function insertTable(state, dispatch) {
  if (isInTable(state)) return false;
  const cell = () => nodes.table_cell.createAndFill();
  const row = () => nodes.table_row.create(null, [cell(), cell(), cell()]);
  if (!dispatch) return true;
  const start = state.selection.$from;
  const tr = state.tr.replaceSelectionWith(nodes.table.create(null, [row(), row(), row()]));
  dispatch(tr.setSelection(TextSelection.near(tr.doc.resolve(Math.min(start.pos + 1, tr.doc.content.size)), 1)).scrollIntoView());
  return true;
}

const inTable = (run) => ({ run, onlyWhen: isInTable });

export const COMMANDS = {
  heading: heading(2),
  subheading: heading(3),
  bold: mark(marks.strong),
  italic: mark(marks.em),
  bullets: list(nodes.bullet_list, nodes.ordered_list),
  numbers: list(nodes.ordered_list, nodes.bullet_list),
  quote: {
    isOn: (state) => around(state, nodes.blockquote),
    run: (state, dispatch) =>
      (around(state, nodes.blockquote) ? lift : wrapIn(nodes.blockquote))(state, dispatch),
  },
  link: { isOn: (state) => has(state, marks.link), asks: "link" },
  note: { ...mark(marks.footnote) },
  table: { run: insertTable },
  row: inTable(addRowAfter),
  column: inTable(addColumnAfter),
  rowless: inTable(deleteRow),
  columnless: inTable(deleteColumn),
  tableless: inTable(deleteTable),
  box: {
    isOn: (state) => around(state, nodes.box),
    run: (state, dispatch) => (around(state, nodes.box) ? lift : wrapIn(nodes.box))(state, dispatch),
  },
  undo: { run: undo },
  redo: { run: redo },
};

function move(event) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const buttons = [...event.currentTarget.children].filter((button) => !button.hidden);
  const next = buttons[(buttons.indexOf(document.activeElement) + step + buttons.length) % buttons.length];
  for (const button of buttons) button.tabIndex = button === next ? 0 : -1;
  next.focus();
  event.preventDefault();
}

// labels: the words of each button by its name. Returns the bar and a function that shows a new state.
export function makeToolbar(labels, id) {
  const bar = document.createElement("div");
  bar.className = "portal-toolbar";
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-label", labels.label);
  bar.setAttribute("aria-controls", id);
  const buttons = Object.keys(COMMANDS).map((name) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = `portal-toolbar__button portal-toolbar__button--${name}`;
    button.textContent = labels[name];
    button.dataset.name = name;
    button.tabIndex = bar.children.length ? -1 : 0;
    bar.append(button);
    return button;
  });
  bar.addEventListener("keydown", move);
  const show = (state) => {
    for (const button of buttons) {
      const { isOn, onlyWhen } = COMMANDS[button.dataset.name];
      if (isOn) button.setAttribute("aria-pressed", String(isOn(state)));
      if (onlyWhen) button.hidden = !onlyWhen(state);
    }
  };
  return { bar, buttons, show };
}
