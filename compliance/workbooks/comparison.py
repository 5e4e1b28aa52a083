"""Read a file and compare it, row by row: what an upload would do, with or without a register behind it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NotRequired, TypedDict

from compliance.suppliers.rules.references import fold_reference
from compliance.workbooks.choices import Outcome
from compliance.workbooks.columns import ACTIONS, FINDINGS, SUPPLIERS
from compliance.workbooks.messages import FileError, Message, MessageJSON, truncate_value
from compliance.workbooks.parsing import FileReading, parse_sheets
from compliance.workbooks.planning import Plan, issue_confirmation, line_confirmation
from compliance.workbooks.planning.dispatch import Registers, plan_row
from compliance.workbooks.row_buffer import RowBuffer
from compliance.workbooks.stored_rows import StoredRow, describe_row
from compliance.workbooks.types import Sheet, Unread
from compliance.workbooks.unread_messages import name_unread
from portal.reference.audits import issues

# Suppliers come before the audits of their sites, and these before their actions.
KIND_ORDER = (SUPPLIERS, FINDINGS, ACTIONS)
# A row that only repeats another is passed over; nothing of it is lost.
SKIPPABLE_CODES = frozenset({"R013"})
# Kinds of findings that raise an alert of these levels tell of harm to people.
ALERT_LEVELS = ("A", "B")
# Between the references of one key; no reference holds it.
KEY_MARK = "|"


@dataclass(slots=True)
class ComparedRow:
    """Hold one row with what it would do. key names its record; group is the audit, or the supplier, it belongs to."""

    kind: str
    sheet: str | None
    number: int
    values: dict[str, Any]
    extra: dict[str, str]
    messages: list[Message]
    plan: Plan
    key: str = ""
    group: str = ""

    @property
    def is_guessed(self) -> bool:
        """Return whether the kind of finding is our guess, which a person has to confirm."""
        return any(
            issue_confirmation.is_question(message.code, message.values, message.is_warning)
            for message in self.messages
        )

    @property
    def is_unconfirmed(self) -> bool:
        """Return whether it is a line of a PDF that nobody has confirmed yet."""
        return any(line_confirmation.is_question(message.code, message.values) for message in self.messages)

    @property
    def may_tell_of_harm(self) -> bool:
        """Return whether the row is of a kind, written or guessed, that raises an alert."""
        issue = issues().get(self.values.get("issue_code") or "")
        return self.is_guessed or (issue is not None and issue.alert in ALERT_LEVELS)

    @property
    def is_wrong(self) -> bool:
        return self.plan.outcome == Outcome.ERROR


@dataclass(slots=True)
class FileReport:
    """Hold what was read of a file, before it is compared. lines: a row each, by kind.

    names_others: whether a row of suppliers names another supplier, which a later row may bring.
    is_offered: whether the rows come from a PDF, so that a person confirms each.
    """

    seen: FileReading = field(default_factory=FileReading)
    lines: dict[str, RowBuffer] = field(default_factory=lambda: {kind: RowBuffer() for kind in KIND_ORDER})
    names_others: bool = False
    is_offered: bool = False

    def __len__(self) -> int:
        return sum(map(len, self.lines.values()))


def read_sheets(sheets: Iterable[Sheet], *, today: date, wanted: Iterable[str] = KIND_ORDER, **how: Any) -> FileReport:
    """Return the report of every sheet. Raises FileRefused with the report's seen.heads lost: see read_sheets_into."""
    report = FileReport()
    read_sheets_into(report, sheets, today=today, wanted=wanted, **how)
    return report


def read_sheets_into(
    report: FileReport,
    sheets: Iterable[Sheet],
    *,
    today: date,
    wanted: Iterable[str] = KIND_ORDER,
    unread: Iterable[Unread] = (),
    **how: Any,
) -> None:
    """Read every sheet into the report; what was seen up to a refusal stays in it.

    unread: what the workbook has beside its sheets. how: as parse_sheets takes it.
    """
    report.seen.messages += name_unread(unread)
    for row in parse_sheets(sheets, report.seen, today=today, wanted=wanted, **how):
        messages = [[m.code, m.column, m.value, m.values, m.is_warning] for m in row.messages]
        report.lines[row.kind].append([row.sheet, row.number, row.values, row.extra, messages])
        if row.kind == SUPPLIERS and (row.values.get("buys_from_ref") or row.values.get("labour_providers")):
            report.names_others = True


