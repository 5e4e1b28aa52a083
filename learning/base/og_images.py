"""Open Graph images of pages: the title below a low sun, drawn by us, in no file."""

import hashlib
import io
from textwrap import wrap

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont
from wagtail.models import Page

from learning.base.languages import get_public_pages

WIDTH, HEIGHT = SIZE = (1200, 630)
MARGIN, HORIZON = 80, 475
DEEP, AMBER, DAWN, WHITE = "#12506b", "#f0a020", "#fde3b5", "#ffffff"
SUN, SUN_LEFT = 105, 910
# As many signs on a line, and lines, as fit above the horizon at each size; the largest that holds the title counts.
LAYOUTS = ((76, 26, 3), (60, 33, 4), (46, 44, 5))
BOLD, PLAIN = "LiberationSans-Bold.ttf", "LiberationSans-Regular.ttf"
# Another drawing has another address.
DESIGN = "1"
# Signs beyond these the fonts may lack: such a title is left out rather than drawn as boxes.
LAST_LETTER, PUNCTUATION = 0x052F, range(0x2010, 0x2028)


def get_title(page: int) -> str | None:
    """Return the title by the page's key; None where there is no such page, or not for everybody."""
    return get_public_pages(Page.objects.live().public()).filter(pk=page).values_list("title", flat=True).first()


def get_digest(title: str) -> str:
    """Return what names the picture in its address: a hash of what it is drawn of."""
    return hashlib.sha256(f"{DESIGN} {settings.PORTAL_NAME} {title}".encode()).hexdigest()[:16]


def draw_image(title: str, *, name: str) -> bytes:
    """Return a PNG. name: the portal's."""
    picture = Image.new("RGB", SIZE, DEEP)
    brush = ImageDraw.Draw(picture)
    brush.pieslice((SUN_LEFT, HORIZON - SUN, SUN_LEFT + 2 * SUN, HORIZON + SUN), 180, 360, fill=DAWN)
    brush.rectangle((0, HORIZON, WIDTH, HORIZON + 8), fill=AMBER)
    if has_all_glyphs(title):
        size, lines = lay_out_title(title)
        brush.multiline_text((MARGIN, MARGIN), "\n".join(lines), fill=WHITE, font=_font(BOLD, size), spacing=size // 5)
    brush.text((MARGIN, HORIZON + 52), name, fill=WHITE, font=_font(PLAIN, 48))
    file = io.BytesIO()
    picture.quantize(64, dither=Image.Dither.NONE).save(file, "PNG", optimize=True)
    return file.getvalue()


def has_all_glyphs(title: str) -> bool:
    return all(ord(sign) <= LAST_LETTER or ord(sign) in PUNCTUATION for sign in title)


def lay_out_title(title: str) -> tuple[int, list[str]]:
    """Return the size of the letters, and the lines; the end of a title too long for the smallest is left out."""
    for size, signs, most in LAYOUTS:
        lines = wrap(title, signs)
        if len(lines) <= most:
            return size, lines
    size, signs, most = LAYOUTS[-1]
    return size, wrap(title, signs, max_lines=most, placeholder=" …")


def _font(name: str, size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """Return the font of our PDFs; where the system lacks it, the one that Pillow carries."""
    try:
        return ImageFont.truetype(name, size)
    except OSError:
        return ImageFont.load_default(size)
