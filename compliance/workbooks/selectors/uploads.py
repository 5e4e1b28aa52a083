"""Read what the pages show of an upload: how far it is, and what is wrong with which row."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from compliance.audits.choices import AuditStatus
from compliance.audits.models import Audit
from compliance.workbooks.choices import Outcome, State
from compliance.workbooks.messages import MAX_MESSAGES, MessageJSON
from compliance.workbooks.models import Import, StagedRow
from compliance.workbooks.services.staged_rows import WRITTEN_OUTCOMES
from portal.core.prepared import prepared
from portal.reference.audits import issues


@prepared
def fetch_lines(keys: list[int]) -> QuerySet[Import]:
    """Return the uploads with what their list shows, in any order."""
    columns = ("uuid", "name", "state", "received_at", "from_supplier__name")
    names = (f"uploaded_by__{name}" for name in ("email", "first_name", "last_name"))
    return Import.objects.filter(pk__in=keys).select_related("uploaded_by", "from_supplier").only(*columns, *names)


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
    """Return the steps in words, with the rows of the one at hand. Receiving is done once there is a row to ask."""
    scanned = [(State.RECEIVED, _("Checked for viruses"))] if settings.SCANNER_SOCKET else []
    reading = [
        *(scanned or [(State.RECEIVED, _("Queued"))]),
        (State.CHECKING, _("Checked")),
        (State.VALIDATING, _("Compared with your register")),
        (State.PREVIEW, _("Ready to check")),
    ]
    applying = [
        (State.QUEUED, _("Queued")),
        (State.APPLYING, _("Imported")),
        (State.DONE, _("Done")),
    ]
    undoing = [(State.UNDOING, _("Undone")), (State.UNDONE, _("Done"))]
    steps = next(steps for steps in (reading, applying, undoing) if upload.state in dict(steps))
    index = [state for state, _name in steps].index(State(upload.state))
    states = ["done"] * index + ["now"] + ["later"] * (len(steps) - index - 1)
    shown = [Step(name, state) for (_state, name), state in zip(steps, states, strict=True)]
    return Progress([Step(_("Received"), "done"), *shown], upload.progress, upload.total)


def is_mostly_wrong(upload: Import) -> bool:
    """Return whether more than half of the rows have problems: the file, or how it was read, may be wrong."""
    rows = sum(upload.counts.get(outcome, 0) for outcome in Outcome if outcome != Outcome.END)
    wrong = upload.counts.get(Outcome.ERROR, 0) - upload.counts.get("unconfirmed", 0)
    return wrong * 2 > rows


@dataclass(slots=True)
class Problems:
    """Hold the messages, each with its sheet and row (lines), how many of each code, and how many more there are."""

    lines: list[MessageJSON] = field(default_factory=list)
    codes: dict[str, int] = field(default_factory=dict)
    more: int = 0


def get_problems(rows: QuerySet[StagedRow], *, code: str = "", max_lines: int = MAX_MESSAGES) -> Problems:
    """Return the messages of staged rows, errors before warnings."""
    problems = Problems()
    messages_of_rows = rows.exclude(messages=[]).values_list("messages", flat=True).iterator()
    lines_by_level: dict[str, list[MessageJSON]] = {"error": [], "warning": []}
    for messages in messages_of_rows:
        for message in messages:
            problems.codes[message["code"]] = problems.codes.get(message["code"], 0) + 1
            if code in ("", message["code"]):
                lines_by_level[message["level"]].append(message)
    lines = [*lines_by_level["error"], *lines_by_level["warning"]]
    problems.lines, problems.more = lines[:max_lines], max(0, len(lines) - max_lines)
    return problems


def group_by_code(lines: Iterable[MessageJSON]) -> dict[str, list[tuple[int, MessageJSON]]]:
    """Return the messages of one page by code, each with its number on the page."""
    lines_by_code: dict[str, list[tuple[int, MessageJSON]]] = {}
    for number, message in enumerate(lines, 1):
        lines_by_code.setdefault(message["code"], []).append((number, message))
    return lines_by_code


def has_grave_finding(upload: Import) -> bool:
    """Return whether a row says something that raises an A-alert, whatever was made of it."""
    codes = [code for code, issue in issues().items() if issue.alert == "A"]
    return StagedRow.objects.filter(upload=upload, values__issue_code__in=codes).exists()


def get_audits_to_draft(upload: Import) -> list[Audit]:
    """Return audits that count now, and that become drafts where this upload is loaded as drafts."""
    held = StagedRow.objects.filter(upload=upload, is_held=True, outcome__in=WRITTEN_OUTCOMES).values("group")
    audits = Audit.objects.for_organisation(upload.organisation).filter(key__in=held)
    return list(audits.filter(status=AuditStatus.COMPLETE).order_by("audit_ref"))


@dataclass(slots=True)
class ResultLine:
    """Hold a row of a supplier's workbook: where it is, which action it means, and what became of it."""

    number: int
    reference: str
    outcome: str
    messages: list[MessageJSON]


def get_result_lines(upload: Import, *, max_lines: int = 500) -> list[ResultLine]:
    """Return the lines with problems first, then as they are in the file."""
    staged = StagedRow.objects.filter(upload=upload).values_list("number", "values", "outcome", "messages")
    lines = [
        ResultLine(
            number,
            " / ".join(str(values[name]) for name in ("audit_ref", "finding_ref", "action_no") if values.get(name)),
            outcome,
            messages,
        )
        for number, values, outcome, messages in staged.order_by("position")[:max_lines]
    ]
    return sorted(lines, key=lambda line: line.outcome != Outcome.ERROR)
