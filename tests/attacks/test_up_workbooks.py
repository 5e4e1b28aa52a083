"""UP: workbooks that mean harm, and honest ones that look like it, sent through the page and read by the job."""

import io
import socket
from datetime import date

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from compliance.suppliers.models import Site, Supplier
from compliance.workbooks.models import StagedRow
from compliance.workbooks.services import commands
from compliance.workbooks.writing import template
from tests.compliance.workbooks import hostile
from tests.compliance.workbooks.made_by_hand import ROWS, sheet, with_sheet, zipped
from tests.compliance.workbooks.test_pipeline import SUPPLIERS, workbook

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.usefixtures("own_processes")]
MB = 1024 * 1024


def made(name: str) -> tuple[str, bytes]:
    """The code that is due, and the file."""
    code, make = hostile.REFUSED[name]
    return code, make()


@pytest.mark.parametrize("name", ["bomb", "bomb_of_ratio", "bomb_of_many_parts", "lying_about_size", "overlapping"])
def test_up03_a_workbook_that_unpacks_to_a_thousand_times_its_size_is_not_unpacked(doors, name):
    code, body = made(name)
    assert doors.refused(body) == code == "F007"


def test_up05_a_text_of_200_mb_in_200_kb_is_not_read(doors):
    body = hostile.workbook(strings=f"<si><t>{'a' * 200 * MB}</t></si>")
    assert len(body) < MB
    assert doors.refused(body) == "F007"


def test_up06_a_cell_at_the_last_place_of_a_sheet_is_one_cell(doors):
    """The rows that are there are read, and nothing is made of the million between."""
    body = with_sheet(sheet(ROWS + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'))
    upload = doors.listed(body)
    assert upload.state in {"preview", "mapping_needed"}, upload.error
    assert upload.total < 10


@pytest.mark.parametrize("target", ["file:///etc/passwd", "http://127.0.0.1:9/x", "php://filter/resource=/etc/passwd"])
@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "[Content_Types].xml"])
def test_up07_an_entity_that_reads_a_file_is_refused_unread(doors, part, target):
    body = hostile.with_dtd(part, f'<!DOCTYPE x [<!ENTITY a SYSTEM "{target}">]>')
    upload = doors.listed(body)
    assert (upload.state, upload.error["code"]) == ("failed", "F007")
    assert "root:" not in doors.page_of(upload)


def test_up08_a_billion_laughs_are_not_heard(doors):
    for part in ("xl/sharedStrings.xml", "xl/worksheets/sheet1.xml", "docProps/app.xml"):
        files = hostile.parts() | {"docProps/app.xml": hostile.HEAD + "<x/>"}
        body = zipped(files | {part: files[part].replace(hostile.HEAD, hostile.HEAD + hostile.LAUGHS)})
        assert doors.refused(body) == "F007"


@pytest.mark.parametrize("name", ["macro", "macro_elsewhere", "macro_type", "excel_4_macros", "ods_macros"])
def test_up09_macros_are_found_whatever_the_file_is_named(doors, name):
    code, body = made(name)
    assert doors.refused(body, "list.xlsx") == code == "F005"


LINKED = {
    "xl/externalLinks/externalLink1.xml": '<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><externalBook r:id="rId1"/>'
    '<ddeLink ddeService="cmd" ddeTopic="/c calc"/></externalLink>',
    "xl/externalLinks/_rels/externalLink1.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
    'relationships"><Relationship Id="rId1" Type="x/externalLinkPath" Target="ADDRESS" TargetMode="External"/>'
    "</Relationships>",
    "xl/connections.xml": '<connections><connection id="1" url="ADDRESS"/></connections>',
    "customXml/item1.xml": '<x href="ADDRESS"/>',
}


def test_up10_links_to_elsewhere_are_never_followed(doors):
    """Honest files have them too: they are passed over. Somebody listens, and hears nothing.

    See docs/requirements/suppliers.md#reading-files.
    """
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/x.xlsx"
        parts = {name: text.replace("ADDRESS", address) for name, text in LINKED.items()}
        upload = doors.listed(zipped(hostile.parts() | parts))
        assert upload.state in {"preview", "mapping_needed"}, upload.error
        with pytest.raises(TimeoutError):
            listener.accept()


@pytest.mark.parametrize("name", ["locked", "locked_header", "locked_entry", "locked_ods"])
def test_up11_a_workbook_with_a_password_is_said_to_have_one(doors, name):
    code, body = made(name)
    assert doors.refused(body) == code == "F003"


@pytest.mark.parametrize("name", ["cut_short", "half", "flipped_byte", "broken_markup"])
def test_up21_a_workbook_cut_short_is_said_to_be_damaged(doors, name):
    code, body = made(name)
    assert doors.refused(body) == code == "F006"


HEAD = "supplier_ref,supplier_name,country,tier,sector\r\n"


def lines(count: int) -> bytes:
    rows = (f"S-{number},Invented Mill {number},BD,1,11" for number in range(count))
    return (HEAD + "\r\n".join(rows) + "\r\n").encode()


def test_up22_one_row_more_than_100_000_is_too_many(doors):
    assert doors.refused(lines(100_001), "list.csv") == "F008"


