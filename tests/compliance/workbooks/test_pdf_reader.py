"""Findings of a report in PDF are offered: read in a sandbox, and imported only line by line as a person confirms."""

import pypdfium2
import pytest
import weasyprint
from django.urls import reverse
from django.utils import timezone

from compliance.audits.models import Alert, Audit, Finding
from compliance.workbooks import sandbox_reader
from compliance.workbooks.choices import State
from compliance.workbooks.models import StagedRow
from compliance.workbooks.services import commands, import_job
from compliance.workbooks.types import FileRefused
from tests.compliance.workbooks.test_pipeline import (  # noqa: F401
    SUPPLIERS,
    member,
    put_in,
    send,
    workbook,
)

BLOCK = [
    "Corrective Action Plan Report", "Report number: S-000123", "Site reference: ST1", "Date of audit: 13 March 2024",
    "Scheme: SMETA 4-pillar",
]  # fmt: skip
HEAD = ["NC number", "Code area", "Grade", "Details of non-compliance", "Preventative and corrective actions", "Status"]
GLOVES = ["NC-01", "3", "Minor", "Gloves were charged to 12 workers in the dye house.", "Pay for the gloves", "Open"]
BOX = ["NC-02", "3", "Major", "First aid box on the second floor had no plasters in it.", "Fill the box", "Open"]
PAPERS = ["NC-03", "1", "Major", "Passports of 4 workers were kept by the manager in a safe.", "Return them", "Open"]
STYLES = {"ruled": "border: 1px solid #000", "columns": "border: 0", "level": "border-bottom: 1px solid #000"}


def report(*rows, style="ruled", block=BLOCK, pages=1):
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows[1:])
    head = "<thead><tr>" + "".join(f"<td>{cell}</td>" for cell in rows[0]) + "</tr></thead>"
    text = "".join(f"<p>{line}</p>" for line in block)
    css = "@page { size: A4 landscape } table { border-collapse: collapse; font-size: 9pt; width: 100% }"
    css += f" td {{ {STYLES[style]}; padding: 5px; vertical-align: top }} tr {{ break-inside: avoid }}"
    body = f"<style>{css}</style>{text}<table>{head}{cells}</table>"
    return weasyprint.HTML(string=body).write_pdf()


def rows_of(pdf):
    (sheet,) = sandbox_reader.read_upload(pdf).sheets
    return [row.values for row in sheet.rows]


@pytest.mark.parametrize("style", ["ruled", "columns"])
def test_a_table_is_read_with_every_cell_in_its_column(style):
    rows = rows_of(report(HEAD, GLOVES, BOX, style=style))
    assert rows[: len(BLOCK)] == [[line] for line in BLOCK]
    assert rows[len(BLOCK) :] == [HEAD, GLOVES, BOX]


def test_a_header_that_is_repeated_on_the_next_page_is_read_once():
    many = [[f"NC-{number:02d}", *GLOVES[1:]] for number in range(60)]
    pdf = report(HEAD, *many)
    assert len(pypdfium2.PdfDocument(pdf)) > 1
    rows = rows_of(pdf)
    assert rows.count(HEAD) == 1
    assert [row[0] for row in rows[len(BLOCK) + 1 :]] == [row[0] for row in many]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"%PDF-1.7\nnothing", "F006"),
        (
            weasyprint.HTML(string="<style>div{width:9px;height:9px;background:#000}</style><div></div>").write_pdf(),
            "F002",
        ),
    ],
)
def test_a_damaged_file_and_a_scan_are_refused(body, code):
    with pytest.raises(FileRefused) as refused:
        sandbox_reader.read_upload(body)
    assert refused.value.code == code


@pytest.fixture
def staged(member):  # noqa: F811
    put_in(send(member, workbook(Suppliers=SUPPLIERS)), member)
    return send(member, report(HEAD, GLOVES, BOX, PAPERS), at=timezone.now())


def answer(upload, client, **answers):
    positions = dict(StagedRow.objects.filter(upload=upload).values_list("values__finding_ref", "position"))
    data = {f"row_{positions[ref.replace('_', '-')]}": said for ref, said in answers.items()}
    client.post(reverse("workbooks:lines", args=[upload.organisation.slug, upload.uuid]), data)
    import_job.work_on_import(upload.pk, clock=timezone.now)
    upload.refresh_from_db()


@pytest.mark.django_db(transaction=True)
def test_no_line_is_imported_before_a_person_confirms_it(staged, member, client):  # noqa: F811
    assert (staged.state, staged.counts["unconfirmed"], staged.counts["error"]) == (State.PREVIEW, 3, 3), staged.error
    assert Alert.objects.filter(level="A").exists(), "what may be harm raises its alert at once"
    client.force_login(member.user)
    Alert.objects.update(acknowledged_at=timezone.now())
    page = client.get(reverse("workbooks:upload", args=[staged.organisation.slug, staged.uuid])).text
    assert "Is this what the report says?" in page and "Gloves were charged to 12 workers" in page
    assert "More than half of the rows have problems" not in page
    put_in(staged, member)
    assert not Finding.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_confirmed_lines_go_in_and_a_refused_one_stays_out(staged, member, client):  # noqa: F811
    client.force_login(member.user)
    Alert.objects.update(acknowledged_at=timezone.now())
    answer(staged, client, NC_01="yes", NC_02="no", NC_03="yes")
    assert (staged.counts.get("unconfirmed", 0), staged.counts.get("skip")) == (0, 1)
    # The kind that we guessed is a question of its own.
    commands.save_issue_answers(
        staged, answers={row.position: True for row in commands.get_issue_questions(staged)}, by=member.user,
        at=timezone.now(),
    )  # fmt: skip
    import_job.work_on_import(staged.pk, clock=timezone.now)
    staged.refresh_from_db()
    put_in(staged, member)
    assert set(Finding.objects.values_list("finding_ref", flat=True)) == {"NC-01", "NC-03"}
    audit = Audit.objects.get()
    assert (audit.audit_ref, audit.site.key, audit.rows_left_out) == ("S-000123", "st1", 0)


@pytest.mark.django_db(transaction=True)
def test_an_open_line_that_may_be_harm_holds_the_report_and_another_does_not(staged, member, client):  # noqa: F811
    client.force_login(member.user)
    Alert.objects.update(acknowledged_at=timezone.now())
    answer(staged, client, NC_01="yes")
    assert staged.counts["held"] == 1
    answer(staged, client, NC_03="no")
    assert (staged.counts["held"], staged.counts["unconfirmed"]) == (0, 1)
