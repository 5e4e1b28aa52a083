"""Every code is reached by a file or a row that deserves it, at the level that the document gives it."""

import io
import json
from datetime import date

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.utils.functional import lazy
from django.utils.translation import get_language, override

from compliance.workbooks import sandbox_reader
from compliance.workbooks.labels import COLUMN_LABELS
from compliance.workbooks.messages import Message, load_sentences
from compliance.workbooks.planning.audits import AuditRegister
from compliance.workbooks.planning.compact_mapping import CompactMapping
from compliance.workbooks.planning.dispatch import Registers
from compliance.workbooks.planning.duplicates import LikelyDuplicates
from compliance.workbooks.planning.suppliers import SupplierRegister
from compliance.workbooks.types import CellError, Marks, NoResult, Unread, UnreadKind
from portal.core.sandbox import LimitExceeded
from tests.compliance.workbooks.grids_read import said, sheet, told
from tests.compliance.workbooks.hostile import REFUSED

S = ["supplier_ref", "supplier_name", "country", "tier", "sector"]
A = ["S-1", "Karim Knit Ltd", "Bangladesh", "1", "11"]
F = ["audit_ref", "site_ref", "audit_end", "scheme", "finding_ref", "code_area", "grade", "description", "issue_code"]
N = ["Z1", "ST1", "2026-05-14", "sa8000", "NC1", "3", "minor", "First aid box empty", "HS05"]
P = ["audit_ref", "finding_ref", "corrective_action", "status"]


def supplier(**more):
    return sheet([*S, *more], [*A, *more.values()])


def merged():
    head = [*S, "site_ref", "site_name", "address"]
    return sheet(head, [*A, "ST1", "One", "Plot 1"], [None, *A[1:], "ST2", "Two", "Plot 2"], merges=((2, 1, 3, 1),))


def finding(**more):
    row = dict(zip(F, N, strict=True)) | more
    return sheet(list(row), list(row.values()))


def action(**more):
    row = dict(zip(P, ["Z1", "NC1", "Buy a new one", "in_progress"], strict=True)) | more
    return sheet(list(row), list(row.values()))


def kept(**finding) -> Registers:
    site = {"supplier": "s-9", "name": "Mill", "country": "BD", "address": "Plot 5"}
    audit = {"audit_ref": "Z1", "site": "st1", "ended_on": "2026-05-14", "scheme": "sa8000"}
    note = {"finding_ref": "NC1", "status": "open", "grade": "minor", "code_area": "3", "version": 4} | finding
    owner = {"supplier_ref": "S-9", "name": "Karim Knit", "country": "BD"}
    suppliers, likely = (
        SupplierRegister(suppliers=CompactMapping({"s-9": owner}), sites=CompactMapping({"st1": site})),
        LikelyDuplicates(),
    )
    likely.index(suppliers.suppliers, suppliers.sites.values())
    audits = AuditRegister({"z1": audit}, {("z1", "nc1"): note | {"changed": "1 June 2026"}})
    return Registers(suppliers, audits, likely)


def formulas(row, column):
    marks = Marks()
    marks.mark(row, column)
    return marks


