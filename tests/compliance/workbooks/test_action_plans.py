"""Action plans that are taken away: what stands in them, what is locked, and what a supplier may send back."""

import io
import os
import zipfile
from datetime import UTC, date, datetime, timedelta

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation

from compliance.audits.choices import FindingStatus, Grade
from compliance.audits.models import Action, ActionFile, SupplierLink
from compliance.audits.services import supplier_links
from compliance.workbooks import action_plans
from compliance.workbooks.models import Import, Package, StagedRow
from compliance.workbooks.services import package_job, stale_rows, uploads
from compliance.workbooks.views import by_link
from portal.core.rate_limits import OverLimit
from portal.files.file_types import Refused
from portal.history.models import Entry
from tests.compliance.workbooks import plan_files as files
from tests.compliance.workbooks.test_pipeline import active_parts
from tests.factories.accounts import sign_in
from tests.factories.alerts import AlertFactory
from tests.factories.audits import ActionFactory, FindingFactory
from tests.factories.organisations import MembershipFactory
from tests.factories.suppliers import SiteFactory
from tests.support.audit_alerts import picture

pytestmark = pytest.mark.django_db(transaction=True)
FORMULAS = ["=1+1", "+44 1", "-5 C", "@here", "'=quoted", "two\r\nlines", "CLEAR"]


@pytest.fixture(autouse=True)
def _the_link_was_sent_yesterday(clock_at):
    clock_at(files.NOW + timedelta(days=1))


@pytest.fixture
def member(db):
    return MembershipFactory(role="editor")


@pytest.fixture
def supplier(member):
    (one,) = files.suppliers_with_actions(member.organisation, 1)
    return one


@pytest.fixture
def link(supplier):
    return files.links_of([supplier])[supplier.supplier_ref]


@pytest.fixture
def browser(member):
    return sign_in(Client(), member.user)


def of_supplier(link) -> bytes:
    return action_plans.render_supplier_plan(link.supplier, supplier_links.get_link_actions(link))


def codes(upload: Import) -> list[str]:
    return sorted(message["code"] for row in upload.rows.all() for message in row.messages)


def first_only(**values):
    """Fill the first action's row only."""
    return lambda row: values if row["finding_ref"] == "NC-0" else {}


# --- What is taken away --------------------------------------------------------------------------------------------


def address(name, member, *args, query=""):
    return reverse(f"plans:{name}", args=[member.organisation.slug, *args]) + query


def test_a_business_takes_what_is_open_with_the_filter_of_its_page(member, supplier, browser):
    planless = FindingFactory(audit=Action.objects.first().finding.audit, finding_ref="NC-9", key="nc-9")
    every = files.rows_in(browser.get(address("download", member)).content)
    assert [row["finding_ref"] for row in every] == ["NC-0", "NC-1", "NC-9"]
    assert (every[2]["corrective_action"], every[2]["row_version"]) == (None, planless.version)
    assert (every[0]["portal_site"], every[0]["grade"]) == (planless.audit.site.name, "Major")
    one = files.rows_in(browser.get(address("download", member, query="?q=NC-1")).content)
    assert [row["finding_ref"] for row in one] == ["NC-1"]
    assert Entry.objects.filter(action="workbooks.plan.downloaded").count() == 2


def test_only_what_is_to_be_filled_is_unlocked_and_nothing_acts(member, supplier, browser, link):
    for body in (browser.get(address("download", member)).content, of_supplier(link)):
        assert not active_parts(body)
        sheet = openpyxl.load_workbook(io.BytesIO(body))[files.SHEET]
        assert (sheet.protection.sheet, sheet.protection.password) == (True, None)
        head = {cell.value: cell.column for cell in sheet[1]}
        locked = {name for name, column in head.items() if sheet.cell(3, column).protection.locked}
        assert {"audit_ref", "finding_ref", "action_no", "portal_site", "row_version"} <= locked
        assert not locked & {"root_cause", "corrective_action", "status", "completed_date", "comment"}
        assert sheet.data_validations.dataValidation


def test_text_that_looks_like_a_formula_goes_out_and_comes_back_as_it_was(member, supplier, browser):
    finding = Action.objects.first().finding
    for number, text in enumerate(FORMULAS, 2):
        ActionFactory(finding=finding, number=number, root_cause=text, corrective_action=f"={text}", comment=text)
    before = list(Action.objects.order_by("pk").values())
    body = browser.get(address("download", member)).content
    assert not [cell for row in openpyxl.load_workbook(io.BytesIO(body))[files.SHEET] for cell in row if
                cell.data_type == "f"]  # fmt: skip
    upload = files.by_member(member, body)
    assert (upload.counts.get("change"), upload.counts.get("error"), upload.counts["same"]) == (None, None, 9)
    assert list(Action.objects.order_by("pk").values()) == before


