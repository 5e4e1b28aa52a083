"""Puts pictures of pages on contact sheets: small, in rows, each with its name."""

from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw

GAP, CAPTION = 16, 18
# Columns and rows of a sheet and the size of its tiles, for pages at least so wide.
LAYOUTS = ((768, (4, 3, 480, 400)), (0, (8, 3, 240, 480)))


def write_sheets(pictures: Sequence[Path], folder: Path, name: str, *, width: int) -> list[Path]:
    """Write as many sheets as the pictures need, and return them. A long page is shown by its top."""
    columns, rows, *tile = next(layout for least, layout in LAYOUTS if width >= least)
    size = columns * rows
    return [
        _write_sheet(
            pictures[first : first + size], folder / f"{name}-{first // size + 1:02d}.png", columns, rows, tile
        )
        for first in range(0, len(pictures), size)
    ]


def _write_sheet(pictures: Sequence[Path], path: Path, columns: int, rows: int, tile: Sequence[int]) -> Path:
    size = (columns * (tile[0] + GAP) + GAP, rows * (tile[1] + CAPTION + GAP) + GAP)
    sheet = Image.new("RGB", size, "#888888")
    draw = ImageDraw.Draw(sheet)
    for number, picture in enumerate(pictures):
        left = GAP + number % columns * (tile[0] + GAP)
        top = GAP + number // columns * (tile[1] + CAPTION + GAP)
        draw.text((left, top), picture.stem, fill="white")
        sheet.paste(_thumbnail(picture, tile), (left, top + CAPTION))
    sheet.save(path)
    return path


def _thumbnail(picture: Path, tile: Sequence[int]) -> Image.Image:
    with Image.open(picture) as page:
        wanted = min(page.height, page.width * tile[1] // tile[0])
        shown = page.crop((0, 0, page.width, wanted)).convert("RGB")
    return shown.resize((tile[0], wanted * tile[0] // page.width))
