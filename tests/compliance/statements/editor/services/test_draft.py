"""Starting, copying and discarding a draft."""

from datetime import date

import pytest
from django.urls import reverse

from compliance.organisations.choices import Role
from compliance.statements import permissions
from compliance.statements.choices import SectionCode, State
from compliance.statements.core import services as core_services
from compliance.statements.editor.services import draft
from compliance.statements.models import Version
from compliance.statements.rules import outline
from compliance.statements.signoff.services import review, signoff
from portal.core.exceptions import ActionRefused
from portal.history.models import Entry
from tests.compliance.statements.conftest import AT, make_business, state_of


def published(version: Version) -> Version:
    Version.objects.filter(pk=version.pk).update(state=State.PUBLISHED)
    return Version.objects.get(pk=version.pk)


def test_a_draft_has_a_row_for_each_section_and_belongs_to_the_year_of_its_expected_date(business):
    version = business.start(period_end=date(2026, 8, 31), period_start=date(2025, 9, 1))
    assert version.statement.year == 2027  # expected on 28 February 2027
    assert set(version.sections.values_list("code", flat=True)) == set(SectionCode.values)
    assert list(version.editors.all()) == [business.editor]
    assert Entry.objects.filter(action="statements.version.started").count() == 1


def test_what_the_organisation_told_us_is_not_asked_again(business):
    business.organisation.sectors = ["construction"]
    business.organisation.save()
    version = business.start()
    assert version.sections.get(code="organisations").answers["sectors"] == ["construction"]
    assert version.sections.get(code="signoff").answers == {"legal_form": "company"}


def test_a_second_start_leads_to_the_first_draft(business):
    version = business.start()
    with pytest.raises(draft.AlreadyStarted) as begun:
        business.start()
    assert begun.value.version == version
    assert Version.objects.count() == 1


def test_a_published_year_is_changed_and_not_begun_again(business):
    version = business.start()
    Version.objects.filter(pk=version.pk).update(state=State.PUBLISHED)
    with pytest.raises(ActionRefused):
        business.start()
    fresh = draft.amend(version=version, actor=business.editor, at=AT, kind="typographic", note="A name was misspelt.")
    assert (fresh.number, fresh.state, fresh.amendment_note) == (2, State.DRAFTING, "A name was misspelt.")
    with pytest.raises(draft.AlreadyStarted):
        draft.amend(version=version, actor=business.editor, at=AT, kind="typographic", note="Again.")


def test_last_years_text_and_goals_come_along_and_its_facts_do_not(business):
    old = published(business.written())
    fresh = business.start(period_start=date(2026, 4, 1), period_end=date(2027, 3, 31), copy_from=old)
    answers = {section.code: section.answers for section in fresh.sections.all()}
    before = {section.code: section.answers for section in old.sections.all()}
    assert answers["risk"]["narrative_risk"] == before["risk"]["narrative_risk"]
    said = [(goal["text"], goal["target_date"]) for goal in before["monitoring"]["goals"]]
    assert [(goal["text"], goal["target_date"]) for goal in answers["monitoring"]["goals"]] == said
    assert not any("status" in goal or "result" in goal for goal in answers["monitoring"]["goals"])
    assert answers["monitoring"]["kpis"][0]["last_year"] == before["monitoring"]["kpis"][0]["this_year"]
    assert answers["monitoring"]["kpis"][0]["this_year"] is None
    assert answers["period"]["period_end"] == "2027-03-31"
    assert "statement_url" not in answers["web"]
    assert answers["risk"]["copied_from"] == 2026
    assert not fresh.sections.filter(is_complete=True).exists()


@pytest.mark.parametrize("state", [state for state in State if state != State.PUBLISHED])
def test_text_that_nobody_approved_is_not_copied(business, state):
    """Its writer would not be an editor of the copy, and could approve it.

    See docs/requirements/statements.md#editor-is-not-approver.
    """
    source = business.start(actor=business.people["administrator"])
    Version.objects.filter(pk=source.pk).update(state=state)
    source.refresh_from_db()
    with pytest.raises(ActionRefused):
        business.start(period_start=date(2026, 4, 1), period_end=date(2027, 3, 31), copy_from=source)
    assert not Version.objects.exclude(pk=source.pk).exists()


