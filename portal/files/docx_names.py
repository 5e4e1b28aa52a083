"""Gives new names to the relations, bookmarks, styles and shapes of a Word document.

The same name gets the same new one in all parts, so that whatever went by it still does. Names that Word gives a
meaning to stay. Pure; no Django here.
"""

import re
from collections import Counter

RELATION, BOOKMARK, STYLE, SHAPE, SEQUENCE, MOVE = "relation", "bookmark", "style", "shape", "sequence", "move"
PREFIXES = {RELATION: "r", BOOKMARK: "B", STYLE: "S", SHAPE: "V", SEQUENCE: "Q", MOVE: "M"}
# The styles that every copy of Word has (ISO/IEC 29500-1, 17.7.4.9, and what Word added), in small letters.
ACCENTED_STYLE = (
    r"((light|medium|colorful) (shading|list|grid)|dark list|medium (shading|list|grid) [1-3]"
    r"|(grid|list) table [1-7]( light| dark| colorful)?)( accent [1-6])?"
)
BUILT_IN_STYLE = re.compile(
    r"(normal|title|subtitle|(heading|toc|index) [1-9]|index heading|toc heading|caption|header|footer|signature|date"
    r"|normal \(web\)|normal indent|normal table|no list|no spacing|list paragraph|(list|list bullet|list number) [2-5]"
    r"|list|list bullet|list number|list continue( [2-5])?|body text( indent)?( [23])?|body text first indent( 2)?"
    r"|block text|plain text|quote|intense quote|strong|emphasis|(subtle|intense) (emphasis|reference)|book title"
    r"|hyperlink|followedhyperlink|default paragraph font|line number|page number|placeholder text|balloon text"
    r"|(foot|end)note (text|reference)|annotation (text|reference|subject)|comment (text|reference|subject)"
    r"|table of (figures|authorities)|toa heading|macro|document map|envelope (address|return)|closing|salutation"
    r"|message header|note heading|e-mail signature|bibliography|revision|unresolved mention|smart hyperlink|mention"
    r"|hashtag|smart link|html (address|acronym|bottom of form|cite|code|definition|keyboard|preformatted|sample"
    r"|top of form|typewriter|variable|bottom|top)"
    r"|(outline list|article / section|1 / a / i|1 / 1\.1 / 1\.1\.1)( [1-3])?"
    r"|table (grid|theme|normal|simple|classic|colorful|columns|list|3d effects|contemporary|elegant|professional"
    r"|subtle|web)( [1-8])?|table grid light|grid table light|plain table [1-5]|" + ACCENTED_STYLE + r")( char)?"
)
# Bookmarks that a program knows, and the ids that Word gives to shapes.
KNOWN = {
    BOOKMARK: re.compile(r"_top"),
    SHAPE: re.compile(r"_x0000_[a-z]\d{1,5}"),
    SEQUENCE: re.compile("Figure|Table|Equation"),
}


class Names:
    """The new names of one document."""

    def __init__(self) -> None:
        self._given: dict[tuple[str, str], str] = {}
        self._counts: Counter[str] = Counter()
        # What styles are called, by what they were called.
        self.styles: dict[str, str] = {}

    def rename(self, kind: str, name: str) -> str:
        """Return the new name, which may be the old one."""
        if (known := KNOWN.get(kind)) and known.fullmatch(name):
            return name
        if (kind, name) not in self._given:
            self._counts[kind] += 1
            # Word hides bookmarks that begin with a line.
            start = "_" if kind == BOOKMARK and name.startswith("_") else ""
            self._given[kind, name] = f"{start}{PREFIXES[kind]}{self._counts[kind]}"
        return self._given[kind, name]

    def rename_bookmark(self, name: str) -> str:
        """Return the new name of a bookmark."""
        return self.rename(BOOKMARK, name)

    def rename_sequence(self, name: str) -> str:
        """Return the new name of what is counted, such as figures."""
        return self.rename(SEQUENCE, name)

    def set_style(self, style_id: str, name: str) -> str:
        """Return the new name of a style, and give its id a new one where it says more than the name."""
        if BUILT_IN_STYLE.fullmatch(name.lower()):
            if style_id.lower() == re.sub(r"\W", "", name.lower()):
                self._given[STYLE, style_id] = style_id
            return name
        self.styles[name] = self.rename(STYLE, style_id)
        return self.styles[name]