def compare_rows(
    report: FileReport,
    registers: Registers,
    *,
    today: date,
    answers: Mapping[tuple[str, int], str] | None = None,
    confirmed: Mapping[tuple[str, int], bool] | None = None,
) -> Iterator[ComparedRow]:
    """Yield each row compared with the registers, which take each good row in, so that the next meets it.

    answers: the kind that a person gave a finding, by sheet and row. confirmed: whether a line of a PDF is a finding.
    """
    if report.names_others:
        registers.suppliers.coming = find_coming_suppliers(report, registers)
    for kind in KIND_ORDER:
        for sheet, number, values, extra, stored_messages in report.lines[kind]:
            messages = _messages(report, sheet, number, stored_messages)
            row = ComparedRow(kind, sheet, number, values, extra, messages, Plan(Outcome.SAME))
            if kind == FINDINGS and row.is_guessed:
                issue_confirmation.apply_answer(
                    row.values, row.messages, registers.audits, (answers or {}).get((sheet or "", number))
                )
            if kind == FINDINGS and report.is_offered:
                answer = (confirmed or {}).get((sheet or "", number))
                line_confirmation.apply_answer(row.values, row.messages, (sheet, number), answer)
            yield compare_row(row, registers, today, report.seen.letters.get(sheet, {}))


def find_coming_suppliers(report: FileReport, registers: Registers) -> frozenset[str]:
    """Return suppliers that a good row brings.

    A row is not good whose buyer is in neither the register nor in a good row.
    """

    def key(reference: object) -> str:
        text = str(reference or "")
        return fold_reference(registers.likely.get_same(text) or text)

    rows_by_supplier: Counter[str] = Counter()
    suppliers_by_buyer: dict[str, list[str]] = {}  # suppliers of good rows, by the buyer that the rows name
    for sheet, number, values, _extra, stored_messages in report.lines[SUPPLIERS]:
        supplier, buyer = key(values.get("supplier_ref")), key(values.get("buys_from_ref"))
        if (
            not supplier
            or supplier == buyer
            or any(m.level == "error" for m in _messages(report, sheet, number, stored_messages))
        ):
            continue
        rows_by_supplier[supplier] += 1
        if buyer and buyer not in registers.suppliers.suppliers:
            suppliers_by_buyer.setdefault(buyer, []).append(supplier)
    lacking = [buyer for buyer in suppliers_by_buyer if not rows_by_supplier[buyer]]
    while lacking:
        for supplier in suppliers_by_buyer.pop(lacking.pop()):
            rows_by_supplier[supplier] -= 1
            if not rows_by_supplier[supplier] and supplier in suppliers_by_buyer and supplier not in lacking:
                lacking.append(supplier)
    return frozenset(supplier for supplier, rows in rows_by_supplier.items() if rows)


def _messages(report: FileReport, sheet: str | None, number: int, stored_messages: list[Any]) -> list[Message]:
    messages = [Message(code, sheet, number, *details) for code, *details in stored_messages]
    return messages + report.seen.late.get((sheet, number), [])


def compare_row(row: ComparedRow, registers: Registers, today: date, letters: Mapping[str, str]) -> ComparedRow:
    """Plan a row that reading found good.

    letters: Excel's, by column name.
    """
    codes = {message.code for message in row.messages if message.level == "error"}
    if codes - SKIPPABLE_CODES:
        row.plan = Plan(Outcome.ERROR)
    elif codes:
        row.plan = Plan(Outcome.SKIP)
    else:

        def say(code: str, name: str, value: Any, /, *, is_warning: bool = False, **more: Any) -> None:
            text = truncate_value("" if value is None else value)
            details = {"column": name, "value": text} | more
            row.messages.append(Message(code, row.sheet, row.number, letters.get(name), text, details, is_warning))

        snapshot = _snapshot_registers(row, registers)
        row.plan = plan_row(row.kind, row.values, registers, say, today)
        if any(message.level == "error" for message in row.messages):
            row.plan = Plan(Outcome.ERROR)
            _restore_registers(snapshot)
    row.key, row.group = get_keys(row.kind, row.values)
    return row


type StoreEntry = tuple[dict[Any, Any], Any, dict[str, Any] | None]


