"""A file read and compared, row by row: what an upload would do, with or without a register behind it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from compliance.suppliers.rules.references import fold_reference
from compliance.workbooks.choices import Outcome
from compliance.workbooks.columns import ACTIONS, FINDINGS, SUPPLIERS
from compliance.workbooks.messages import Message, truncate_value
from compliance.workbooks.parsing import FileReading as Seen
from compliance.workbooks.parsing import parse_sheets
from compliance.workbooks.planning import Plan, issue_confirmation
from compliance.workbooks.planning.dispatch import Registers, plan_row
from compliance.workbooks.row_buffer import RowBuffer
from compliance.workbooks.types import Sheet

# Suppliers come before the audits of their sites, and these before their actions.
KIND_ORDER = (SUPPLIERS, FINDINGS, ACTIONS)
# A row that only repeats another is passed over; nothing of it is lost.
SKIPPABLE_CODES = frozenset({"R013"})
# Between the references of one key; no reference holds it.
KEY_MARK = "|"


@dataclass(slots=True)
class ComparedRow:
    """One row with what it would do. key names its record; group is the audit, or the supplier, it belongs to."""

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
        """Whether the kind of finding is our guess, which a person has to confirm."""
        return any(
            issue_confirmation.is_question(message.code, message.values, message.is_warning)
            for message in self.messages
        )

    @property
    def is_wrong(self) -> bool:
        return self.plan.outcome == Outcome.ERROR


@dataclass(slots=True)
class FileReport:
    """What was read of a file, before it is compared. lines: a row each, by kind.

    names_others: whether a row of suppliers names another supplier, which a later row may bring.
    """

    seen: Seen = field(default_factory=Seen)
    lines: dict[str, RowBuffer] = field(default_factory=lambda: {kind: RowBuffer() for kind in KIND_ORDER})
    names_others: bool = False

    def __len__(self) -> int:
        return sum(map(len, self.lines.values()))


def read_sheets(sheets: Iterable[Sheet], *, today: date, wanted: Iterable[str] = KIND_ORDER, **how: Any) -> FileReport:
    """Read every sheet. Raises FileRefused with the report's seen.heads lost: see read_into."""
    report = FileReport()
    read_sheets_into(report, sheets, today=today, wanted=wanted, **how)
    return report


def read_sheets_into(
    report: FileReport, sheets: Iterable[Sheet], *, today: date, wanted: Iterable[str] = KIND_ORDER, **how: Any
) -> None:
    """As read; what was seen up to a refusal stays in the report. how: as parse takes it."""
    for row in parse_sheets(sheets, report.seen, today=today, wanted=wanted, **how):
        messages = [[m.code, m.column, m.value, m.values, m.is_warning] for m in row.messages]
        report.lines[row.kind].append([row.sheet, row.number, row.values, row.extra, messages])
        if row.kind == SUPPLIERS and (row.values.get("buys_from_ref") or row.values.get("labour_providers")):
            report.names_others = True


def compare_rows(
    report: FileReport, registers: Registers, *, today: date, answers: Mapping[tuple[str, int], str] | None = None
) -> Iterator[ComparedRow]:
    """Each row against the registers, which take each good row in, so that the next meets it.

    answers: the kind that a person gave a finding, by sheet and row.
    """
    if report.names_others:
        registers.suppliers.coming = find_coming_suppliers(report, registers)
    for kind in KIND_ORDER:
        for sheet, number, values, extra, said in report.lines[kind]:
            messages = _messages(report, sheet, number, said)
            row = ComparedRow(kind, sheet, number, values, extra, messages, Plan(Outcome.SAME))
            if kind == FINDINGS and row.is_guessed:
                issue_confirmation.apply_answer(
                    row.values, row.messages, registers.audits, (answers or {}).get((sheet or "", number))
                )
            yield compare_row(row, registers, today, report.seen.letters.get(sheet, {}))


