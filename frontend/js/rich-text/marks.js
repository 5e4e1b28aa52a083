// Writes the editor's document as the simple marks that the form sends; richtext.py reads them on the server.
const WORDS = /[\\*[\]^]/g;
// A line of a paragraph that begins like a heading, an item, a quotation, a table or a case study.
const OPENING = /^(?=#|[-*•]\s|>|\||:::|\d{1,3}[.)]\s)/;

const escaped = (text) => text.replace(/[\n\r\u2028]/g, " ").replace(WORDS, "\\$&");

// Marks do not nest in the order they were set: strong is outside, em inside, so that each run closes what it opened.
function run(text, names, href) {
  const [, before, words, after] = /^(\s*)(.*?)(\s*)$/s.exec(text);
  if (!words) return text;
  let out = escaped(words);
  if (names.has("footnote")) return `${before}^[${out}]${after}`;
  if (names.has("em")) out = `*${out}*`;
  if (names.has("strong")) out = `**${out}**`;
  if (href) out = `[${out}](${href})`;
  return before + out + after;
}

export function inline(node, lineEnd = "\n") {
  const runs = [];
  node.forEach((child) => {
    if (!child.isText) return runs.push({ key: "", text: null });
    const names = new Set(child.marks.map((mark) => mark.type.name));
    const href = child.marks.find((mark) => mark.type.name === "link")?.attrs.href;
    const key = [...names].sort().join() + (href ?? "");
    const last = runs.at(-1);
    if (last?.key === key && last.text !== null) last.text += child.text;
    else runs.push({ key, text: child.text, names, href });
  });
  return runs
    .map(({ text, names, href }) => (text === null ? lineEnd : run(text, names, href)))
    .join("")
    .split("\n")
    .map((line) => line.trim())
    .join("\n")
    .trim();
}

const FIGURE = /^\[figure \d{1,4}\]$/i;

const paragraph = (node) =>
  FIGURE.test(node.textContent.trim()) ? node.textContent.trim() : inline(node)
    .split("\n")
    .filter(Boolean)
    .map((line) => {
      const numbered = /^(\d{1,3})([.)]\s.*)$/.exec(line);
      return numbered ? `${numbered[1]}\\${numbered[2]}` : line.replace(OPENING, "\\");
    })
    .join("\n");

const items = (node, sign) => {
  const lines = [];
  node.forEach((item, _offset, index) => {
    const text = inline(item.firstChild, " ");
    if (text) lines.push(sign(index) + text);
  });
  return lines.join("\n");
};

function table(node) {
  const rows = [];
  node.forEach((row) => {
    const cells = [];
    row.forEach((cell) => {
      cells.push(inline(cell.firstChild, " ").replace(/\|/g, "\\|") || " ");
      for (let more = 1; more < cell.attrs.colspan; more++) cells.push(" ");
    });
    rows.push(cells);
  });
  const width = Math.max(...rows.map((cells) => cells.length));
  return rows.map((cells) => `| ${[...cells, ...Array(width - cells.length).fill(" ")].join(" | ")} |`).join("\n");
}

function quote(node) {
  const lines = [];
  node.forEach((child) => lines.push(...inline(child).split("\n").filter(Boolean)));
  return lines.map((line) => `> ${line}`).join("\n");
}

function box(node) {
  const first = node.firstChild;
  const hasTitle = first?.type.name === "heading" && first.attrs.level === 3;
  const inner = blocks(node, hasTitle ? 1 : 0);
  return `::: ${hasTitle ? inline(first, " ") : ""}`.trim() + `\n${inner}\n:::`;
}

const WRITERS = {
  paragraph,
  heading: (node) => {
    const text = inline(node, " ");
    return text && `${"#".repeat(node.attrs.level)} ${text}`;
  },
  bullet_list: (node) => items(node, () => "- "),
  ordered_list: (node) => items(node, (index) => `${index + 1}. `),
  blockquote: quote,
  table,
  box,
  figure: (node) => `[figure ${node.attrs.number}]`,
};

function blocks(node, from = 0) {
  const out = [];
  node.forEach((child, _offset, index) => {
    const text = index >= from && WRITERS[child.type.name](child);
    if (text) out.push(text);
  });
  return out.join("\n\n");
}

export const toMarks = (doc) => blocks(doc);