def _snapshot_registers(row: ComparedRow, registers: Registers) -> list[StoreEntry]:
    """Return what the registers hold of the audit, finding and action of a row, which a refused row leaves as it was.

    A row of suppliers is refused before it is planned.
    """
    if row.kind == SUPPLIERS:
        return []
    audit, finding = (fold_reference(str(row.values.get(name) or "")) for name in ("audit_ref", "finding_ref"))
    register, number = registers.audits, int(row.values.get("action_no") or 1)
    stores: list[tuple[dict[Any, Any], Any]] = [
        (register.audits, audit), (register.findings, (audit, finding)), (register.actions, (audit, finding, number)),
    ]  # fmt: skip
    return [(store, key, store.get(key)) for store, key in stores]


def _restore_registers(before: list[StoreEntry]) -> None:
    for store, key, value in before:
        if value is None:
            store.pop(key, None)
        else:
            store[key] = value


def get_keys(kind: str, values: Mapping[str, Any]) -> tuple[str, str]:
    """Return the record's key, and the key of what its rows belong to."""
    parts = {
        SUPPLIERS: ("supplier_ref", "site_ref"),
        FINDINGS: ("audit_ref", "finding_ref"),
        ACTIONS: ("audit_ref", "finding_ref"),
    }[kind]
    keys = [fold_reference(str(values.get(part) or "")) for part in parts]
    return KEY_MARK.join(keys), keys[0]


class SheetCount(TypedDict):
    """How many rows of a sheet are good, and how many have an error; whether it was read, and why or why not."""

    sheet: str | None
    kind: str | None
    rows_ok: int
    rows_error: int
    read: NotRequired[bool]
    reason: NotRequired[str]


class ReportJSON(TypedDict):
    """What read_workbook prints of a file.

    truncated: how many messages more there are. rows: the first data rows as they would be stored, where asked for.
    """

    file: NotRequired[str]
    kind: str | None
    error: FileError | None
    rows_ok: int
    rows_error: int
    messages: list[MessageJSON]
    sheets: NotRequired[list[SheetCount]]
    truncated: NotRequired[int]
    rows: NotRequired[list[StoredRow]]


def report_as_json(
    report: FileReport, rows: Iterable[ComparedRow], max_messages: int, *, max_rows: int | None = None
) -> ReportJSON:
    """Return what read_workbook prints of a file that could be read (decisions, "Commands").

    max_rows: how many rows are shown as they would be stored; None shows neither rows nor every sheet.
    """
    sheet_messages = report.seen.get_messages_of_sheets() if max_rows else {}
    stored: list[StoredRow] = []
    good_rows: Counter[str | None] = Counter()
    bad_rows: Counter[str | None] = Counter()
    messages = list(report.seen.messages)
    for row in rows:
        (bad_rows if any(m.level == "error" for m in row.messages) else good_rows)[row.sheet] += 1
        messages += row.messages
        if len(stored) < (max_rows or 0):
            about_all = sheet_messages.get(row.sheet, ())
            stored.append(
                describe_row(row.kind, row.sheet, row.number, row.plan.outcome, row.values, row.messages, about_all)
            )
    kinds = set(report.seen.kinds.values())
    summary: ReportJSON = {
        "kind": kinds.pop() if len(kinds) == 1 else "mixed",
        "error": None,
        "rows_ok": good_rows.total(),
        "rows_error": bad_rows.total(),
        "messages": [message.as_json() for message in messages[:max_messages]],
    }
    if summary["kind"] == "mixed":
        summary["sheets"] = [
            {"sheet": sheet, "kind": kind, "rows_ok": good_rows[sheet], "rows_error": bad_rows[sheet]}
            for sheet, kind in report.seen.kinds.items()
        ]
    if max_rows is not None:
        summary["rows"] = stored
        summary["sheets"] = sheets_as_json(report.seen, good_rows, bad_rows)
    if len(messages) > max_messages:
        summary["truncated"] = len(messages) - max_messages
    return summary


def sheets_as_json(
    seen: FileReading, good_rows: Mapping[str | None, int], bad_rows: Mapping[str | None, int]
) -> list[SheetCount]:
    """Return every sheet of a file, in its order, with whether it was read."""
    return [
        {
            "sheet": status.name, "read": status.is_read, "reason": status.reason, "kind": seen.kinds.get(status.name),
            "rows_ok": good_rows.get(status.name, 0), "rows_error": bad_rows.get(status.name, 0),
        }
        for status in seen.statuses
    ]  # fmt: skip