def test_a_finding_without_a_plan_is_planned_in_its_row_or_left(member, supplier, browser):
    FindingFactory(audit=Action.objects.first().finding.audit, finding_ref="NC-9", key="nc-9")
    body = browser.get(address("download", member)).content
    again = files.by_member(member, body)
    assert again.counts["same"] == 3
    filled = files.filled(body, lambda row: {"corrective_action": "Buy it"} if row["finding_ref"] == "NC-9" else {})
    assert files.by_member(member, filled).counts["add"] == 1
    assert Action.objects.get(finding__key="nc-9").corrective_action == "Buy it"


def test_whoever_may_not_see_an_alert_takes_nothing_of_it(member, supplier, browser):
    finding = Action.objects.first().finding
    AlertFactory(organisation=member.organisation, audit_key=finding.audit.key, finding_key=finding.key,
                 acknowledged_at=files.NOW)  # fmt: skip
    (other,) = {action.finding.finding_ref for action in Action.objects.all()} - {finding.finding_ref}
    rows = files.rows_in(browser.get(address("download", member)).content)
    assert [row["finding_ref"] for row in rows] == [other]
    (body,) = files.packed(member.organisation, member.user).values()
    assert [row["finding_ref"] for row in files.rows_in(body)] == [other]


def test_a_suppliers_workbook_says_no_more_than_its_link(member, link):
    Action.objects.update(comment="Our own words")
    action = Action.objects.select_related("finding__audit").first()
    action.finding.title = "Secret title"
    action.finding.save()
    book = openpyxl.load_workbook(io.BytesIO(of_supplier(link)))
    said = " ".join(str(cell.value) for sheet in book for row in sheet for cell in row).lower()
    for secret in ("our own words", "secret title", "major", "gloves were charged", "alert", "hs04"):
        assert secret not in said
    assert member.organisation.name.lower() not in said
    assert action.corrective_action.lower() in said


# --- The ZIP file --------------------------------------------------------------------------------------------------


def test_the_page_says_how_far_it_is_and_hands_it_out(member, supplier, browser):
    page = address("list", member)
    assert "Create the workbook for 1 supplier" in browser.get(page).text
    assert browser.post(page).status_code == 302
    package_job.make_package(Package.objects.get().pk, clock=lambda: files.NOW)
    shown = browser.get(page).text
    assert address("package", member, Package.objects.get().uuid) in shown
    got = browser.get(address("package", member, Package.objects.get().uuid))
    assert (got["Content-Type"], got["Content-Disposition"].startswith("attachment")) == ("application/zip", True)
    Package.objects.update(state="making", file=None, progress=40, total=200)
    assert "40 of 200 suppliers" in browser.get(page).text


# --- What comes back -----------------------------------------------------------------------------------------------


def test_closed_is_not_verified_and_its_file_is_asked_for(client, link):
    done = first_only(status="Closed", completed_date=date(2026, 11, 20), evidence_file="photo.png")
    upload = files.by_link(link, files.filled(of_supplier(link), done))
    assert (upload.state, upload.counts["change"], upload.counts["same"]) == ("done", 1, 1)
    action = Action.objects.get(finding__key="nc-0")
    assert (action.status, action.completed_on) == (FindingStatus.CLOSED_UNVERIFIED, date(2026, 11, 20))
    line = Entry.objects.get(action="audits.action.answered")
    assert (line.actor_id, line.actor) == (None, f"{link.supplier} (by link)")
    token = f"token of {link.supplier.supplier_ref}"
    assert "photo.png" in client.get(reverse("plan:home", args=[token])).text
    sending = reverse("plan:evidence", args=[token, action.uuid])
    assert client.post(sending, {"evidence": picture("photo.png")}).status_code == 302
    assert ActionFile.objects.get().came_by_link
    assert client.get(sending).status_code == 404


