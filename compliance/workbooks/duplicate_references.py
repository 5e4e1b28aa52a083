"""Find references that a file uses twice, with the same details or others. Pure.

See docs/requirements/suppliers.md#duplicates, docs/requirements/suppliers.md#repeated-keys.
"""

from collections.abc import Iterator, Mapping

from compliance.suppliers.rules.references import fold_reference
from compliance.suppliers.rules.similarity import normalise
from compliance.workbooks.columns import ACTIONS, FINDINGS, SUPPLIERS, sheet_kinds
from compliance.workbooks.messages import Message, truncate_value
from compliance.workbooks.rules.suppliers import GENERATED_PREFIX
from compliance.workbooks.sheet_parser import ParsedRow

# The columns that name a row, by kind.
KEY_COLUMNS = {
    SUPPLIERS: ("supplier_ref", "site_ref"),
    FINDINGS: ("audit_ref", "finding_ref"),
    ACTIONS: ("audit_ref", "finding_ref", "action_no"),
}
# What is bought, and through whom: one site may stand in several rows for it.
IGNORED_COLUMNS = frozenset({"grade_as_written"})  # another word for the same grade is no other detail
SUPPLY_COLUMNS = frozenset({"tier", "buys_from_ref", "product", "annual_spend_gbp", "sector", "activity"})
SUPPLIER_COLUMNS = tuple(c.name for c in sheet_kinds()[SUPPLIERS].columns if c.level == "supplier")
AUDIT_COLUMNS = tuple(c.name for c in sheet_kinds()[FINDINGS].columns if c.level == "audit")


# What makes two rows of one reference two suppliers.
IDENTITY_COLUMNS = frozenset({"supplier_name", "company_number"})


def get_identity(parsed: ParsedRow) -> tuple[object, ...]:
    """Return what a row of suppliers says of who it is: where these agree, other details may differ."""
    if parsed.kind != SUPPLIERS:
        return ("", "", "")
    values = parsed.values
    return values.get("supplier_name") or "", values.get("country"), values.get("company_number")


def _is_same_supplier(first: tuple[object, ...], second: tuple[object, ...]) -> bool:
    """Return whether two rows say the same of who their supplier is, where both say it."""
    names = [normalise(str(name)) for name, *_rest in (first, second)]
    return bool(names[0]) and names[0] == names[1] and first[1:] == second[1:]