TEXT = 'supplier_ref,supplier_name,country,tier,sector\r\nS-1,"Société Inventée, Ltd",FR,1,11\r\n'
OTHERS_WAYS = {
    "utf-16": TEXT.encode("utf-16"),
    "utf-16 big endian": b"\xfe\xff" + TEXT.encode("utf-16-be"),
    "with a byte order mark": TEXT.encode("utf-8-sig"),
    "semicolons": TEXT.replace(",", ";").replace("e; L", "e, L").encode(),
    "tabs": TEXT.replace(",", "\t").replace("e\t L", "e, L").encode(),
    "a line that says so": b"sep=;\r\n" + TEXT.replace(",", ";").replace("e; L", "e, L").encode(),
}


@pytest.mark.parametrize("way", OTHERS_WAYS)
def test_up23_a_list_is_read_as_other_programs_write_it(doors, way):
    upload = doors.listed(OTHERS_WAYS[way], "list.csv")
    assert (upload.state, upload.counts["add"]) == ("preview", 1), upload.error
    assert staged(upload)[0]["supplier_name"] == "Société Inventée, Ltd"


def staged(upload) -> list[dict]:
    return list(StagedRow.objects.filter(upload=upload).values_list("values", flat=True))


def test_up23_an_encoding_that_says_nothing_of_itself_is_named_and_can_be_changed(doors):
    upload = doors.listed(TEXT.encode("cp1252"), "list.csv")
    page = doors.page_of(upload)
    assert "Société Inventée" in page and "so we read it as Windows-1252, Western European." in page
    address = reverse("workbooks:encoding", args=[doors.organisation.slug, upload.uuid])
    for encoding, name in (("cp1253", "Sociιtι Inventιe, Ltd"), ("cp1252", "Société Inventée, Ltd")):
        with doors.capture(execute=True):
            doors.browser.post(address, {"encoding": encoding})
        upload.refresh_from_db()
        assert (upload.state, upload.counts["add"]) == ("preview", 1), upload.error
        assert [row["supplier_name"] for row in staged(upload)] == [name]


def put_in(doors, upload) -> None:
    with doors.capture(execute=True):
        commands.apply(upload, by=upload.uploaded_by, at=timezone.now())
    upload.refresh_from_db()


def changed_template() -> bytes:
    """Our own, with its columns turned round, one renamed as a person would, one added, one hidden."""
    book = openpyxl.load_workbook(io.BytesIO(template.render_full_template()))
    sheet = book["Suppliers"]
    heads = [cell.value for cell in next(sheet.iter_rows(max_row=1))]
    given = {
        "supplier_ref": "S-77",
        "supplier_name": "Turned Mill",
        "country": "India",
        "tier": 1,
        "sector": "Textiles",
    }
    order = [*reversed(heads), "Our own remark"]
    sheet.delete_rows(1, sheet.max_row)
    sheet.append(["Supplier name" if head == "supplier_name" else head for head in order])
    sheet.append([given.get(head, "hello" if head == "Our own remark" else None) for head in order])
    sheet.column_dimensions["A"].hidden = True
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_up26_a_template_that_somebody_changed_is_read_by_its_headings(doors):
    upload = doors.listed(changed_template())
    assert upload.state == "preview", (upload.state, upload.error, upload.messages)
    put_in(doors, upload)
    found = Supplier.objects.get(organisation=doors.organisation, key="s-77")
    assert (found.name, found.country) == ("Turned Mill", "IN")


def typed_as_text() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Suppliers"
    heads = ["supplier_ref", "supplier_name", "country", "tier", "site_ref", "site_name", "address", "workers_total"]
    sheet.append([*heads, "last_audit_date"])
    sheet.append(["00042", "Text Mill", "GB", "1", "ST1", "Unit", "Road 1", "1,240", "14/05/2026"])
    sheet.append(["00043", "Text Yarns", "GB", " 2 ", "ST2", "Unit", "Road 2", " 12 ", date(2026, 5, 14)])
    sheet.merge_cells("C2:C3")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_up27_figures_and_dates_as_text_and_merged_cells_lose_and_invent_nothing(doors):
    """What is certain goes in as it was meant; what the file leaves open is a message at its cell."""
    upload = doors.listed(typed_as_text())
    assert upload.state == "preview", (upload.state, upload.error)
    first, merged = staged(upload)
    assert (first["supplier_ref"], first["workers_total"], first["last_audit_date"]) == ("00042", 1240, "2026-05-14")
    assert (merged["supplier_ref"], merged["tier"], merged["workers_total"]) == ("00043", "2", 12)
    assert merged["last_audit_date"] == "2026-05-14"
    assert merged["country"] == "GB"
    page = doors.page_of(upload)
    assert "We copied the value of the merged cell C2:C3 into 2 rows." in page and "Suppliers, cell C3" in page


def test_up28_the_same_file_twice_is_said_and_changes_nothing(doors):
    body = workbook(Suppliers=SUPPLIERS)
    put_in(doors, doors.listed(body))
    before = (Supplier.objects.count(), Site.objects.count())
    again = doors.listed(body)
    assert "The same file was uploaded on" in doors.page_of(again)
    assert {name: count for name, count in again.counts.items() if name not in {"warnings", "held"}} == {"same": 3}
    put_in(doors, again)
    assert (Supplier.objects.count(), Site.objects.count()) == before
