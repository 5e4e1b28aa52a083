"""The pages of an upload, from the template to the problems.

See docs/requirements/suppliers.md#upload-problems, docs/requirements/suppliers.md#upload-states.
"""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from compliance.workbooks.choices import Outcome, State
from compliance.workbooks.columns import sheet_kinds
from compliance.workbooks.models import Import
from compliance.workbooks.services import import_job, notifications, stage
from compliance.workbooks.writing import template
from portal.core.models import Outbox
from portal.jobs import leases as core_leases
from tests.compliance.workbooks.test_pipeline import NOW, SUPPLIERS, put_in, send, workbook
from tests.factories.organisations import MembershipFactory
from tests.factories.workbooks import MESSAGE, ImportFactory, StagedRowFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def member(db):
    return MembershipFactory(role="editor")


@pytest.fixture
def look(client, member):
    client.force_login(member.user)

    def get(name: str, upload: Import | None = None, query: str = "") -> str:
        more = [upload.uuid] if upload else []
        return client.get(reverse(f"workbooks:{name}", args=[member.organisation.slug, *more]) + query).text

    return get


def upload_of(member, **fields) -> Import:
    return ImportFactory(organisation=member.organisation, uploaded_by=member.user, row=None, **fields)


# --- b3: the template ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", sheet_kinds())
def test_each_column_of_the_template_is_explained_with_an_example(look, code):
    page = look("templates", query=f"?sheet={code}")
    for column in template.get_columns(sheet_kinds()[code]):
        assert f'scope="row" class="govuk-table__header">{column.name}<' in page
        assert column.help.replace("'", "&#x27;") in page
    assert "24 November 2026" in page


def test_a_sheet_that_is_not_there_is_the_first(look):
    assert "supplier_ref" in look("templates", query="?sheet=none")
    assert reverse("workbooks:templates", args=["x"]).endswith("/templates/")


def test_the_uploads_lead_to_the_explanation(look):
    for name in ("list", "new"):
        assert "See what goes in each column" in look(name)


# --- b5: progress ----------------------------------------------------------------------------------------------------


def steps_on(page: str) -> list[tuple[str, str]]:
    items = re.findall(
        r"<li(?: aria-current=\"step\")?>(.*?)</li>", page[page.index("data-progress") :].partition("</ol>")[0], re.S
    )
    found = [re.sub(r"<.*?>", "|", item).split("|") for item in items]
    return [(parts[0].strip(), "".join(parts[1:]).strip(" –")) for parts in found]


@pytest.mark.parametrize(
    ("state", "now"),
    [
        (State.RECEIVED, "Checked for viruses"),
        (State.CHECKING, "Checked"),
        (State.VALIDATING, "Compared with your register"),
    ],
)
def test_the_steps_of_reading_are_named_the_virus_check_among_them(look, member, settings, state, now):
    settings.SCANNER_SOCKET = "/run/scanner"
    found = steps_on(look("upload", upload_of(member, state=state)))
    assert [name for name, _ in found] == [
        "Received", "Checked for viruses", "Checked", "Compared with your register",
        "Ready to check",
    ]  # fmt: skip
    assert [name for name, word in found if word == "In progress"] == [now]
    assert found[0] == ("Received", "done")


def test_no_virus_check_is_named_where_there_is_no_scanner(look, member, settings):
    settings.SCANNER_SOCKET = ""
    assert "virus" not in look("upload", upload_of(member, state=State.CHECKING))


def test_the_page_never_reloads_by_itself_and_has_a_link_that_does(look, member):
    page = look("upload", upload_of(member, state=State.VALIDATING, progress=30, total=100))
    assert "Check again" in page and "30 of 100 rows" in page
    assert "http-equiv" not in page
    assert 'role="status" data-progress-status' in page


def test_only_whoever_waits_is_promised_a_mail(look, client, member):
    upload = upload_of(member, state=State.CHECKING)
    assert "we will email you" in look("upload", upload)
    client.force_login(MembershipFactory(organisation=member.organisation, role="viewer").user)
    assert "we will email you" not in look("upload", upload)


