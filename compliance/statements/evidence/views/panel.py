"""What the registers offer to a section, and what of them is used in it, with what changed since."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from compliance.organisations.models import Organisation
from compliance.organisations.tenancy import get_rows
from compliance.statements import permissions, vocabulary
from compliance.statements.choices import AREAS, EvidenceKind, SectionCode
from compliance.statements.core.views import VersionMixin, today
from compliance.statements.evidence import labels as words
from compliance.statements.evidence.register_snapshot import take_snapshot
from compliance.statements.evidence.rules import audits
from compliance.statements.evidence.rules.changes import Change, compare_rows, thaw_row
from compliance.statements.evidence.rules.register_snapshot import Period, RegisterSnapshot
from compliance.statements.evidence.rules.suggest import make_suggestions
from compliance.statements.evidence.rules.suggestion import Row, Suggestion
from compliance.statements.evidence.sentences import join_names, write_sentence
from compliance.statements.models import Evidence

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
        return get_key(self.suggestion)

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


def get_key(suggestion: Suggestion) -> str:
    return f"{suggestion.kind.value}:{suggestion.of}:{suggestion.digest}"


def get_period(answers: Mapping[str, Mapping[str, Any]]) -> Period | None:
    answers_ = answers.get(SectionCode.PERIOD, {})
    try:
        return Period(date.fromisoformat(answers_["period_start"]), date.fromisoformat(answers_["period_end"]))
    except (KeyError, ValueError, TypeError):
        return None


def get_offered(view: VersionMixin, code: str) -> list[Suggestion]:
    """Return what this person may use in the section, as the registers are now."""
    period = get_period(view.answers)
    if period is None:
        return []
    held = take_snapshot(view.organisation, today=today())
    return made(view, code, held, period)


def made(view: VersionMixin, code: str, held: RegisterSnapshot, period: Period) -> list[Suggestion]:
    sees_all = permissions.can_see_alerted_evidence(view.membership)
    answers = view.answers.get(code, {})
    return [
        suggestion
        for suggestion in make_suggestions(code, held, period, today=today(), sees_all=sees_all)
        if all(vocabulary.field(question).is_asked(answers) for question in suggestion.answers)
    ]


def get_panel(view: VersionMixin, code: SectionCode) -> Panel:
    period = get_period(view.answers)
    held = take_snapshot(view.organisation, today=today())
    evidence_rows = (
        get_rows(Evidence, view.organisation).filter(version=view.version, section=code).select_related("used_by")
    )
    used = list_used_evidence(view, list(evidence_rows), held)
    may_use = permissions.can_edit_section(view.membership, view.version, code)
    fresh = made(view, code, held, period) if may_use and period else []
    return Panel(_offers(view.organisation, fresh, used, period), used, may_use, period is not None)


def _offers(
    organisation: Organisation, fresh: list[Suggestion], used: list[Used], period: Period | None
) -> list[Offer]:
    """What is used as it is now is not offered again."""
    digests: dict[tuple[str, str], set[str]] = {}
    for used_one in used:
        snapshot = used_one.evidence.snapshot
        digests.setdefault((used_one.evidence.kind, snapshot.get("of", "")), set()).add(snapshot.get("digest", ""))
    offers = []
    for suggestion in fresh:
        before = digests.get((suggestion.kind.value, suggestion.of), set())
        if period and suggestion.digest not in before:
            offers.append(_offer(organisation, suggestion, period, is_newer=bool(before)))
    return offers


def _offer(organisation: Organisation, suggestion: Suggestion, period: Period, *, is_newer: bool) -> Offer:
    return Offer(
        suggestion=suggestion,
        sentence=write_sentence(suggestion, period=period, today=today()),
        point=vocabulary.disclosure(suggestion.disclosure).text if suggestion.disclosure else "",
        figure=words.describe_figure(suggestion.figure) if suggestion.figure else "",
        ticks=_ticks(suggestion.answers),
        rests_on=_counted(suggestion.rows),
        links=[Link(words.get_row_label(row), get_address(row, organisation)) for row in suggestion.rows[:ROWS_NAMED]],
        more=max(len(suggestion.rows) - ROWS_NAMED, 0),
        cautions=[words.CAUTIONS[code] for code in suggestion.cautions],
        is_newer=is_newer,
    )


def _ticks(answers: Mapping[str, Iterable[str]]) -> list[str]:
    links = []
    for code, codes in answers.items():
        labels = dict(vocabulary.enumeration(vocabulary.field(code).enumeration or "").choices)
        links += [str(_(labels[label])) for label in labels if label in set(codes)]
    return links


def _counted(rows: Iterable[Row]) -> str:
    """ "3 audits and 2 sites"."""
    counts = Counter(row.type for row in rows)
    return join_names([words.get_row_count(kind, number) for kind, number in counts.items()])


def get_address(row: Row, organisation: Organisation) -> str:
    if row.type == "course":
        return reverse("organisations:training", args=[organisation.slug])
    name, uuid = PAGES.get(row.type, "audits:audit"), row.id if row.type in PAGES else row.audit
    return reverse(name, args=[organisation.slug, uuid])


def list_used_evidence(view: VersionMixin, saved: list[Evidence], held: RegisterSnapshot) -> list[Used]:
    sees_all = permissions.can_see_alerted_evidence(view.membership)
    return [_used(evidence, held, sees_all=sees_all) for evidence in saved]


def _used(evidence: Evidence, held: RegisterSnapshot, *, sees_all: bool) -> Used:
    if not sees_all and is_alerted(evidence, held):
        return Used(evidence, is_shut=True)
    return Used(evidence, [words.describe_change(change) for change in changed_since(evidence, held)])


def is_alerted(evidence: Evidence, held: RegisterSnapshot) -> bool:
    """Tell whether it tells of a finding under an open A-alert; of one that is gone nobody knows, so it may."""
    if evidence.kind not in TELLING:
        return False
    is_open = {finding.id: finding.has_alert for finding in held.findings}
    return any(is_open.get(row["id"], True) for row in evidence.rows)


def changed_since(evidence: Evidence, held: RegisterSnapshot) -> list[Change]:
    """Compare the rows as they were frozen with what the same rule rests on now."""
    current = _current(evidence, held)
    return compare_rows([thaw_row(row) for row in evidence.rows], current.rows if current else [])


def _current(evidence: Evidence, held: RegisterSnapshot) -> Suggestion | None:
    snapshot = evidence.snapshot
    period = Period(*(date.fromisoformat(day) for day in snapshot["period"]))
    if evidence.kind == EvidenceKind.ONE_AUDIT:
        return audits.suggest_from_audit(held, snapshot["of"], evidence.section, period)
    again = make_suggestions(evidence.section, held, period, today=today(), sees_all=snapshot["sees_all"])
    return next((fresh for fresh in again if fresh.kind == evidence.kind and fresh.of == snapshot["of"]), None)


def sections_of_one_audit() -> list[tuple[str, str]]:
    """Return the sections that a single audit may support, in the order of the statement."""
    return [(code.value, str(code.label)) for code in AREAS if code.value in audits.SINGLE_AUDIT_KINDS]
