"""Find the choice that a cell means: codes, labels, and other words that people write for them. Pure."""

import re
from dataclasses import dataclass
from functools import cache

from compliance.audits.choices import (
    Announcement,
    AuditType,
    CommissionedBy,
    FindingStatus,
    Grade,
    VerificationMethod,
)
from compliance.suppliers.choices import Activity, SiteFunction, SupplierStatus, Tier
from portal.core.did_you_mean import NearestValue
from portal.reference import audits
from portal.reference.industry_codes import find_sector_by_title
from portal.reference.synonyms import find_sector, find_site_function, fold
from portal.reference.tables import sectors

# More than this many choices are not listed in a message.
MAX_LISTED_CHOICES = 12


@dataclass(frozen=True, slots=True)
class Choice:
    code: str
    is_other_word: bool = False


class ChoiceWords:
    """Look up the words of one choice column. guess: a wider look-up, asked last."""

    def __init__(self, labels: dict[str, str], synonyms: dict[str, str], guess=None, sheet_words: str = "") -> None:
        self._labels = labels
        code_by_word = {fold(code): code for code in labels} | {fold(label): code for code, label in labels.items()}
        self._code_by_word = code_by_word
        self._synonyms = {fold(word): code for word, code in synonyms.items()} if synonyms else {}
        self._guess = guess
        self._nearest = NearestValue(
            {word: labels.get(code, code) for word, code in (self._synonyms | code_by_word).items()}
        )
        self.shown = list(labels.values())
        self.described = (
            ", ".join(self.shown)
            if len(labels) <= MAX_LISTED_CHOICES
            else sheet_words or "the words on the Lists sheet"
        )

    def find(self, text: str) -> Choice | None:
        """Return the choice that the text means, or None."""
        if text in self._labels:
            return Choice(text)
        folded_word = fold(text)
        if folded_word in self._synonyms:
            return Choice(self._synonyms[folded_word], is_other_word=True)
        if folded_word in self._code_by_word:
            return Choice(self._code_by_word[folded_word])
        code = self._guess(text) if self._guess else None
        return Choice(code, is_other_word=True) if code else None

    def nearest(self, text: str) -> str:
        """Return the label of the choice that somebody may have meant; "" where that is not plain."""
        return self._nearest.find(fold(text))

    def label(self, code: str) -> str:
        return self._labels.get(code, code)

    def labels(self) -> dict[str, str]:
        """Return label by code, in order of display."""
        return self._labels


def _labels_by_code(choices) -> dict[str, str]:
    return {str(value): str(label) for value, label in choices.choices}


@cache
def choice_words(name: str) -> ChoiceWords:
    return BUILDERS[name]()


def _tiers() -> ChoiceWords:
    synonyms = {
        "direct": "1",
        "direct supplier": "1",
        "first": "1",
        "first tier": "1",
        "one": "1",
        "second": "2",
        "second tier": "2",
        "two": "2",
        "third": "3",
        "third tier": "3",
        "three": "3",
        "3+": "3",
        "unknown": "0",
        "don't know": "0",
        "not known": "0",
    }
    return ChoiceWords(_labels_by_code(Tier), synonyms, _find_tier)


_TIER = re.compile(r"(?:supply chain )?(?:tier|t|level|stufe|rang|lvl)? ?(\d{1,2})(?:st|nd|rd|th)?(?:\b.*)?")


def _find_tier(text: str) -> str | None:
    """Return the tier of words such as T2, Tier 04 or 3rd tier; the third holds all below it."""
    match = _TIER.fullmatch(fold(text))
    return str(min(int(match[1]), Tier.THREE)) if match else None


def _sectors() -> ChoiceWords:
    return ChoiceWords({sector.code: sector.name for sector in sectors()}, {}, _find_sector)


def _find_sector(text: str) -> str | None:
    return find_sector(text) or find_sector_by_title(text)


def _functions() -> ChoiceWords:
    return ChoiceWords(_labels_by_code(SiteFunction), {}, find_site_function)


def _areas() -> ChoiceWords:
    return ChoiceWords(dict(audits.code_areas()), {})


def _issues() -> ChoiceWords:
    return ChoiceWords({code: issue.title for code, issue in audits.issues().items()}, {})