def find_coming_suppliers(report: FileReport, registers: Registers) -> frozenset[str]:
    """Suppliers that a good row brings. A row is none whose buyer is in neither the register nor in a good row."""

    def key(reference: object) -> str:
        text = str(reference or "")
        return fold_reference(registers.likely.same(text) or text)

    bring: Counter[str] = Counter()
    through: dict[str, list[str]] = {}  # suppliers of good rows, by the buyer that the rows name
    for sheet, number, values, _extra, said in report.lines[SUPPLIERS]:
        own, buyer = key(values.get("supplier_ref")), key(values.get("buys_from_ref"))
        if not own or own == buyer or any(m.level == "error" for m in _messages(report, sheet, number, said)):
            continue
        bring[own] += 1
        if buyer and buyer not in registers.suppliers.suppliers:
            through.setdefault(buyer, []).append(own)
    lacking = [buyer for buyer in through if not bring[buyer]]
    while lacking:
        for own in through.pop(lacking.pop()):
            bring[own] -= 1
            if not bring[own] and own in through and own not in lacking:
                lacking.append(own)
    return frozenset(own for own, rows in bring.items() if rows)


def _messages(report: FileReport, sheet: str | None, number: int, said: list[Any]) -> list[Message]:
    messages = [Message(code, sheet, number, *rest) for code, *rest in said]
    return messages + report.seen.late.get((sheet, number), [])


def compare_row(row: ComparedRow, registers: Registers, today: date, letters: Mapping[str, str]) -> ComparedRow:
    """Plan a row that reading found good. letters: Excel's, by column name."""
    codes = {message.code for message in row.messages if message.level == "error"}
    if codes - SKIPPABLE_CODES:
        row.plan = Plan(Outcome.ERROR)
    elif codes:
        row.plan = Plan(Outcome.SKIP)
    else:

        def say(code: str, name: str, value: Any, /, *, is_warning: bool = False, **more: Any) -> None:
            text = truncate_value("" if value is None else value)
            known = {"column": name, "value": text} | more
            row.messages.append(Message(code, row.sheet, row.number, letters.get(name), text, known, is_warning))

        before = _snapshot_registers(row, registers)
        row.plan = plan_row(row.kind, row.values, registers, say, today)
        if any(message.level == "error" for message in row.messages):
            row.plan = Plan(Outcome.ERROR)
            _restore_registers(before)
    row.key, row.group = get_keys(row.kind, row.values)
    return row


type StoreEntry = tuple[dict[Any, Any], Any, dict[str, Any] | None]


def _snapshot_registers(row: ComparedRow, registers: Registers) -> list[StoreEntry]:
    """What the registers hold of the audit, finding and action of a row, which a refused row leaves as it was.

    A row of suppliers is refused before it is planned.
    """
    if row.kind == SUPPLIERS:
        return []
    audit, finding = (fold_reference(str(row.values.get(name) or "")) for name in ("audit_ref", "finding_ref"))
    kept, number = registers.audits, int(row.values.get("action_no") or 1)
    places: list[tuple[dict[Any, Any], Any]] = [
        (kept.audits, audit), (kept.findings, (audit, finding)), (kept.actions, (audit, finding, number)),
    ]  # fmt: skip
    return [(store, key, store.get(key)) for store, key in places]


def _restore_registers(before: list[StoreEntry]) -> None:
    for store, key, value in before:
        if value is None:
            store.pop(key, None)
        else:
            store[key] = value


def get_keys(kind: str, values: Mapping[str, Any]) -> tuple[str, str]:
    """The record's key, and what its rows belong to."""
    parts = {
        SUPPLIERS: ("supplier_ref", "site_ref"),
        FINDINGS: ("audit_ref", "finding_ref"),
        ACTIONS: ("audit_ref", "finding_ref"),
    }[kind]
    keys = [fold_reference(str(values.get(part) or "")) for part in parts]
    return KEY_MARK.join(keys), keys[0]


def report_as_json(report: FileReport, rows: Iterable[ComparedRow], most: int) -> dict[str, Any]:
    """What read_workbook prints of a file that could be read (decisions, "Commands")."""
    ok: Counter[str | None] = Counter()
    wrong: Counter[str | None] = Counter()
    messages = list(report.seen.messages)
    for row in rows:
        (wrong if any(m.level == "error" for m in row.messages) else ok)[row.sheet] += 1
        messages += row.messages
    found = set(report.seen.kinds.values())
    told: dict[str, Any] = {
        "kind": found.pop() if len(found) == 1 else "mixed",
        "error": None,
        "rows_ok": ok.total(),
        "rows_error": wrong.total(),
        "messages": [message.as_json() for message in messages[:most]],
    }
    if told["kind"] == "mixed":
        told["sheets"] = [
            {"sheet": sheet, "kind": kind, "rows_ok": ok[sheet], "rows_error": wrong[sheet]}
            for sheet, kind in report.seen.kinds.items()
        ]
    if len(messages) > most:
        told["truncated"] = len(messages) - most
    return told
