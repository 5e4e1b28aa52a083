"""Comparison of names that readers could confuse, and the format of company numbers. Pure."""

import re
import unicodedata

from compliance.organisations.rules.domains import is_registered_name

# Endings that say a legal form and tell no two businesses apart.
LEGAL_FORM_SUFFIXES = frozenset(
    [
        "limited",
        "ltd",
        "plc",
        "llp",
        "lp",
        "cic",
        "cio",
        "inc",
        "incorporated",
        "corp",
        "corporation",
        "company",
        "co",
        "gmbh",
        "ag",
        "sa",
        "sas",
        "sarl",
        "bv",
        "nv",
        "pty",
        "unlimited",
        "cyfyngedig",
        "cyf",
        "ccc",
    ]
)
# Words that a business adds to its own name.
GENERIC_WORDS = frozenset(["group", "holdings", "holding", "uk", "gb", "international", "global", "the", "and"])
# Letters of other scripts that look like Latin ones.
LOOKALIKE_LETTERS = str.maketrans("абвгԁеһіјкӏмпорԛѕтуԝхⅰⅼοαερικντυχ", "abbrdehijklmnopqstywxiloaepikvtux")
# Letters that Unicode does not take apart.
LETTER_REPLACEMENTS = str.maketrans(
    {"ß": "ss", "ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "ı": "i", "&": " and ", "+": " and "}
)

# Signs that look alike in many fonts: Harb0ur, lceland, Bames.
LOOKALIKE_SIGNS = (("0", "o"), ("1", "l"), ("i", "l"), ("rn", "m"), ("vv", "w"))

# With the full stops that browsers take for one.
_WEB_ADDRESS = re.compile(r":/|www[.。]|[.。]\w{2,}/", re.IGNORECASE)
_LEADS_ELSEWHERE = re.compile(r":/|/\w+/|@|\w[.。]\w{2,}|[£$€]|(?:\d[\s()+-]*){6,}")


def split_words(name: str) -> list[str]:
    """Return the words of a name without case, accents, punctuation, look-alike letters and invisible characters."""
    folded = unicodedata.normalize("NFKD", name).casefold().translate(LOOKALIKE_LETTERS).translate(LETTER_REPLACEMENTS)
    visible = "".join(char for char in folded if unicodedata.category(char) not in ("Mn", "Cf"))
    visible = re.sub(r"['’.`]", "", visible)
    return re.findall(r"[^\W_]+", visible)


def normalise_name(name: str) -> str:
    """Return the key by which names that read alike are found: "The Beech Co. Ltd" gives "beech"."""
    parts = split_words(name)
    while len(parts) > 1 and parts[-1] in LEGAL_FORM_SUFFIXES:
        parts.pop()
    if len(parts) > 1 and parts[0] == "the":
        parts.pop(0)
    return " ".join(parts)[:160]


def lookalike_key(name: str) -> str:
    """Return the key by which names that look alike are found: HarbourFoods Ltd and Harb0ur Foods plc give the same."""
    squeezed = normalise_name(name).replace(" ", "")
    for sign, seen_as in LOOKALIKE_SIGNS:
        squeezed = squeezed.replace(sign, seen_as)
    return squeezed


def domain_matches_name(domain: str, name: str) -> bool:
    """Return whether a domain spells the organisation's name: harbourfoods.example for Harbour Foods (UK) Ltd.

    The domain itself, not a name that its owner chose below it: harbourfoods.evil.example is evil's.
    Of any other domain, a person has to look. domain has no "www.".
    """
    if not is_registered_name(domain):
        return False
    label = "".join(split_words(domain.partition(".")[0].replace("-", " ")))
    words = normalise_name(name).split()
    forms = {"".join(words), "".join(split_words(name))}
    forms.add("".join(word for word in words if word not in GENERIC_WORDS))
    return len(label) > 2 and label in forms


def contains_web_address(name: str) -> bool:
    """Return whether the name contains a web address; AO.com Limited is a name, AO.com/win is none."""
    return bool(_WEB_ADDRESS.search(unicodedata.normalize("NFKC", name)))


def looks_like_message(name: str) -> bool:
    """Return whether the name could mislead in a mail: it has a link, a phone number or a sum of money."""
    return bool(_LEADS_ELSEWHERE.search(unicodedata.normalize("NFKC", name)))