def test_the_statement_of_another_organisation_is_not_copied(business):
    foreign = published(make_business().written())
    with pytest.raises(ActionRefused):
        business.start(copy_from=foreign)


def test_only_what_is_published_is_offered_for_copying(business, visit):
    address = reverse("statements:start", args=[business.organisation.slug])
    old = business.written()
    assert "Start from your statement" not in visit("editor").get(address).content.decode()
    published(old)
    assert "Start from your statement for 2026?" in visit("editor").get(address).content.decode()


def test_only_an_earlier_year_is_copied(business, visit):
    later = published(business.written(period_start=date(2026, 4, 1), period_end=date(2027, 3, 31)))
    with pytest.raises(ActionRefused, match="earlier year"):
        business.start(copy_from=later)
    address = reverse("statements:start", args=[business.organisation.slug])
    days = {"period_start": (1, 4, 2025), "period_end": (31, 3, 2026)}
    data = {
        f"{name}_{part}": value
        for name, day in days.items()
        for part, value in zip(("day", "month", "year"), day, strict=True)
    } | {"statement_kind": "steps_taken", "path": "full"}
    refused = visit("editor").post(address, data | {"copy": "2027"})
    assert refused.status_code == 422
    assert "no published statement for an earlier year" in refused.content.decode()
    assert "Start from your statement" not in refused.content.decode()
    assert visit("editor").post(address, data).status_code == 303
    begun = Version.objects.get(statement__year=2026)
    assert not any("copied_from" in section.answers for section in begun.sections.all())


def test_figures_of_two_years_before_are_not_last_years(business):
    old = published(business.written())
    fresh = business.start(period_start=date(2027, 4, 1), period_end=date(2028, 3, 31), copy_from=old)
    assert fresh.sections.get(code="monitoring").answers["kpis"][0]["last_year"] is None


def test_who_wrote_the_published_text_does_not_approve_its_next_version(business):
    """Even as an approver by then, and though a colleague makes the change.

    See docs/requirements/statements.md#editor-is-not-approver.
    """
    first = published(business.written())
    fresh = draft.amend(version=first, actor=business.people["second"], at=AT, kind="typographic", note="A name.")
    assert set(fresh.editors.all()) == {business.editor, business.people["second"]}
    review.send_for_review(version=fresh, actor=business.people["second"], at=AT)
    frozen = review.mark_ready(version=fresh, actor=business.approver, at=AT)
    business.memberships["editor"].role = Role.APPROVER
    business.memberships["editor"].save()
    assert not permissions.can_approve(business.memberships["editor"], frozen)
    with pytest.raises(ActionRefused, match="You wrote part"):
        business.approve(frozen, actor=business.editor)
    assert business.approve(frozen, actor=business.approver)


def test_who_puts_two_texts_together_is_an_editor(business, visit, at):
    version = business.start()
    section = version.sections.get(code="risk")
    core_services.save_section(
        section=section, actor=business.editor, at=AT, revision=0, answers={"area_risk": True}, is_complete=False
    )
    sent = {"revision": 1, "mine": '{"area_risk": false}', "choice-area_risk": "mine"}
    assert visit("second").post(at("merge", section="risk"), sent).status_code == 303
    assert set(version.editors.all()) == {business.editor, business.people["second"]}


def test_a_draft_is_dropped_once_and_a_sent_one_not(business):
    version = business.start()
    for _click in range(2):
        draft.discard(version=version, actor=business.editor, at=AT)
    assert state_of(version) == State.DISCARDED
    assert Entry.objects.filter(action="statements.version.discarded").count() == 1
    other = business.ready(period_start=date(2024, 4, 1), period_end=date(2025, 3, 31))
    with pytest.raises(ActionRefused):
        draft.discard(version=other, actor=business.editor, at=AT)
    signoff.reopen(version=other, actor=business.editor, at=AT)
    draft.discard(version=other, actor=business.editor, at=AT)


def of_kind(kind):
    return {SectionCode.PERIOD: {"statement_kind": kind}}


def test_no_steps_on_the_short_path_keeps_the_one_place_for_words():
    assert SectionCode.INTRO in outline.section_codes(of_kind("no_steps"), is_short=True)
    assert SectionCode.INTRO not in outline.section_codes(of_kind("steps_taken"), is_short=True)