@pytest.mark.parametrize(
    ("filled", "code"),
    [
        ({"status": "Closed", "completed_date": date(2026, 11, 20)}, "R021"),
        ({"status": "Closed", "evidence_file": "photo.png"}, "R021"),
        ({"status": "Closed and verified", "completed_date": date(2026, 11, 20), "evidence_file": "a.png"}, "R021"),
        ({"status": "Withdrawn"}, "R003"),
        ({"status": "CLEAR"}, "R001"),
        ({"due_date": date(2027, 11, 20)}, "R022"),
        ({"action_no": 2}, "R022"),
        ({"finding_ref": "NC-77"}, "R016"),
    ],
)
def test_a_supplier_says_no_more_than_on_its_page(link, filled, code):
    before = list(Action.objects.order_by("pk").values())
    upload = files.by_link(link, files.filled(of_supplier(link), first_only(root_cause="Mine", **filled)))
    assert (upload.state, upload.counts["error"]) == ("done_with_errors", 1)
    assert code in codes(upload)
    assert list(Action.objects.order_by("pk").values()) == before


@pytest.mark.parametrize("column", ["grade", "code_area", "description"])
@pytest.mark.parametrize("is_right", [True, False])
def test_a_guess_at_a_grade_is_told_nothing(link, column, is_right):
    finding = Action.objects.first().finding
    right = {"grade": Grade.MAJOR.label, "code_area": finding.code_area, "description": finding.description}[column]
    book = openpyxl.load_workbook(io.BytesIO(of_supplier(link)))
    sheet = book[files.SHEET]
    last = sheet.max_column + 1
    sheet.cell(1, last).value, sheet.cell(3, last).value = column, str(right) if is_right else "minor"
    out = io.BytesIO()
    book.save(out)
    assert codes(files.by_link(link, out.getvalue())) == ["R022"]


def test_what_is_verified_is_read_only(link):
    body = of_supplier(link)
    Action.objects.filter(finding__key="nc-0").update(status=FindingStatus.VERIFIED_CLOSED)
    assert codes(files.by_link(link, files.filled(body, first_only(root_cause="Late")))) == ["R017"]


def test_a_row_that_somebody_changed_meanwhile_is_not_put_in(member, link):
    body = of_supplier(link)
    night = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    Action.objects.filter(finding__key="nc-0").update(version=2, root_cause="Theirs", changed_at=night)
    upload = files.by_link(link, files.filled(body, lambda row: {"root_cause": "Mine"}))
    assert (codes(upload), upload.counts["change"]) == (["R018"], 1)
    assert "2 July 2026" in str(StagedRow.objects.filter(upload=upload).values_list("messages", flat=True))
    assert Action.objects.get(finding__key="nc-0").root_cause == "Theirs"
    assert Action.objects.get(finding__key="nc-1").root_cause == "Mine"


def test_nor_one_that_is_changed_between_the_comparison_and_the_apply(member, link, monkeypatch):
    real = stale_rows.drop_stale_actions

    def faster(upload, rows):
        Action.objects.filter(finding__key="nc-0").update(version=2, root_cause="Theirs")
        return real(upload, rows)

    monkeypatch.setattr(stale_rows, "drop_stale_actions", faster)
    upload = files.by_link(link, files.filled(of_supplier(link), lambda row: {"root_cause": "Mine"}))
    assert (upload.state, codes(upload), upload.counts["change"]) == ("done_with_errors", ["R018"], 1)
    assert Action.objects.get(finding__key="nc-0").root_cause == "Theirs"
    link.refresh_from_db()
    assert (link.rows_taken, link.rows_refused) == (1, 1)


def test_a_finding_with_an_alert_is_not_there_for_its_supplier(member, link):
    body = of_supplier(link)
    AlertFactory(organisation=member.organisation, audit_key="a-s-0000", finding_key="nc-0", closed_at=files.NOW,
                 closing_reason="already_remediated")  # fmt: skip
    upload = files.by_link(link, files.filled(body, lambda row: {"root_cause": "Mine"}))
    assert (codes(upload), Action.objects.get(finding__key="nc-0").root_cause) == (["R016"], "")


def test_a_second_tenant_with_the_same_keys_shares_nothing(member, link):
    other = MembershipFactory(role="editor")
    (theirs,) = files.suppliers_with_actions(other.organisation, 1)
    files.by_link(link, files.filled(of_supplier(link), lambda row: {"root_cause": "Mine"}))
    assert {text for *_key, text in files.answers(member.organisation)} == {"Mine"}
    assert {text for *_key, text in files.answers(other.organisation)} == {""}
    assert theirs.supplier_ref == link.supplier.supplier_ref


