"""When two names would be taken for one another, and what a company number looks like. Pure."""

import re
import unicodedata

# Endings that say a legal form and tell no two businesses apart.
FORMS = frozenset(
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
GENERIC = frozenset(["group", "holdings", "holding", "uk", "gb", "international", "global", "the", "and"])
# Letters of other scripts that look like Latin ones.
LOOKALIKES = str.maketrans("абвгԁеһіјкӏмпорԛѕтуԝхⅰⅼοαερικντυχ", "abbrdehijklmnopqstywxiloaepikvtux")
# Letters that Unicode does not take apart.
LETTERS = str.maketrans(
    {"ß": "ss", "ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "ı": "i", "&": " and ", "+": " and "}
)

_NUMBER = re.compile(r"(?:[0-9]{8}|[A-Z]{2}[0-9]{6})")
_SHORT_NUMBER = re.compile(r"([A-Z]{2})?([0-9]{1,8})")


def words(name: str) -> list[str]:
    """The words of a name without case, accents, punctuation, look-alike letters and invisible characters."""
    folded = unicodedata.normalize("NFKD", name).casefold().translate(LOOKALIKES).translate(LETTERS)
    kept = "".join(char for char in folded if unicodedata.category(char) not in ("Mn", "Cf"))
    kept = re.sub(r"['’.`]", "", kept)
    return re.findall(r"[^\W_]+", kept)


def normal_name(name: str) -> str:
    """What is compared to find names that a reader would take for the same: "The Beech Co. Ltd" is "beech"."""
    parts = words(name)
    while len(parts) > 1 and parts[-1] in FORMS:
        parts.pop()
    if len(parts) > 1 and parts[0] == "the":
        parts.pop(0)
    return " ".join(parts)[:160]


def domain_bears_name(domain: str, name: str) -> bool:
    """Whether a domain is spelt as the organisation is called: harbourfoods.example for Harbour Foods (UK) Ltd.

    Control of such a domain is taken as the name's; of any other, a person has to look. domain has no "www.".
    """
    label = "".join(words(domain.partition(".")[0].replace("-", " ")))
    own = normal_name(name).split()
    forms = {"".join(own), "".join(words(name))}
    forms.add("".join(word for word in own if word not in GENERIC))
    return len(label) > 2 and label in forms


def company_number(typed: str) -> str:
    """A Companies House number in its 8 characters: "7495895" is 07495895, "sc 12345" is SC012345.

    Raises ValueError when it cannot be one.
    """
    text = re.sub(r"[\s.-]", "", unicodedata.normalize("NFKC", typed)).upper()
    short = _SHORT_NUMBER.fullmatch(text)
    if short is None:
        raise ValueError(typed)
    letters, digits = short.group(1) or "", short.group(2)
    number = letters + digits.zfill(8 - len(letters))
    if not _NUMBER.fullmatch(number) or not digits.strip("0"):
        raise ValueError(typed)
    return number