# Code, level, and the sheets; with a register where it takes one.
REACHED = {
    "R001": ("error", lambda: told(sheet(S, [*A[:2], None, *A[3:]]))),
    "R002": ("error", lambda: told(supplier(town="x" * 101))),
    "R003": ("error", lambda: told(sheet(S, [*A[:3], "first class", A[4]]))),
    "R004": ("error", lambda: told(finding(audit_end="soon"), registers=kept())),
    "R005": ("error", lambda: told(ambiguous(), registers=kept())),
    "R006": ("error", lambda: told(site_with(workers_total="many"))),
    "R007": ("error", lambda: told(sheet(S, [*A[:2], "Bangladsh", *A[3:]]))),
    "R008": ("error", lambda: told(supplier(contact_email="at sign missing"))),
    "R009": ("error", lambda: told(supplier(town=NoResult()))),
    "R010": ("error", lambda: told(supplier(town=CellError("#REF!")))),
    "R011": ("error", lambda: told(finding(audit_start="2026-05-15"), registers=kept())),
    "R012": ("error", lambda: told(finding(audit_end="2026-11-25"), registers=kept())),
    "R013": ("error", lambda: told(sheet(S, A, A))),
    "R014": ("error", lambda: told(sheet(S, A, [*A[:2], "India", *A[3:]]))),
    "R015": ("error", lambda: told(finding(site_ref="ST-404"), registers=kept())),
    "R016": ("error", lambda: told(action(finding_ref="NC404"), registers=kept())),
    "R017": ("error", lambda: told(action(), registers=kept(status="verified_closed"))),
    "R018": ("error", lambda: told(action(row_version=3), registers=kept())),
    "R019": ("error", lambda: told(finding(issue_code=None, description=PASSPORTS), registers=kept())),
    "R020": ("warning", lambda: told(site_with(workers_total=10, workers_women=11))),
    "R021": ("error", lambda: told(action(status="closed"), registers=kept())),
    "R022": ("error", lambda: told(action(grade="major"), registers=kept())),
    "W001": ("warning", lambda: told(supplier(shoe_size="42"))),
    "W002": ("warning", lambda: told(sheet(S, A), registers=kept())),
    "W003": ("warning", lambda: told(merged())),
    "W004": ("warning", lambda: told(sheet(S, A), sheet(S, A, name="Old", is_hidden=True))),
    "W005": ("warning", lambda: told(site_with(workers_total="1001-5000"))),
    "W006": ("warning", lambda: told(sheet(S, A, formulas=formulas(2, 2)))),
    "W007": ("warning", lambda: told(finding(issue_code="FL01"), registers=kept())),
    "W008": ("warning", lambda: told(sheet(S, A, ["Total", None, None, None, None]))),
    "W009": ("warning", lambda: told(sheet(S, A), sheet(*[["x", "y", "z"]] * 4, name="Other"))),
    "W010": ("warning", lambda: told(sheet(S, A, ["Supplier", "Country"], ["B Ltd", "GB"]))),
    "W011": ("warning", lambda: told(sheet(S, A), unread=[Unread(UnreadKind.COMMENT, 2)])),
    "W012": ("warning", lambda: told(sheet(S, A), unread=[Unread(UnreadKind.FAKE_PICTURE, 1)])),
}
# In a list of suppliers or findings, a cell that a row can do without is left empty where it cannot be read.
REACHED |= {code: ("warning", REACHED[code][1]) for code in ("R002", "R003", "R006", "R008", "R009", "R010")}
PASSPORTS = "Passports of 14 workers kept in the office safe"


def ambiguous():
    row = dict(zip(F, N, strict=True))
    second = row | {"audit_ref": "Z2", "audit_end": "12/31/2025"}
    return sheet(F, list((row | {"audit_end": "03/04/2026"}).values()), list(second.values()))


OTHER_LEVELS = {
    "R015 of a labour provider": ("warning", lambda: told(site_with(labour_providers="S-404"))),
    "R016 of a finding carried over": (
        "warning",
        lambda: told(finding(new_or_carried="carried", carried_from_ref="NC9"), registers=kept()),
    ),
}


def site_with(**more):
    return supplier(site_ref="ST1", site_name="Unit 2", address="Plot 5", **more)


FILES = dict(reversed(REFUSED.values())) | {
    "F009": lambda: book({"One": [["a", "b"]], "Two": [["c", "d"]]}),
    "F010": lambda: book({"Suppliers": [["a", "b"], ["c", "d"]]}),
    "F012": lambda: book({"Suppliers": [[*S, "vendor id"], [*A, "x"]]}),
    "F013": lambda: book({"Suppliers": [S]}),
}


def book(grids: dict) -> bytes:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in grids.items():
        page = made.create_sheet(name)
        for row in rows:
            page.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_no_code_is_left_without_a_file_or_row_that_reaches_it():
    codes = {key.split(" ")[0] for key in load_sentences()}
    assert codes == REACHED.keys() | FILES.keys() | {"F014"}


@pytest.mark.parametrize(("code", "case"), {**REACHED, **OTHER_LEVELS}.items())
def test_a_row_that_deserves_a_code_gets_it_at_its_level(code, case):
    level, read = case
    answer = read()
    found = [message for message in answer["messages"] if message["code"] == code.split(" ")[0]]
    assert level in {message["level"] for message in found}, said(answer)
    assert all("{" not in message["message"] for message in found)
    is_of_row = level == "error"
    assert bool(answer["rows_error"]) == is_of_row


@pytest.fixture
def read_workbook(tmp_path, capsys, db):
    def read(*bodies, options=()):
        paths = []
        for number, body in enumerate(bodies):
            path = tmp_path / f"{number}.xlsx"
            path.write_bytes(body)
            paths.append(str(path))
        call_command("read_workbook", *paths, "--json", *options)
        return json.loads(capsys.readouterr().out)

    return read