def test_the_supplier_sees_row_by_row_what_was_taken(client, link):
    token = f"token of {link.supplier.supplier_ref}"
    home = reverse("plan_workbook:home", args=[token])
    got = client.get(reverse("plan_workbook:download", args=[token]))
    back = files.filled(got.content, lambda row: {"root_cause": "Mine"} if row["finding_ref"] == "NC-0" else
                        {"status": "Withdrawn"})  # fmt: skip
    response = client.post(home, {"file": SimpleUploadedFile("back.xlsx", back)}, follow=True)
    assert "1 row accepted" in response.text
    assert "1 row not accepted" in response.text
    assert "Withdrawn" in response.text
    upload = Import.objects.get()
    result = client.get(reverse("plan_workbook:result", args=[token, upload.uuid]))
    marked = b"".join(result)
    assert not active_parts(marked)
    assert "portal_result" in [cell.value for cell in openpyxl.load_workbook(io.BytesIO(marked))[files.SHEET][1]]
    link.refresh_from_db()
    assert link.workbook_taken_at
    assert link.workbook_returned_at
    assert link.returned_at


def test_the_supplier_sees_what_of_its_workbook_was_not_read(client, link):
    """See docs/requirements/suppliers.md#unread-parts."""
    home = reverse("plan_workbook:home", args=[f"token of {link.supplier.supplier_ref}"])
    plain = files.filled(of_supplier(link), lambda row: {"root_cause": "Mine"})
    page = client.post(home, {"file": SimpleUploadedFile("a.xlsx", plain)}, follow=True).text
    assert "We did not read everything" not in page
    with zipfile.ZipFile(more := io.BytesIO(plain), "a") as package:
        package.writestr("xl/embeddings/photos.docx", b"PK\x03\x04")
        package.writestr("xl/media/image9.png", b"MZ\x90\0")
    page = client.post(home, {"file": SimpleUploadedFile("b.xlsx", more.getvalue())}, follow=True).text
    assert "This workbook has a file inside it (photos.docx). We did not open it." in page
    assert "image9.png looks like a program" in page


def test_a_file_that_is_no_plan_is_not_asked_about_but_refused(link):
    upload = files.by_link(link, b"Some,words\r\nand,more\r\n", name="x.csv")
    assert (upload.state, upload.error["code"]) == ("failed", "F010")


def test_sizes_and_rates_of_a_link_are_limited(link, settings):
    most = 25 * 1024 * 1024  # as any file of data (docs/requirements/suppliers.md#reading-files)
    assert most == settings.UPLOAD_MAX_BYTES
    with pytest.raises(Refused, match="25 MB"):
        files.by_link(link, b"x" * (most + 1))
    as_large = of_supplier(link)
    with zipfile.ZipFile(padded := io.BytesIO(as_large), "a") as package:
        package.writestr("docProps/padding.bin", os.urandom(6 * 1024 * 1024))
    assert files.by_link(link, padded.getvalue()).state == "done"
    settings.LIMITS = settings.LIMITS | {"supplier_workbooks": (1, 3600)}
    with pytest.raises(OverLimit):
        files.by_link(link, b"x")


@pytest.mark.parametrize("change", [{"revoked_at": files.NOW}, {"expires_at": files.NOW}])
def test_an_ended_link_answers_as_its_page_does(client, link, change):
    upload = files.by_link(link, of_supplier(link))
    SupplierLink.objects.update(**change)
    token = f"token of {link.supplier.supplier_ref}"
    for name, args in (("home", ()), ("download", ()), ("returned", (upload.uuid,)), ("result", (upload.uuid,))):
        assert client.get(reverse(f"plan_workbook:{name}", args=[token, *args])).status_code == 410
    assert client.post(reverse("plan_workbook:home", args=[token])).status_code == 410


def test_another_suppliers_return_is_not_there(client, member, link):
    upload = files.by_link(link, of_supplier(link))
    site = SiteFactory(supplier__organisation=member.organisation)
    files.links_of([site.supplier])
    token = f"token of {site.supplier.supplier_ref}"
    for name in ("returned", "result"):
        assert client.get(reverse(f"plan_workbook:{name}", args=[token, upload.uuid])).status_code == 404
    assert uploads.get_uploads_by_link(link).get() == upload


def test_a_page_in_english_puts_back_the_language_it_found_though_another_began_meanwhile():
    said = []

    @by_link.in_english
    def page(meanwhile):
        meanwhile()
        said.append(translation.get_language())

    def in_welsh():
        with translation.override("cy"):
            page(bool)
            said.append(translation.get_language())

    with translation.override("pl"):
        page(in_welsh)
        said.append(translation.get_language())
    assert said == ["en-gb", "cy", "en-gb", "pl"]