def _schemes() -> ChoiceWords:
    labels = {code: scheme.name for code, scheme in audits.schemes().items()}
    synonyms = {
        "smeta": "smeta_4_pillar",
        "smeta 4": "smeta_4_pillar",
        "smeta 2": "smeta_2_pillar",
        "smeta 6": "smeta_6_1",
        "smeta 7": "smeta_4_pillar",
        "smeta 7.0": "smeta_4_pillar",
        "4 pillar": "smeta_4_pillar",
        "2 pillar": "smeta_2_pillar",
        "smeta 4 pillar audit": "smeta_4_pillar",
        "bsci": "amfori_bsci",
        "rba": "rba_vap",
        "vap": "rba_vap",
        "sa 8000": "sa8000",
        "flocert": "fairtrade",
        "brcgs": "brc_er",
        "brc": "brc_er",
    }
    return ChoiceWords(labels, synonyms)


def _grades() -> ChoiceWords:
    return ChoiceWords(_labels_by_code(Grade), audits.finding_words("grades"))


def _statuses() -> ChoiceWords:
    return ChoiceWords(_labels_by_code(FindingStatus), audits.finding_words("statuses"), _find_status)


_PARTS_OF_STATUS = re.compile(r"[()\[\]/;,:–—]|\s-\s")


def _find_status(text: str) -> str | None:
    """Return the status of words such as "Open - overdue", whose parts all mean the same; else None."""
    parts = [part for part in map(str.strip, _PARTS_OF_STATUS.split(text)) if part]
    if len(parts) < 2:
        return None
    found = [choice_words("finding_statuses").find(part) for part in parts]
    codes = {choice.code if choice else None for choice in found}
    return codes.pop() if len(codes) == 1 else None


def _methods() -> ChoiceWords:
    return ChoiceWords(_labels_by_code(VerificationMethod), audits.finding_words("methods"))


def _days() -> ChoiceWords:
    synonyms = {word: str(days) for word, days in audits.finding_words("days").items()}
    return ChoiceWords(
        {str(days): f"{days} days" if days else "Immediate" for days in (0, 30, 60, 90, 180, 365)}, synonyms
    )


# A kind of finding also sets the grade where none is given (docs/requirements/suppliers.md#finding-rows).
FINDING_KINDS = {"finding": "Finding", "note": "Note", "observation": "Observation", "good_example": "Good example"}
FINDING_KIND_SYNONYMS = {
    "nc": "finding",
    "non compliance": "finding",
    "non conformance": "finding",
    "obs": "observation",
    "good practice": "good_example",
}

SUPPLIER_STATUS_SYNONYMS = {
    **dict.fromkeys(
        ("a", "live", "open", "current", "approved", "enabled", "aktiv", "actif", "activo", "yes", "y"), "active"
    ),
    **dict.fromkeys(
        ("inactive", "i", "closed", "archived", "deleted", "dormant", "inaktiv", "terminated", "no", "n"), "ended"
    ),
    **dict.fromkeys(("blocked", "on hold", "hold", "gesperrt", "on stop", "stopped"), "suspended"),
    **dict.fromkeys(("new", "pending", "prospect", "in progress", "onboarding in progress"), "onboarding"),
}

BUILDERS = {
    "tiers": _tiers,
    "sectors": _sectors,
    "activities": lambda: ChoiceWords(_labels_by_code(Activity), {}),
    "functions": _functions,
    "supplier_statuses": lambda: ChoiceWords(_labels_by_code(SupplierStatus), SUPPLIER_STATUS_SYNONYMS),
    "schemes": _schemes,
    "audit_types": lambda: ChoiceWords(
        _labels_by_code(AuditType), {"initial": "full_initial", "follow up": "full_follow_up"}
    ),
    "announcements": lambda: ChoiceWords(_labels_by_code(Announcement), {"semi": "semi_announced"}),
    "commissioners": lambda: ChoiceWords(_labels_by_code(CommissionedBy), {}),
    "issues": _issues,
    "areas": _areas,
    "grades": _grades,
    "kinds": lambda: ChoiceWords(FINDING_KINDS, FINDING_KIND_SYNONYMS),
    "carried": lambda: ChoiceWords({"new": "New", "carried": "Carried over"}, {"n": "new", "c": "carried"}),
    "finding_statuses": _statuses,
    "methods": _methods,
    "days": _days,
}
