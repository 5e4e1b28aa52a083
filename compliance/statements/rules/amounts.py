"""Sums of money and long numbers, kept on one line wherever they are shown. Pure."""

import re

AMOUNT = re.compile(
    r"[£€$]\s?\d+(?:[.,]\d+)*(?:\s?(?:million|billion|bn|m|k)\b)?|(?<![\w.,])\d{1,3}(?:,\d{3})+(?:\.\d+)?%?(?!\w|[.,]\d)"
)
# What stands between tags. Every "<" of the HTML begins a tag.
TEXT = re.compile(r"(?:^|(?<=>))[^<>]+")


def keep_amounts_whole(html: str) -> str:
    """Return HTML in which no amount is broken over two lines: £48,000,000, 1,140, £3 million."""
    return TEXT.sub(lambda text: AMOUNT.sub(r'<span class="portal-amount">\g<0></span>', text[0]), html)
