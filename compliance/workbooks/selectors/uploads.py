"""What the pages show of an upload: how far it is, and what is wrong with which row."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from compliance.audits.choices import AuditStatus
from compliance.audits.models import Audit
from compliance.workbooks.choices import Outcome, State
from compliance.workbooks.messages import MAX_MESSAGES
from compliance.workbooks.models import Import, StagedRow
from compliance.workbooks.services.staged_rows import WRITTEN_OUTCOMES
from portal.reference.audits import issues


@dataclass(slots=True)
class Step:
    name: str
    state: str  # done, now or later


@dataclass(slots=True)
class Progress:
    steps: list[Step]
    done: int
    total: int


def get_progress(upload: Import) -> Progress:
    """The steps in words, with the rows of the one at hand. Receiving is done once there is a row to ask."""
    scanned = [(State.RECEIVED, _("Looked at by the virus scanner"))] if settings.SCANNER_SOCKET else []
    reading = [
        *(scanned or [(State.RECEIVED, _("Waiting for its turn"))]),
        (State.CHECKING, _("Checked and read")),
        (State.VALIDATING, _("Compared with your register")),
        (State.PREVIEW, _("Done: ready for you to look at")),
    ]
    applying = [
        (State.QUEUED, _("Waiting for its turn")),
        (State.APPLYING, _("Put into your register")),
        (State.DONE, _("Done")),
    ]
    undoing = [(State.UNDOING, _("Taken back out of your register")), (State.UNDONE, _("Done"))]
    steps = next(steps for steps in (reading, applying, undoing) if upload.state in dict(steps))
    at = [state for state, _name in steps].index(State(upload.state))
    states = ["done"] * at + ["now"] + ["later"] * (len(steps) - at - 1)
    named = [Step(name, state) for (_state, name), state in zip(steps, states, strict=True)]
    return Progress([Step(_("Received"), "done"), *named], upload.progress, upload.total)


def is_mostly_wrong(upload: Import) -> bool:
    """Whether more than half of the rows have problems: then the file, or how it was read, may be the wrong one."""
    rows = sum(upload.counts.get(outcome, 0) for outcome in Outcome if outcome != Outcome.END)
    return upload.counts.get(Outcome.ERROR, 0) * 2 > rows


@dataclass(slots=True)
class Problems:
    """lines: the messages, each with its sheet and row. codes: how many of each. more: beyond those lines."""

    lines: list[dict[str, Any]] = field(default_factory=list)
    codes: dict[str, int] = field(default_factory=dict)
    more: int = 0


def get_problems(rows: Iterable[Any], *, code: str = "", most: int = MAX_MESSAGES) -> Problems:
    """Messages of staged rows, errors before warnings."""
    found = Problems()
    said = rows.exclude(messages=[]).values_list("messages", flat=True).iterator()  # type: ignore[attr-defined]
    kept: dict[str, list[dict[str, Any]]] = {"error": [], "warning": []}
    for messages in said:
        for message in messages:
            found.codes[message["code"]] = found.codes.get(message["code"], 0) + 1
            if code in ("", message["code"]):
                kept[message["level"]].append(message)
    lines = [*kept["error"], *kept["warning"]]
    found.lines, found.more = lines[:most], max(0, len(lines) - most)
    return found


def group_by_code(lines: Iterable[dict[str, Any]]) -> dict[str, list[tuple[int, dict[str, Any]]]]:
    """The messages of one page by code, each with its number on the page."""
    found: dict[str, list[tuple[int, dict[str, Any]]]] = {}
    for number, message in enumerate(lines, 1):
        found.setdefault(message["code"], []).append((number, message))
    return found


def has_grave_finding(upload: Import) -> bool:
    """Whether a row says something that raises an A-alert, whatever was made of it."""
    codes = [code for code, issue in issues().items() if issue.alert == "A"]
    return StagedRow.objects.filter(upload=upload, values__issue_code__in=codes).exists()


def get_audits_to_draft(upload: Import) -> list[Audit]:
    """Audits that count now, and that become drafts where this upload is loaded as drafts."""
    held = StagedRow.objects.filter(upload=upload, is_held=True, outcome__in=WRITTEN_OUTCOMES).values("group")
    kept = Audit.objects.for_organisation(upload.organisation).filter(key__in=held)
    return list(kept.filter(status=AuditStatus.COMPLETE).order_by("audit_ref"))


@dataclass(slots=True)
class ResultLine:
    """A row of a supplier's workbook: where it stands, which action it means, and what became of it."""

    number: int
    reference: str
    outcome: str
    messages: list[dict[str, Any]]


def get_result_lines(upload: Import, *, most: int = 500) -> list[ResultLine]:
    """Those with problems first, then as they stand in the file."""
    staged = StagedRow.objects.filter(upload=upload).values_list("number", "values", "outcome", "messages")
    lines = [
        ResultLine(
            number,
            " / ".join(str(values[name]) for name in ("audit_ref", "finding_ref", "action_no") if values.get(name)),
            outcome,
            messages,
        )
        for number, values, outcome, messages in staged.order_by("position")[:most]
    ]
    return sorted(lines, key=lambda line: line.outcome != Outcome.ERROR)
