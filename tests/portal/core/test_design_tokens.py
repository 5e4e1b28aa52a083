"""The colours hold their contrast, and the build carries no mark that is not ours."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings

FRONTEND = Path(settings.BASE_DIR) / "frontend"
BUILD = FRONTEND / "build"
TOKENS = dict(re.findall(r"^\$([a-z-]+): (#[0-9a-f]{6});", (FRONTEND / "scss" / "_tokens.scss").read_text(), re.M))

# What stands on what, and the ratio that it needs (docs/requirements/experience.md#contrast).
PAIRS = [
    ("ink", "white", 15.9),
    ("ink", "paper", 14.3),
    ("ink", "dawn", 4.5),
    ("deep", "white", 8.8),
    ("deep", "paper", 7.9),
    ("white", "deep", 8.8),
    ("deep-dark", "white", 12.1),
    ("deep-dark", "paper", 10.9),
    ("white", "deep-dark", 4.5),
    ("link", "white", 6.9),
    ("link", "paper", 6.3),
    ("visited", "white", 9.1),
    ("visited", "paper", 8.2),
    ("muted", "white", 7.1),
    ("muted", "paper", 6.4),
    ("line", "white", 4.1),
    ("line", "paper", 3.7),
    ("success", "white", 6.5),
    ("error", "white", 6.5),
    ("success", "paper", 4.5),
    ("error", "paper", 4.5),
    ("amber", "deep", 3.0),
]


def luminance(colour: str) -> float:
    def linear(part: int) -> float:
        value = part / 255
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(int(colour[place : place + 2], 16)) for place in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("front, back, least", PAIRS)
def test_every_colour_can_be_read_where_it_stands(front, back, least):
    assert round(contrast(TOKENS[front], TOKENS[back]), 1) >= least


def built(name: str) -> str:
    if not (BUILD / name).exists():
        pytest.fail(f"No {name}: run `make setup` first.", pytrace=False)
    return (BUILD / name).read_text()


@pytest.mark.parametrize("name", ["portal.css", "cms.css"])
def test_the_style_carries_no_foreign_font_crest_or_address(name):
    css = built(name)
    assert not re.search(r"@font-face|GDS Transport|crest|crown|sourceMappingURL|url\(.?https?:", css, re.I)
    for address in re.findall(r"url\(([^)]+)\)", css):
        assert (BUILD / address).exists(), address


def test_the_style_uses_our_font_alone():
    families = {family.strip() for family in re.findall(r"font-family:([^;}]+)", built("portal.css"))}
    # Fingerprints and code stand in the reader's own fixed-width font.
    assert families <= {"system-ui,arial,sans-serif", "sans-serif", "inherit", "ui-monospace,monospace"}


def test_what_a_visitor_downloads_stays_small():
    def weight(name: str) -> int:
        return len(gzip.compress(built(name).encode(), 9))

    assert weight("portal.css") <= 35 * 1024
    # The concern journey's own limit is half of the site's.
    assert weight("portal.js") + weight("js-enabled.js") <= 15 * 1024
    # Only pages on which a statement is written load it (docs/decisions/0031-rich-editor.md).
    assert weight("editor.js") <= 85 * 1024


def test_the_lock_names_no_registry():
    lock = (Path(settings.BASE_DIR) / "package-lock.json").read_text()
    assert '"resolved"' not in lock
    pins = re.findall(r'"(?:version)": "([^"]+)"', lock)
    assert pins and all(re.fullmatch(r"\d+\.\d+\.\d+[\w.-]*", pin) for pin in pins)
