"""Members' own approvals of a group's statement: many at once, warned of where they are missing, and asked for."""

from datetime import date

import pytest
from django.urls import reverse

from compliance.organisations.choices import Role
from compliance.statements.groups import services as members
from compliance.statements.models import MemberApproval
from compliance.statements.signoff.services import review, signoff
from portal.history.models import Entry
from tests.compliance.statements.conftest import AT
from tests.compliance.statements.core.forms.test_items import subsidiary_of
from tests.compliance.statements.groups.rules.test_workbook_rows import FORTY, frozen, of_the_group
from tests.factories.organisations import MembershipFactory

pytestmark = pytest.mark.django_db
MINUTE = {
    "body": "board_of_directors",
    "body_name": "",
    "approved_on_day": "20",
    "approved_on_month": "11",
    "approved_on_year": "2026",
    "reference": "Minute 12",
}


def test_each_member_gets_its_own_approval_of_the_frozen_text(business, visit, at):
    version = frozen(business)
    address = at("member_approvals")
    assert visit("approver").get(f"{address}?member=3").context["form"]["members"].value() == [3]
    assert visit("editor").get(address).status_code == 403
    done = visit("approver").post(address, MINUTE | {"members": ["3"]})
    assert done.status_code == 303
    given = MemberApproval.objects.get()
    assert (given.legal_name, given.approved_on, given.reference) == (FORTY[2][0], date(2026, 11, 20), "Minute 12")
    assert given.content_hash == version.content_hash
    page = visit("viewer").get(at("members"))
    assert page.context["approved"] == 1
    assert "1 of 40 have recorded their own approval" in page.content.decode()


def test_all_that_have_none_are_recorded_at_once(business, visit, at):
    frozen(business)
    approver, address = visit("approver"), at("member_approvals")
    approver.post(address, MINUTE | {"members": ["3"]})
    page = approver.get(f"{address}?all")
    assert "Tick all 39 that have none yet" in page.content.decode()
    ticked = page.context["form"]["members"].value()
    assert len(ticked) == 39 and 3 not in ticked
    approver.post(address, MINUTE | {"members": [str(one) for one in ticked]})
    assert MemberApproval.objects.filter(voided_at=None).count() == 40
    assert Entry.objects.filter(action="statements.version.member_approved").count() == 40
    assert "Tick all" not in approver.get(address).content.decode()


@pytest.mark.parametrize("sent", [[], ["41"], ["x"]])
def test_only_members_of_the_list_are_recorded(business, visit, at, sent):
    frozen(business)
    assert visit("approver").post(at("member_approvals"), MINUTE | {"members": sent}).status_code == 422
    assert not MemberApproval.objects.exists()


def test_an_administrator_is_warned_of_the_approvals_that_are_missing(business, visit, at):
    version = frozen(business)
    business.approve(version)
    version.refresh_from_db()
    business.sign(version)
    page = visit("administrator").get(at("publish")).content.decode()
    assert "40 organisations of the group have not recorded their own approval." in page
    visit("approver").post(at("member_approvals"), MINUTE | {"members": [str(n) for n in range(1, 41)]})
    assert "not recorded their own approval" not in visit("administrator").get(at("publish")).content.decode()


def test_members_that_agreed_are_asked_once_and_see_it_on_their_own_page(
    business, client, mailoutbox, django_capture_on_commit_callbacks
):
    shop = subsidiary_of(business.organisation, name="Harbour Shop 5 Limited", company_number="09100005")
    other = subsidiary_of(business.organisation, name="Not In The List Limited", company_number="09199995")
    director = MembershipFactory(organisation=shop, role=Role.APPROVER).user
    MembershipFactory(organisation=other, role=Role.APPROVER)
    MembershipFactory(organisation=shop, role=Role.EDITOR)
    with django_capture_on_commit_callbacks(execute=True):
        version = frozen(business)
        review.mark_ready(version=version, actor=business.approver, at=AT)
    asked = [mail for mail in mailoutbox if "asks Harbour Shop 5 Limited" in mail.subject]
    assert [mail.to for mail in asked] == [[director.email]]
    assert not [mail for mail in mailoutbox if "Not In The List" in mail.subject]
    client.force_login(director)
    page = reverse("statements:list", args=(shop.slug,))
    note = f"{business.organisation.name} asks you to approve its group statement for 2026."
    assert note in client.get(page).content.decode()
    one = next(one for one in members.get_members(version) if one["company_number"] == "09100005")
    given = {"body": "board_of_directors", "body_name": "", "approved_on": date(2026, 11, 20), "reference": ""}
    members.record_approvals(version=version, members=[one], actor=business.approver, at=AT, **given)
    assert note not in client.get(page).content.decode()


def test_a_change_of_the_text_voids_the_approvals_of_the_members_too(business):
    version = frozen(business)
    given = {"body": "board_of_directors", "body_name": "", "approved_on": date(2026, 11, 20), "reference": ""}
    one = members.get_members(version)[0]
    members.record_approvals(version=version, members=[one], actor=business.approver, at=AT, **given)
    again = members.record_approvals(version=version, members=[one], actor=business.approver, at=AT, **given)
    assert list(MemberApproval.objects.filter(voided_at=None)) == again
    signoff.reopen(version=version, actor=business.editor, at=AT)
    assert not MemberApproval.objects.filter(voided_at=None).exists()


def test_no_approval_is_recorded_for_a_text_that_is_still_written(business, visit, at):
    business.written(sections=of_the_group(business))
    assert visit("approver").post(at("member_approvals"), MINUTE | {"members": ["1"]})["Location"] == at("members")
    assert not MemberApproval.objects.exists()
