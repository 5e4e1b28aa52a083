"""Recognise currencies in a text and in a number format. No Django here: the guard reads strangers' files."""

import re

DEFAULT_CURRENCY = "GBP"
UNKNOWN_DOLLAR = "dollars"
_CURRENCIES = (
    (re.compile(r"£|\bt?gbp\b|\bpounds?\b|\bsterling\b|\bstg\b"), "GBP"),
    (re.compile(r"€|\bt?eur(?:os?)?\b"), "EUR"),
    (re.compile(r"us\$|\bt?usd\b|\bu\.?s\.? ?dollars?\b"), "USD"),
    (re.compile(r"\b(?:cny|rmb|yuan)\b|\bcn¥"), "CNY"),
    (re.compile(r"¥|\bjpy\b|\byen\b"), "JPY"),
    (re.compile(r"₹|\binr\b|\brs\b\.?|\brupees?\b"), "INR"),
    (re.compile(r"\bchf\b|\bsfr\b"), "CHF"),
    (re.compile(r"\b(aud|cad|hkd|sgd|nzd|sek|nok|dkk|pln|czk|huf|ron|try|zar|aed|thb|vnd|bdt|pkr|lkr|idr|myr|php|mxn|"
                r"brl|krw|twd|ils|egp|mad|rub|uah)\b"), ""),
    (re.compile(r"\$"), UNKNOWN_DOLLAR),
)  # fmt: skip
# A number format's own sign, as [$€-407], and what it shows in quotes or after a backslash; [$-409] is a language.
_FORMAT_SIGN = re.compile(r'\[\$-[^\]]*\]|\[\$([^\]-]+)(?:-[0-9A-Fa-f]+)?\]|"([^"]*)"|\\(.)|([€¥₹$])')


def find_currency(text: str) -> str:
    """Return the currency that a text names, or ""."""
    text = text.casefold()
    for pattern, code in _CURRENCIES:
        if match := pattern.search(text):
            return code or match[1].upper()
    return ""


def find_format_currency(code: str) -> str:
    """Return the currency or the sign that a number format shows, or "" for pounds and for none."""
    signs = " ".join("".join(groups) for groups in _FORMAT_SIGN.findall(code.partition(";")[0]))
    currency = find_currency(signs) if signs.strip() else ""
    if currency == UNKNOWN_DOLLAR:
        return "$"
    return "" if currency == DEFAULT_CURRENCY else currency
