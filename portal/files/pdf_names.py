"""Gives new names to what a PDF's author or program could name freely: resources, letters, fonts, inks and states.

The same name gets the same new one wherever it stands in the file, so that whatever went by it still does. Names that
readers give a meaning to stay. No Django here.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import count, product
from string import ascii_lowercase, ascii_uppercase

import pikepdf
from fontTools import agl, cffLib
from fontTools.ttLib import standardGlyphOrder

from portal.files.pdf_kinds import COLORANT, FONT_NAME, GLYPH, STATE

__all__ = ["Names", "key_text", "name_text"]

# Of each kind of name, the letter before its number.
PREFIXES = {
    "states": "G", "colours": "C", "patterns": "P", "shadings": "S", "xobjects": "X", "fonts": "F", "properties": "M",
    STATE: "A", COLORANT: "C",
}  # fmt: skip
RESERVED: dict[str, frozenset[str]] = {
    "colours": frozenset(
        {"DeviceGray", "DeviceRGB", "DeviceCMYK", "Pattern", "DefaultGray", "DefaultRGB", "DefaultCMYK"}
        | {"G", "RGB", "CMYK", "I", "Indexed"}
    ),
    # What forms call their fonts; some readers know them without looking.
    "fonts": frozenset({"Helv", "HeBo", "TiRo", "TiBo", "Cour", "CoBo", "ZaDb"}),
    STATE: frozenset({"Off", "On", "Yes"}),
    COLORANT: frozenset({"Cyan", "Magenta", "Yellow", "Black", "All", "None"}),
}
GLYPHS = frozenset(
    {*agl.AGL2UV, *agl.LEGACY_AGL2UV, *cffLib.cffStandardStrings, *standardGlyphOrder.standardGlyphOrder, ".notdef"}
)
# Names of letters that readers take a number from: a character of Unicode, or a code of the font.
NUMBERED_GLYPH = re.compile(
    r"uni(?:[0-9A-F]{4}){1,3}|u[0-9A-F]{4,6}|[A-Za-z]{1,2}\d{1,3}|(?:glyph|cid|index|gid)\d{1,5}"
)
LIGATURE = re.compile(r"[fijlt](?:_[fijlt]){1,2}")
SUBSET = re.compile(r"[A-Z]{6}\+")
STYLE = re.compile(
    r"bold|italic|oblique|regular|roman|normal|medium|light|semi|demi|black|heavy|narrow|condensed|book|psmt|ps|mt"
    r"|std|pro|identity-[hv]|[-, ]"
)
# Families that many machines have, without spaces. The names of others may be a person's or a firm's.
COMMON_FAMILIES = """
    arial arialunicodems arialblack avenir baskerville bookantiqua bookmanoldstyle calibri cambria cambriamath candara
    carlito caladea centurygothic comicsansms consolas constantia corbel courier couriernew dejavusans dejavusansmono
    dejavuserif didot franklingothic futura garamond georgia gillsans helvetica helveticaneue impact inter lato
    liberationmono liberationsans liberationserif lucidaconsole lucidasans lucidasansunicode menlo monaco montserrat
    notosans notosansmono notoserif notocoloremoji opensans optima palatino palatinolinotype roboto robotomono segoeui
    segoeuisymbol segoeuiemoji sourcesans symbol symbolmt tahoma times timesnew trebuchetms ubuntu verdana webdings
    wingdings wingdings2 wingdings3 zapfdingbats nimbussans nimbussansl nimbusl nimbusnol nimbusmonol cmr10 cmbx10
    batang dotum gulim malgungothic meiryo mingliu pmingliu ms-gothic msgothic mspgothic msmincho mspmincho simhei
    simsun nsimsun fangsong kaiti microsoftyahei microsoftjhenghei stsong stheiti heiseimin-w3 heiseikakugo-w5
    kozmin-vi kozgo-medium msung mhei hysmyeongjo hygothic adobesong adobeming adobemyungjo
