// What a statement's text may hold: the same elements as compliance/statements/rules/richtext.py lets through.
import { Schema } from "prosemirror-model";
import { tableNodes } from "prosemirror-tables";

const block = (tag) => ({ content: "inline*", group: "block", parseDOM: [{ tag }], toDOM: () => [tag, 0] });

const nodes = {
  doc: { content: "(block | box)+" },
  paragraph: block("p"),
  heading: {
    ...block("h2"),
    attrs: { level: { default: 2 } },
    defining: true,
    parseDOM: [
      { tag: "h1", attrs: { level: 2 } },
      { tag: "h2", attrs: { level: 2 } },
      ...["h3", "h4", "h5", "h6"].map((tag) => ({ tag, attrs: { level: 3 } })),
    ],
    toDOM: ({ attrs }) => [`h${attrs.level}`, 0],
  },
  bullet_list: { content: "list_item+", group: "block", parseDOM: [{ tag: "ul" }], toDOM: () => ["ul", 0] },
  ordered_list: { content: "list_item+", group: "block", parseDOM: [{ tag: "ol" }], toDOM: () => ["ol", 0] },
  list_item: { content: "paragraph", defining: true, parseDOM: [{ tag: "li" }], toDOM: () => ["li", 0] },
  blockquote: {
    content: "paragraph+",
    group: "block",
    defining: true,
    parseDOM: [{ tag: "blockquote" }],
    toDOM: () => ["blockquote", 0],
  },
  figure: {
    group: "block",
    atom: true,
    attrs: { number: {} },
    parseDOM: [
      { tag: "figure[data-number]", getAttrs: (dom) => ({ number: Number.parseInt(dom.dataset.number, 10) || 0 }) },
    ],
    toDOM: ({ attrs }) => ["figure", { "data-number": attrs.number }],
  },
  // A case study: its first heading is its title.
  box: { content: "block+", defining: true, parseDOM: [{ tag: "aside" }], toDOM: () => ["aside", 0] },
  ...tableNodes({ tableGroup: "block", cellContent: "paragraph", cellAttributes: {} }),
  hard_break: {
    inline: true,
    group: "inline",
    selectable: false,
    parseDOM: [{ tag: "br" }],
    toDOM: () => ["br"],
  },
  text: { group: "inline" },
};

const marks = {
  link: {
    attrs: { href: {} },
    inclusive: false,
    parseDOM: [
      {
        tag: "a[href]",
        getAttrs: (dom) => {
          const href = dom.getAttribute("href");
          return /^(https:\/\/|mailto:)[^\s()<>"]{1,2000}$/.test(href) ? { href } : false;
        },
      },
    ],
    toDOM: ({ attrs }) => ["a", { href: attrs.href, rel: "noopener noreferrer" }, 0],
  },
  em: { parseDOM: [{ tag: "em" }, { tag: "i" }, { style: "font-style=italic" }], toDOM: () => ["em", 0] },
  strong: {
    parseDOM: [
      { tag: "strong" },
      { tag: "b", getAttrs: (dom) => dom.style.fontWeight !== "normal" && null },
      { style: "font-weight", getAttrs: (value) => /^(bold(er)?|[6-9]\d{2})$/.test(value) && null },
    ],
    toDOM: () => ["strong", 0],
  },
  footnote: {
    inclusive: false,
    excludes: "_",
    parseDOM: [{ tag: "span.footnote" }],
    toDOM: () => ["span", { class: "footnote" }, 0],
  },
};

export const schema = new Schema({ nodes, marks });