def mails() -> list[str]:
    return list(Outbox.objects.filter(template="workbooks/ended").values_list("subject", flat=True))


def waited(upload: Import, minutes: float) -> None:
    Import.objects.filter(pk=upload.pk).update(waits_since=NOW - timedelta(minutes=minutes))


def test_a_long_reading_ends_with_one_mail_that_names_no_file(member):
    upload = send(member, workbook(Suppliers=SUPPLIERS), at=NOW)
    assert not mails()
    waited(upload, 2)
    Import.objects.filter(pk=upload.pk).update(state=State.RECEIVED)
    import_job.work_on_import(upload.pk, clock=lambda: NOW)
    import_job.work_on_import(upload.pk, clock=lambda: NOW + timedelta(hours=1))
    notifications.notify_if_slow(upload.pk, NOW + timedelta(hours=1))
    (subject,) = mails()
    assert subject.startswith("Your upload is ready to check") and upload.name not in subject


@pytest.mark.parametrize(
    ("state", "subject"),
    [
        (State.PREVIEW, "Your upload is ready to check"),
        (State.MAPPING_NEEDED, "We have a question about your upload"),
        (State.FAILED, "We could not read your upload"),
        (State.DONE, "We have imported your upload"),
        (State.DONE_WITH_ERRORS, "We have imported your upload"),
        (State.CANCELLED, None),
        (State.VALIDATING, None),
    ],
)
def test_the_mail_says_how_it_ended(member, state, subject):
    upload = upload_of(member, state=state)
    waited(upload, 2)
    notifications.notify_if_slow(upload.pk, NOW)
    assert [found.partition(":")[0] for found in mails()] == ([subject] if subject else [])


def test_a_short_wait_needs_no_mail_and_somebody_who_left_gets_none(member):
    upload = upload_of(member)
    waited(upload, 0.5)
    notifications.notify_if_slow(upload.pk, NOW)
    waited(upload, 5)
    member.ended_at = NOW
    member.save()
    notifications.notify_if_slow(upload.pk, NOW)
    assert not mails()


def test_whoever_confirmed_an_upload_is_told_that_it_is_in(member):
    upload = send(member, workbook(Suppliers=SUPPLIERS), at=NOW)
    other = MembershipFactory(organisation=member.organisation, role="editor")
    upload.uploaded_by, upload.uploaded_by_id = None, None
    put_in(upload, other, at=timezone.now())
    waited(upload, 2)
    notifications.notify_if_slow(upload.pk, NOW)
    assert Outbox.objects.get(template="workbooks/ended").to == other.user.email


def fail_as_a_worker(upload, code):
    until = timezone.now() + timedelta(minutes=1)
    upload.lease_token = core_leases.claim(Import.objects.filter(pk=upload.pk), until=until)
    stage.fail_upload(upload, code, {}, code)


def test_a_file_that_took_too_long_can_be_tried_again_and_another_failure_not(client, look, member):
    upload = send(member, workbook(Suppliers=SUPPLIERS))
    again = reverse("workbooks:again", args=[member.organisation.slug, upload.uuid])
    fail_as_a_worker(upload, "F006")
    assert "Try this file again" not in look("upload", upload)
    client.post(again)
    assert Import.objects.get().state == State.FAILED
    fail_as_a_worker(upload, "F014")
    assert "Try this file again" in look("upload", upload)
    client.post(again)
    upload.refresh_from_db()
    assert (upload.state, upload.counts["add"]) == (State.PREVIEW, 3), upload.error


