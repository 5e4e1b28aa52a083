"""Lines that a page or a printer adds to a statement: navigation, cookie notices, footers, headers of pages.

They are no evidence of anything. Pure; takes time in proportion to the text.
"""

import re
from collections import Counter
from collections.abc import Sequence

DIGITS = re.compile(r"\d+")
MAX_REPEATED_WORDS = 16
MIN_REPEATS, MAX_PHRASE_WORDS, MAX_LINE = 3, 45, 400
SIGNS = re.compile(r"[|›»>•·/]")
PHRASES = re.compile(
    r"\b(?:uses?|using|accept|reject|manage|set|store|necessary|tracking|analytics) (?:\w+ ){0,2}cookies\b|"
    r"\bcookies? (?:policy|notice|settings|preferences|consent|banner)\b|"
    r"\bskip to (?:main |the )?content\b|\bback to (?:the )?top\b|"
    r"\bforward[- ]looking (?:information|statements?)\b|\ball rights reserved\b|©|\bcopyright\b|"
    r"\bterms (?:and conditions )?of use\b|\bprivacy (?:policy|notice|"
    r"statement)\b"
    r"(?=[^.]{0,40}$)|\bsite ?map\b|\bsubscribe to our\b|\bsign up (?:to|for) our (?:newsletter|e-?mails?)\b|"
    r"\bfollow us\b|\b(?:share|print|download|email) this page\b|\badd to (?:basket|cart)\b|\b(?:log|"
    r"sign) ?in\b(?=.{0,20}$)|"
    r"\benable javascript\b|\bjavascript (?:is|must)\b|\byour (?:browser|basket|cart)\b|"
    r"\bregistered in (?:england|scotland|"
    r"wales|northern ireland)\b[^.]{0,60}\b(?:no|number|company|office)\b|\bregistered (?:office|charity|company|"
    r"address)\b"
    r"[^.]{0,12}(?:no\b|number|:|is\b)|\bvat (?:no|number|registration)\b|\bauthorised and regulated by\b|"
    r"\bthis (?:email|website|site) (?:is|and)\b|\bread more\b(?=.{0,10}$)|\bclick here\b|\bwe use (?:analytics|"
    r"tracking)\b|"
    r"\bdocument (?:control|owner|reference|version)\b|\bversion (?:no\b|number|control)|\bnext review date\b",
    re.IGNORECASE,
)
# A row of links: short parts between signs, and no verb.
LINKS = re.compile(r"(?:[^|›»>•·/]{1,40}\s?[|›»>•·]\s?){2,}[^|›»>•·]{0,40}")
CONTACT = re.compile(
    r"\W*(?:(?:tel|telephone|phone|fax|e-?mail|web|website|t|e|w)\b\W*)?(?:\+?[\d ()-]{9,}|\S+@\S+\.\w+|"
    r"(?:https?://|www\.)\S+)\W*",
    re.IGNORECASE,
)
PAGE = re.compile(
    r"\W*(?:page\s*\d{1,3}(?:\s*(?:of|/)\s*\d{1,3})?|\d{1,3}\s*(?:of|/)\s*\d{1,3}|(?:classification|status)?\W*"
    r"(?:official|restricted|confidential|public|internal use only)(?:\W+(?:official|restricted|confidential|"
    r"public))?)\W*",
    re.IGNORECASE,
)
MENU = frozenset(
    [
        *("home", "menu", "search", "contact", "contact us", "about", "about us", "news", "careers", "login", "log in"),
        *(
            "sign in",
            "register",
            "accessibility",
            "site map",
            "investors",
            "investor relations",
            "media",
            "legal",
            "help",
        ),
        *("close", "accept", "accept all", "reject all", "settings", "manage settings", "share", "print", "download"),
        *("next", "previous", "facebook", "twitter", "linkedin", "instagram", "youtube", "our services", "products"),
    ]
)


def find_boilerplate(lines: Sequence[str]) -> list[bool]:
    """Return for each line whether it is boilerplate. Running lines, figures aside, stand three times or more."""
    counts = Counter(_fold(line) for line in lines)
    return [
        _is_boilerplate(line) or (counts[_fold(line)] >= MIN_REPEATS and 0 < len(line.split()) <= MAX_REPEATED_WORDS)
        for line in lines
    ]


def _is_boilerplate(line: str) -> bool:
    text = line.strip()
    if len(text) > MAX_LINE or len(text.split()) > MAX_PHRASE_WORDS:
        return False
    if text.casefold().strip(" .:>›»|") in MENU or CONTACT.fullmatch(text) or PAGE.fullmatch(text):
        return True
    if SIGNS.search(text) and LINKS.fullmatch(text) and not re.search(r"[.!?]\s", text):
        return True
    return bool(PHRASES.search(text))


def _fold(line: str) -> str:
    return DIGITS.sub("0", line).casefold().strip()
