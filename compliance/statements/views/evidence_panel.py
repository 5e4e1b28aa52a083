"""What the registers offer to a section, and what of them is used in it, with what changed since."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from compliance.organisations.models import Organisation
from compliance.organisations.tenancy import rows
from compliance.statements import evidence_words as words
from compliance.statements import permissions, vocabulary
from compliance.statements.choices import AREAS, EvidenceKind, SectionCode
from compliance.statements.evidence_sentences import joined, sentence
from compliance.statements.models import Evidence
from compliance.statements.rules.evidence import visits
from compliance.statements.rules.evidence.changes import Change, changes, thawed
from compliance.statements.rules.evidence.held import Held, Period
from compliance.statements.rules.evidence.making import suggestions
from compliance.statements.rules.evidence.suggestion import Row, Suggestion
from compliance.statements.services.holdings import gather
from compliance.statements.views.base import VersionMixin, today

# Evidence that tells what was found, which an open A-alert keeps for few. The others tell numbers and grades only,
# which every member reads in the list of findings.
TELLING = frozenset({EvidenceKind.INDICATORS, EvidenceKind.FEES, EvidenceKind.REPAID, EvidenceKind.REMEDIATIONS})
ROWS_NAMED = 5
PAGES = {
    "supplier": "suppliers:supplier",
    "site": "suppliers:site",
    "audit": "audits:audit",
    "finding": "audits:finding",
    "carplan": "audits:finding",
    "training": "organisations:training_assignment",
}


@dataclass(frozen=True)
class Link:
    name: str
    address: str


@dataclass(frozen=True)
class Offer:
    """A suggestion as the page shows it. key: what its button sends."""

    suggestion: Suggestion
    sentence: str
    point: str
    figure: str
    ticks: list[str]
    rests_on: str
    links: list[Link]
    more: int
    cautions: list[Any]
    is_newer: bool

    @property
    def key(self) -> str:
        return key_of(self.suggestion)

    @property
    def title(self) -> str:
        return EvidenceKind(self.suggestion.kind).label


@dataclass(frozen=True)
class Used:
    """is_shut: its rows are for those who see the details of open A-alerts, and the reader does not."""

    evidence: Evidence
    changed: list[str] = field(default_factory=list)
    is_shut: bool = False


@dataclass(frozen=True)
class Panel:
    """has_period: without the days of the financial year there is nothing to count."""

    offers: list[Offer]
    used: list[Used]
    may_use: bool
    has_period: bool


def key_of(suggestion: Suggestion) -> str:
    return f"{suggestion.kind.value}:{suggestion.of}:{suggestion.digest}"


def period_of(answers: Mapping[str, Mapping[str, Any]]) -> Period | None:
    told = answers.get(SectionCode.PERIOD, {})
    try:
        return Period(date.fromisoformat(told["period_start"]), date.fromisoformat(told["period_end"]))
    except (KeyError, ValueError, TypeError):
        return None


def offered(view: VersionMixin, code: str) -> list[Suggestion]:
    """What this person may use in the section, as the registers are now."""
    period = period_of(view.answers)
    if period is None:
        return []
    held = gather(view.organisation, today=today())
    return made(view, code, held, period)


def made(view: VersionMixin, code: str, held: Held, period: Period) -> list[Suggestion]:
    sees_all = permissions.can_see_alerted_evidence(view.membership)
    answers = view.answers.get(code, {})
    return [
        one
        for one in suggestions(code, held, period, today=today(), sees_all=sees_all)
        if all(vocabulary.field(question).is_asked(answers) for question in one.answers)
    ]


def panel(view: VersionMixin, code: SectionCode) -> Panel:
    period = period_of(view.answers)
    held = gather(view.organisation, today=today())
    kept = rows(Evidence, view.organisation).filter(version=view.version, section=code).select_related("used_by")
    used = list_used(view, list(kept), held)
    may_use = permissions.can_edit_section(view.membership, view.version, code)
    fresh = made(view, code, held, period) if may_use and period else []
    return Panel(_offers(view.organisation, fresh, used, period), used, may_use, period is not None)


def _offers(
    organisation: Organisation, fresh: list[Suggestion], used: list[Used], period: Period | None
) -> list[Offer]:
    """What is used as it is now is not offered again."""
    digests: dict[tuple[str, str], set[str]] = {}
    for kept in used:
        snapshot = kept.evidence.snapshot
        digests.setdefault((kept.evidence.kind, snapshot.get("of", "")), set()).add(snapshot.get("digest", ""))
    offers = []
    for one in fresh:
        before = digests.get((one.kind.value, one.of), set())
        if period and one.digest not in before:
            offers.append(_offer(organisation, one, period, is_newer=bool(before)))
    return offers


def _offer(organisation: Organisation, one: Suggestion, period: Period, *, is_newer: bool) -> Offer:
    return Offer(
        suggestion=one,
        sentence=sentence(one, period=period, today=today()),
        point=vocabulary.disclosure(one.disclosure).text if one.disclosure else "",
        figure=words.figure_in_words(one.figure) if one.figure else "",
        ticks=_ticks(one.answers),
        rests_on=_counted(one.rows),
        links=[Link(words.row_name(row), address_of(row, organisation)) for row in one.rows[:ROWS_NAMED]],
        more=max(len(one.rows) - ROWS_NAMED, 0),
        cautions=[words.CAUTIONS[code] for code in one.cautions],
        is_newer=is_newer,
    )


def _ticks(answers: Mapping[str, Iterable[str]]) -> list[str]:
    found = []
    for code, given in answers.items():
        labels = dict(vocabulary.enumeration(vocabulary.field(code).enumeration or "").choices)
        found += [str(_(labels[one])) for one in labels if one in set(given)]
    return found


def _counted(found: Iterable[Row]) -> str:
    """ "3 audits and 2 sites"."""
    counts = Counter(row.type for row in found)
    return joined([words.counted(kind, number) for kind, number in counts.items()])


def address_of(row: Row, organisation: Organisation) -> str:
    if row.type == "course":
        return reverse("organisations:training", args=[organisation.slug])
    name, uuid = PAGES.get(row.type, "audits:audit"), row.id if row.type in PAGES else row.audit
    return reverse(name, args=[organisation.slug, uuid])


def list_used(view: VersionMixin, kept: list[Evidence], held: Held) -> list[Used]:
    sees_all = permissions.can_see_alerted_evidence(view.membership)
    return [_used(one, held, sees_all=sees_all) for one in kept]


def _used(one: Evidence, held: Held, *, sees_all: bool) -> Used:
    if not sees_all and is_alerted(one, held):
        return Used(one, is_shut=True)
    return Used(one, [words.change_in_words(change) for change in changed_since(one, held)])


def is_alerted(one: Evidence, held: Held) -> bool:
    """Whether it tells of a finding under an open A-alert; of one that is gone nobody knows, so it may."""
    if one.kind not in TELLING:
        return False
    is_open = {found.id: found.has_alert for found in held.findings}
    return any(is_open.get(row["id"], True) for row in one.rows)


def changed_since(one: Evidence, held: Held) -> list[Change]:
    """The rows as they were frozen against what the same rule rests on now."""
    current = _current(one, held)
    return changes([thawed(row) for row in one.rows], current.rows if current else [])


def _current(one: Evidence, held: Held) -> Suggestion | None:
    kept = one.snapshot
    period = Period(*(date.fromisoformat(day) for day in kept["period"]))
    if one.kind == EvidenceKind.ONE_AUDIT:
        return visits.of_one(held, kept["of"], one.section, period)
    again = suggestions(one.section, held, period, today=today(), sees_all=kept["sees_all"])
    return next((fresh for fresh in again if fresh.kind == one.kind and fresh.of == kept["of"]), None)


def sections_of_one_audit() -> list[tuple[str, str]]:
    """Those that a single audit may stand behind, in the order of the statement."""
    return [(code.value, str(code.label)) for code in AREAS if code.value in visits.OF_ONE]
