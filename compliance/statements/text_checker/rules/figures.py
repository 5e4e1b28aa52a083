"""Counts and shares in a sentence: the figures of a measure, and nothing that only looks like one."""

import re

NUMBER = re.compile(
    r"(?<![\w./§-])(?!(?:19|20)\d\d\b)\d[\d,.]*\s?(?:%|per ?cent\b)|"
    r"(?<![\w./§£$€-])(?!(?:19|20)\d\d\b)\d[\d,.]*(?!\w|[-/.]\d)(?=\s+(?:of\b|out\b|[a-z])|[.,;)]|$)|\b(?:zero|"
    r"nil|no|none)\b(?=[^.]{0,40}\b"
    r"(?:reports?|cases?|incidents?|instances?)\b)",
    re.IGNORECASE,
)
# A number that is a date, a section, a level, a step or an address of something.
NOT_A_FIGURE = re.compile(
    r"\b(?:section|sections|s\.|part|tier|tiers|level|step|stage|phase|page|schedule|article|principle|goal|iso|"
    r"sa|bs|"
    r"version|v|no\.?|number:?|clause|paragraph|convention|conventions)\s?\d[\d.()a-z]*|"
    r"\b\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*|"
    r"\b(?:next|last|past|every|within|over|first|previous) \w{0,8} ?\d+ (?:days|weeks|months|years)|"
    r"\b\d+[- ](?:day|month|year|hour)s?\b|"
    r"£\s?\d[\d.,]*\s?(?:million|m|bn|billion|k)?\b|\b(?:0|\+44)[\d ]{8,}\b|\b24[/-]7\b|\b24 hours?\b",
    re.IGNORECASE,
)


def has_figure(text: str) -> bool:
    """Tell whether it gives a count or a share: no year, date, section, sum of money or telephone number."""
    return bool(NUMBER.search(NOT_A_FIGURE.sub(" ", text)))