class ReferenceChecker:
    """Remember of each row its key, its place and a hash of its details."""

    def __init__(self) -> None:
        self.count = 0
        self._rows: dict[tuple, tuple[str | None, int, int, str | None, int]] = {}
        self._supplies: dict[tuple, dict[int, int]] = {}  # row by what is bought, of references that come again
        self._owners: dict[tuple, dict[str, tuple[object, str | None, int, str | None]]] = {}
        self._identities: dict[tuple, tuple[object, ...]] = {}
        self._names: dict[str, str] = {}  # of suppliers without a reference in the file, by the one we made
        self._messages: list[Message] = []

    def add(self, parsed: ParsedRow, letters: Mapping[str, str]) -> None:
        """Compare a row with those before it, and remember it."""
        self.count += 1
        if str(reference := parsed.values.get("supplier_ref") or "").startswith(GENERATED_PREFIX):
            self._names[str(reference)] = truncate_value(parsed.values.get("supplier_name"))
        self._row(parsed, letters)
        if parsed.kind == SUPPLIERS:
            self._agree(parsed, "supplier_ref", SUPPLIER_COLUMNS, letters)
        elif parsed.kind == FINDINGS:
            self._agree(parsed, "audit_ref", AUDIT_COLUMNS, letters)

    def _row(self, parsed: ParsedRow, letters: Mapping[str, str]) -> None:
        names = KEY_COLUMNS[parsed.kind]
        parts = tuple(fold_reference(str(parsed.values.get(name) or "")) for name in names)
        if parsed.kind == SUPPLIERS and parts[1]:
            parts = ("", parts[1])  # a site's reference stands for itself
        if not any(parts):
            return
        reference = next(filter(None, (parsed.values.get(name) for name in reversed(names))), "")
        letter = letters.get(names[-1]) or letters.get(names[0])
        supply_hash = (
            hash(repr([parsed.values.get(name) for name in SUPPLY_COLUMNS])) if parsed.kind == SUPPLIERS else 0
        )
        details = hash(
            repr(
                {
                    name: value
                    for name, value in parsed.values.items()
                    if name not in {*SUPPLY_COLUMNS, *IGNORED_COLUMNS, *names}
                }
            )
        )
        details = hash((details, fold_reference(str(parsed.values.get(names[0])))))
        row_key = (parsed.kind, *parts)
        earlier = self._rows.get(row_key)
        if earlier is None:
            self._rows[row_key] = (parsed.sheet, parsed.number, details, letter, supply_hash)
            self._identities[row_key] = get_identity(parsed)
            return
        if details != earlier[2] and _is_same_supplier(self._identities[row_key], get_identity(parsed)):
            self._warn(parsed, letter, reference, earlier[1])
        elif details != earlier[2]:
            self._add_message("R014", parsed.sheet, parsed.number, letter, reference, earlier[1])
            self._add_message("R014", earlier[0], earlier[1], earlier[3], reference, parsed.number)
        row_by_supply = self._supplies.setdefault(row_key, {earlier[4]: earlier[1]})
        if details == earlier[2] and supply_hash in row_by_supply:
            self._add_message("R013", parsed.sheet, parsed.number, letter, reference, row_by_supply[supply_hash])
        row_by_supply.setdefault(supply_hash, parsed.number)

    def _warn(self, parsed: ParsedRow, letter: str | None, reference: object, other: int) -> None:
        """Say of a row of the same supplier that its other details win."""
        is_made = str(reference).startswith(GENERATED_PREFIX)
        name = parsed.values.get("supplier_name", "")
        values: dict[str, object] = {
            "wording": "R014 made" if is_made else "R014 same", "column": "supplier_name", "row": other,
            "value": truncate_value(name if is_made else reference),
        }  # fmt: skip
        self._messages.append(
            Message("R014", parsed.sheet, parsed.number, letter, str(values["value"]), values, is_warning=True)
        )

    def _agree(self, parsed: ParsedRow, owner: str, columns: tuple[str, ...], letters: Mapping[str, str]) -> None:
        """Check that rows of one supplier, or of one audit, say the same of it, or nothing after the first."""
        reference = parsed.values.get(owner)
        if not reference:
            return
        values_by_column = self._owners.setdefault((parsed.kind, fold_reference(str(reference))), {})
        for name in columns:
            value = parsed.values.get(name)
            if value is None or name == owner:
                continue
            value = fold_reference(value) if isinstance(value, str) else value
            value = normalise(str(value)) if name == "supplier_name" else value
            if name not in values_by_column:
                values_by_column[name] = (value, parsed.sheet, parsed.number, letters.get(owner))
            elif values_by_column[name][0] != value:
                _, sheet, row, letter = values_by_column[name]
                if name not in IDENTITY_COLUMNS and parsed.kind == SUPPLIERS:
                    self._warn(parsed, letters.get(owner), reference, row)
                    return
                self._add_message("R014", parsed.sheet, parsed.number, letters.get(owner), reference, row)
                self._add_message("R014", sheet, row, letter, reference, parsed.number)
                return

    def _add_message(
        self, code: str, sheet: str | None, row: int, letter: str | None, value: object, other: int
    ) -> None:
        details: dict[str, object] = {"value": truncate_value(value), "row": other}
        if code == "R014" and str(value).startswith(GENERATED_PREFIX):
            details |= {"wording": "R014 made other", "value": self._names.get(str(value), "")}
        self._messages.append(Message(code, sheet, row, letter, str(details["value"]), details))

    def messages(self) -> Iterator[Message]:
        """Yield the messages found, one of a kind a row."""
        seen: set[tuple] = set()
        for message in self._messages:
            if (message_key := (message.code, message.sheet, message.row)) not in seen:
                seen.add(message_key)
                yield message