@pytest.mark.parametrize("code", sorted(FILES))
def test_a_file_that_deserves_a_code_gets_it(code, read_workbook):
    (answer,) = read_workbook(FILES[code]())
    assert answer["error"]["code"] == code, answer
    assert answer["error"]["message"] and "{" not in answer["error"]["message"]
    assert (answer["kind"], answer["rows_ok"], answer["rows_error"], answer["messages"]) == (None, 0, 0, [])


def test_a_file_that_takes_too_much_is_f014(read_workbook, monkeypatch):
    def too_much(*args, **kwargs):
        raise LimitExceeded

    monkeypatch.setattr(sandbox_reader, "run_in_sandbox", too_much)
    (answer,) = read_workbook(book({"Suppliers": [S, A]}))
    assert answer["error"]["code"] == "F014"


def test_files_are_told_in_their_order_mixed_ones_by_sheet(read_workbook):
    mixed = book({"Suppliers": [S, A, [*A[:2], "Bangladsh", *A[3:]]], "Audit findings": [F, N]})
    csv = ",".join(S).encode() + b"\n" + b"S-1,Karim Knit,Bangladsh,1,11\n"
    first, second = read_workbook(mixed, csv)
    assert (first["kind"], first["rows_ok"] + first["rows_error"]) == ("mixed", 3)
    assert [(one["sheet"], one["kind"]) for one in first["sheets"]] == [
        ("Suppliers", "suppliers"), ("Audit findings", "findings"),
    ]  # fmt: skip
    assert sum(one["rows_error"] for one in first["sheets"]) == first["rows_error"]
    (message,) = second["messages"]
    assert message == {
        "code": "R007", "level": "error", "sheet": None, "row": 2, "column": "C", "value": "Bangladsh",
        "message": "Country must be a country we recognise, not “Bangladsh”. Did you mean Bangladesh?",
    }  # fmt: skip
    assert second.keys() == {"file", "kind", "error", "rows_ok", "rows_error", "messages"}


def test_the_command_says_in_one_line_why_it_could_not_run(db, tmp_path):
    for arguments in ([str(tmp_path / "none.xlsx")], [str(tmp_path), "--organisation", "nobody"]):
        with pytest.raises(CommandError) as refused:
            call_command("read_workbook", *arguments, "--json")
        assert refused.value.returncode == 2
        assert "\n" not in str(refused.value)


def test_more_than_ten_thousand_messages_are_counted(read_workbook):
    lines = [",".join(S)] + [f"S-{number},Name {number},Nowhere,9,none of them" for number in range(3500)]
    (answer,) = read_workbook("\n".join(lines).encode())
    assert (len(answer["messages"]), answer["truncated"]) == (10_000, 500)
    assert answer["rows_error"] == 3500


def test_the_worked_row_of_the_document():
    head = [*F[:-1]]
    row = ["Z1", "Unit 2", "03/04/2026", "sa8000", "NC1", "1", "Zero tolerance", PASSPORTS]
    filler = [[None] * 8 for _ in range(15)]
    answer = told(sheet([*head, "site_country"], *filler, [*row, "Bangladsh"]))
    found = {(message["code"], message["level"]): message for message in answer["messages"]}
    assert {message["row"] for message in answer["messages"] if message["row"]} == {17}
    assert found["R007", "error"]["message"].endswith("Did you mean Bangladesh?")
    assert found["W005", "warning"]["message"] == "We read “Zero tolerance” as Business critical."
    assert "FL01" in found["R019", "error"]["message"]
    assert ("W007", "warning") in found
    assert not {code for code, _ in found} & {"R004", "R005"}
    assert (answer["rows_ok"], answer["rows_error"]) == (0, 1)


def test_the_worked_rows_date_is_day_first():
    from tests.compliance.workbooks.grids_read import values

    row = ["Z1", "ST1", "03/04/2026", "sa8000", "NC1", "1", "Zero tolerance", PASSPORTS]
    assert date.fromisoformat(values(sheet(F[:-1], row))[0]["audit_end"]) == date(2026, 4, 3)


def test_a_column_is_called_in_the_language_at_hand(monkeypatch):
    monkeypatch.setitem(COLUMN_LABELS, "made_up", lazy(get_language, str)())
    message = Message("R001", values={"column": "made_up"})
    for language in ("en-gb", "cy", "en-gb"):
        with override(language):
            assert message.text == f"{language} is missing."
