// Pasted text in the shape of a statement: Word's lists become lists, insertions count and deletions do not.
// Styles are read from data-style: a style attribute is refused by the policy of the page, even in a document apart.
const STYLES = /<style[\s\S]*?(?:<\/style>|$)/gi;
const TAGS = /<[a-z][^>]*>/gi;
const BOLD = /font-weight:\s*(?:bold|[6-9]00)/i;
const ITALIC = /font-style:\s*italic/i;
const NOT_BOLD = /font-weight:\s*normal/i;
const WORD_ITEM = /mso-list:\s*l(\d+)\s+level(\d+)/i;
const HEADING = /^MsoHeading|^Heading|^Title$/i;

function isNumbered(paragraph) {
  const mark = [...paragraph.querySelectorAll("span")].find((span) => /mso-list:\s*ignore/i.test(span.getAttribute("data-style") ?? ""));
  const sign = (mark?.textContent ?? "").trim();
  mark?.remove();
  return /^\(?([0-9]{1,3}|[a-z]|[ivx]{1,5})[.)]/i.test(sign);
}

// Word writes each item as a paragraph of its own that names its list.
function wordLists(body) {
  let list = null;
  for (const paragraph of [...body.querySelectorAll("p, h1, h2, h3, h4, h5, h6, table")]) {
    const isItem = paragraph.tagName === "P" && WORD_ITEM.test(paragraph.getAttribute("data-style") ?? "");
    if (!isItem) {
      if (!list?.contains(paragraph)) list = null;
      continue;
    }
    const tag = isNumbered(paragraph) ? "ol" : "ul";
    if (!list || list.tagName.toLowerCase() !== tag || paragraph.previousElementSibling !== list) {
      list = body.ownerDocument.createElement(tag);
      paragraph.before(list);
    }
    const item = body.ownerDocument.createElement("li");
    item.append(...paragraph.childNodes);
    list.append(item);
    paragraph.remove();
  }
}

// A statement's lists have one level: what stands under an item follows it.
function flatten(body) {
  for (const inner of [...body.querySelectorAll("li ul, li ol")].reverse()) {
    const item = inner.closest("li:not(:scope)") ?? inner.parentElement;
    item.after(...inner.children);
    inner.remove();
  }
  // Some programs put a list right inside a list, beside its items.
  for (const inner of [...body.querySelectorAll("ul > ul, ul > ol, ol > ul, ol > ol")].reverse()) {
    inner.replaceWith(...inner.children);
  }
  for (const item of body.querySelectorAll("li")) {
    for (const part of item.querySelectorAll("p, div, h1, h2, h3, h4, h5, h6")) {
      if (part.nextSibling) part.append(" ");
      part.replaceWith(...part.childNodes);
    }
  }
}

function cells(body) {
  for (const cell of body.querySelectorAll("td, th")) {
    for (const part of cell.querySelectorAll("p, div, li, h1, h2, h3, h4, h5, h6")) part.append(" ");
    for (const part of [...cell.querySelectorAll("p, div, ul, ol, li, h1, h2, h3, h4, h5, h6")].reverse()) {
      part.replaceWith(...part.childNodes);
    }
  }
}

// Some programs say by a style what is bold, and wrap everything in a <b> that is not.
function weights(body) {
  for (const part of [...body.querySelectorAll("[data-style]")].reverse()) {
    const style = part.dataset.style;
    if (["B", "STRONG"].includes(part.tagName) && NOT_BOLD.test(style)) part.replaceWith(...part.childNodes);
    else if (part.tagName === "SPAN") {
      for (const [pattern, tag] of [[BOLD, "strong"], [ITALIC, "em"]]) {
        if (!pattern.test(style)) continue;
        const wrap = body.ownerDocument.createElement(tag);
        wrap.append(...part.childNodes);
        part.append(wrap);
      }
    }
  }
}

export function tidyPasted(html) {
  // Word's conditional comments hide the bullet's sign from browsers; what is between them is read below.
  const cleaned = html
    .replace(STYLES, "")
    .replace(/<!\[(if[^\]]*|endif)\]>/gi, "")
    .replace(/<\/?o:p[^>]*>/gi, "")
    .replace(TAGS, (tag) => tag.replace(/\sstyle\s*=/gi, " data-style="));
  const { body } = new DOMParser().parseFromString(cleaned, "text/html");
  for (const gone of body.querySelectorAll("style, script, meta, link, title, xml, del, s, strike, .msoDel")) gone.remove();
  for (const title of body.querySelectorAll("p[class]")) {
    if (!HEADING.test(title.className)) continue;
    const heading = body.ownerDocument.createElement(/Heading[2-9]/i.test(title.className) ? "h3" : "h2");
    heading.append(...title.childNodes);
    title.replaceWith(heading);
  }
  wordLists(body);
  weights(body);
  flatten(body);
  cells(body);
  return body.innerHTML;
}