# --- b6: the result --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("counts", "is_said"),
    [({"add": 4, "error": 5}, True), ({"add": 5, "error": 5}, False), ({"same": 1, "error": 2, "end": 9}, True)],
)
def test_where_more_than_half_of_the_rows_are_wrong_it_is_said_first(look, member, counts, is_said):
    page = look("upload", upload_of(member, counts=counts))
    assert ("More than half of the rows have problems" in page) == is_said
    if is_said:
        assert page.index("More than half") < page.index("Not accepted (")
        assert reverse("workbooks:templates", args=[member.organisation.slug]) in page


def problems(member, count: int, **message) -> Import:
    upload = upload_of(member)
    for number in range(count):
        StagedRowFactory(upload=upload, position=number + 1, messages=[MESSAGE | {"row": number + 2} | message])
    return upload


def test_each_message_can_be_gone_to_from_its_code_and_back(look, member):
    upload = problems(member, 3)
    StagedRowFactory(upload=upload, position=9, messages=[MESSAGE | {"code": "R008", "column": "F", "row": 9}])
    for name in ("upload", "problems"):
        page = look(name, upload)
        links = re.findall(r'<a class="govuk-link" href="#(message-\d+)">(.*?)</a>', page)
        assert links == [
            ("message-1", "Suppliers, cell C2"), ("message-2", "Suppliers, cell C3"),
            ("message-3", "Suppliers, cell C4"), ("message-4", "Suppliers, cell F9"),
        ]  # fmt: skip
        assert re.findall(r'<tr class="govuk-table__row" id="(message-\d+)" tabindex="-1">', page) == [
            target for target, _ in links
        ]
        assert page.count('href="#summary"') == 4 and page.count('id="summary"') == 1


def test_the_first_twenty_problems_stand_on_the_page_and_the_rest_is_counted(look, member):
    page = look("upload", problems(member, 27))
    assert page.count('id="message-') == 20
    assert "and 7 more." in page


def test_problems_come_fifty_a_page_and_by_code(look, member):
    upload = problems(member, 60)
    StagedRowFactory(upload=upload, position=99, messages=[MESSAGE | {"code": "R008", "row": 99}])
    first, second = look("problems", upload), look("problems", upload, "?page=2")
    assert (first.count('id="message-'), second.count('id="message-')) == (50, 11)
    assert '<strong aria-current="page">all</strong>' in first and "Page 2 of 2" in second
    one = look("problems", upload, "?code=R008")
    assert one.count('id="message-') == 1 and '<strong aria-current="page">R008 (1)</strong>' in one
    assert "No rows have a message with this code." in look("problems", upload, "?code=R999")
    both = look("problems", upload, "?code=R007&page=2")
    assert both.count('id="message-') == 10


def test_beyond_the_most_messages_the_rest_is_counted(look, member, monkeypatch):
    from compliance.workbooks.selectors import uploads as pages

    monkeypatch.setattr(pages.get_problems, "__kwdefaults__", pages.get_problems.__kwdefaults__ | {"max_lines": 5})
    page = look("problems", problems(member, 8))
    assert (page.count('id="message-'), "and 3 more of the same kinds" in page) == (5, True)


def test_no_problem_is_said_in_words(look, member):
    upload = upload_of(member, counts={"add": 1})
    StagedRowFactory(upload=upload, messages=[], outcome=Outcome.ADD, changes={})
    assert "No problems found." in look("problems", upload)
    assert "To add (1)" in look("upload", upload)


# --- The columns that are not used ------------------------------------------------------------------------------------


def test_the_preview_names_each_column_that_was_not_used_before_anything_is_opened(look, member):
    head = [*SUPPLIERS[0], "Tax ID", None, "Payment terms"]
    rows = [[*row, "x", "stray", "30 days"] for row in SUPPLIERS[1:]]
    upload = send(member, workbook(Suppliers=[head, *rows]))
    assert upload.state == State.PREVIEW, upload.error
    page = look("upload", upload)
    named = re.search(r"We did not use 3 columns:\s*([^<]+)<", page)
    assert " ".join(named[1].split()) == "Tax ID, Payment terms, column L"
    assert "Column L has no header, so we did not read it." in page