"""
FAMILIES = frozenset(STYLE.sub("", family) for family in COMMON_FAMILIES.split())


def name_text(name: pikepdf.Object) -> str:
    """Return a name of a PDF without its slash, one character for each byte: some are in no encoding of ours."""
    spelled = bytes(name.unparse())
    if b"#" in spelled:
        spelled = re.sub(rb"#([0-9A-Fa-f]{2})", lambda match: bytes.fromhex(match[1].decode()), spelled)
    return spelled[1:].decode("latin-1")


def key_text(key: str) -> str:
    """Return a key of a PDF's dictionary as name_text would."""
    return key[1:].encode("utf-8", "surrogateescape").decode("latin-1")


def _letters() -> Iterator[str]:
    """Yield names from which no reader takes a number or a character."""
    for length in count(3):
        yield from ("zz" + "".join(letters) for letters in product(ascii_lowercase, repeat=length))


class Names:
    """The new names of one file."""

    def __init__(self) -> None:
        self._given: dict[tuple[str, str], str] = {}
        self._counts: Counter[str] = Counter()
        self._glyphs, self._subsets = _letters(), product(ascii_uppercase, repeat=6)
        self._makers: dict[str, Callable[[str], str]] = {GLYPH: self._name_glyph, FONT_NAME: self._name_font}

    def rename(self, kind: str, name: str) -> str:
        """Return the new name, which may be the old one. kind: a key of PREFIXES, GLYPH or FONT_NAME."""
        if name in RESERVED.get(kind, ()):
            return name
        if (kind, name) not in self._given:
            self._given[kind, name] = self._makers.get(kind, lambda _name: self._number(kind))(name)
        return self._given[kind, name]

    def rename_name(self, kind: str, name: pikepdf.Object) -> pikepdf.Name:
        """Return the new name of a name object, the same object where it stays."""
        old = name_text(name)
        new = self.rename(kind, old)
        return name if new == old else pikepdf.Name(f"/{new}")  # type: ignore[return-value]  # it is a name

    def rename_keys(self, kind: str, thing: pikepdf.Object) -> None:
        """Give each key of a dictionary its new name."""
        entries = list(thing.items())
        for key, _value in entries:
            del thing[key]
        for key, value in entries:
            thing[f"/{self.rename(kind, key_text(key))}"] = value

    def make_glyph(self) -> str:
        """Return a name of a letter that nothing else has."""
        return next(self._glyphs)

    def _number(self, kind: str) -> str:
        self._counts[kind] += 1
        return f"{PREFIXES[kind]}{self._counts[kind] - 1}"

    def _name_glyph(self, name: str) -> str:
        base, dot, _variant = name.partition(".")
        if name in GLYPHS or NUMBERED_GLYPH.fullmatch(name) or LIGATURE.fullmatch(name):
            return name
        if dot and (base in GLYPHS or NUMBERED_GLYPH.fullmatch(base)):
            # Readers take the character from what stands before the dot.
            return f"{base}.{next(self._glyphs)}"
        return next(self._glyphs)

    def _name_font(self, name: str) -> str:
        tag = "".join(next(self._subsets)) + "+" if SUBSET.match(name) else ""
        bare = SUBSET.sub("", name, count=1)
        if STYLE.sub("", bare.lower()) in FAMILIES:
            return tag + bare
        return tag + f"F{self._next_font()}{_style_of(bare)}"

    def _next_font(self) -> int:
        self._counts[FONT_NAME] += 1
        return self._counts[FONT_NAME] - 1


def _style_of(name: str) -> str:
    """Return the style that readers take from a font's name, where they have to find another one."""
    is_bold, is_italic = re.search(r"bold|black|heavy", name, re.I), re.search(r"italic|oblique", name, re.I)
    style = ("Bold" if is_bold else "") + ("Italic" if is_italic else "")
    return f"-{style}" if style else ""
