"""The pages of a draft, as a person uses them: without script, on bad input, beside a colleague, by role."""

import pytest
from django.urls import reverse

from compliance.organisations.choices import Role
from compliance.statements import permissions
from compliance.statements.choices import FROZEN, OPEN, SectionCode, State
from compliance.statements.core import services as core_services
from compliance.statements.models import Section, SectionDraft, Version
from compliance.statements.signoff.services import review
from tests.compliance.statements.conftest import AT

MAX_QUERIES = 15


def section_data(revision: int = 0, **changes) -> dict:
    return {
        "revision": revision,
        "is_complete": "no",
        "area_risk": "yes",
    } | changes


# --- Beginning ------------------------------------------------------------------------------------------------------


def start_data(**changes) -> dict:
    days = {"period_start": ("1", "4", "2025"), "period_end": ("31", "3", "2026")}
    parts = {
        f"{name}_{part}": value
        for name, values in days.items()
        for part, value in zip(("day", "month", "year"), values, strict=True)
    }
    return parts | {"statement_kind": "steps_taken", "path": "short"} | changes


def test_a_statement_is_begun_and_a_second_click_finds_it(business, visit, at):
    client, address = visit("editor"), reverse("statements:start", args=[business.organisation.slug])
    for _click in range(2):
        response = client.post(address, start_data())
        assert response.status_code == 303
        assert response["Location"] == at("tasks")
    assert Version.objects.get().is_short


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"period_end_day": "31", "period_end_month": "2"}, "real date"),
        ({"period_start_year": "2099", "period_end_year": "2100"}, "must have started"),
        ({"statement_kind": "maybe"}, "Select what the statement says"),
        ({"path": "x" * 1_000_000}, "Select a short or a full statement"),
        ({"period_end_year": "\x00"}, "4 numbers"),
    ],
)
def test_a_bad_start_is_a_message_and_keeps_what_was_typed(business, visit, changes, message):
    address = reverse("statements:start", args=[business.organisation.slug])
    response = visit("editor").post(address, start_data(**changes))
    assert response.status_code == 422
    assert message in response.content.decode()
    assert 'value="2025"' in response.content.decode() or "period_start_year" in changes


# --- The task list --------------------------------------------------------------------------------------------------


def test_the_task_list_has_three_groups_in_the_order_of_the_guide(business, visit, at):
    business.start()
    body = visit("editor").get(at("tasks")).content.decode()
    order = [body.index(heading) for heading in ("Before you write", "The six areas", "Finish")]
    order[1:1] = []
    areas = [body.index(f'href="{at("section", section=code)}"') for code in ("structure", "policies", "risk")]
    areas += [
        body.index(f'href="{at("section", section=code)}"') for code in ("due_diligence", "training", "monitoring")
    ]
    assert order == sorted(order)
    assert areas == sorted(areas)
    assert "Section 54(5)(d)" in body


@pytest.mark.parametrize("state", ["written", "ready"])
def test_the_task_list_asks_few_questions_of_the_database(business, visit, at, state, django_assert_max_num_queries):
    version = getattr(business, state)()
    for name in ("editor", "second", "approver"):
        for section in version.sections.all():
            core_services.autosave(section=section, actor=business.people[name], data={}, base_revision=0)
    client = visit("viewer")
    client.get(at("tasks"))
    with django_assert_max_num_queries(MAX_QUERIES):
        body = client.get(at("tasks")).content.decode()
    assert "Editor Example" in body


def test_a_no_steps_statement_shows_only_what_is_needed(business, visit, at):
    business.start(kind="no_steps", is_short=True)
    body = visit("editor").get(at("tasks")).content.decode()
    assert at("section", section="risk") not in body
    assert at("section", section="coverage") not in body
    assert at("section", section="period") in body


def test_a_finished_task_that_no_longer_passes_says_there_is_a_problem(business, visit, at):
    version = business.written()
    section = version.sections.get(code="web")
    Section.objects.filter(pk=section.pk).update(answers={"has_website": True})
    assert "There is a problem" in visit("editor").get(at("tasks")).content.decode()


# --- Writing --------------------------------------------------------------------------------------------------------


def test_saving_leads_to_the_next_unfinished_task(business, visit, at):
    business.start()
    data = section_data(narrative_risk="## What we did\n\n- looked\n\n<script>x</script>", is_complete="yes")
    response = visit("editor").post(at("section", section="risk"), data)
    assert response.status_code == 303
    assert response["Location"] == at("section", section="due_diligence")
    section = Section.objects.get(code="risk")
    assert section.answers["narrative_risk"] == (
        "<h2>What we did</h2>\n<ul><li>looked</li></ul>\n<p>&lt;script&gt;x&lt;/script&gt;</p>"
    )
    assert section.is_complete
    shown = visit("editor").get(at("section", section="risk")).content.decode()
    assert "## What we did" in shown
    assert "<script>x" not in shown


def test_a_list_grows_without_script_and_saves_nothing(business, visit, at):
    business.start()
    data = section_data(**{"add": "risks", "risks-0-description": "Fees", "narrative_risk": "T"})
    response = visit("editor").post(at("section", section="risk"), data)
    body = response.content.decode()
    assert response.status_code == 200
    assert 'name="risks-1-description"' in body
    assert "Fees</textarea>" in body
    assert "There is a problem" not in body
    data = section_data(**{"remove": "risks:0", "risks-1-description": "Hours"})
    body = visit("editor").post(at("section", section="risk"), data).content.decode()
    assert "Hours</textarea>" in body
    assert 'name="risks-1-description"' not in body
    assert Section.objects.get(code="risk").revision == 0


def test_too_large_a_request_is_refused_and_not_an_error_of_ours(business, visit, at):
    business.start()
    response = visit("editor").post(at("section", section="risk"), section_data(narrative_risk="x" * 6_000_000))
    assert response.status_code in (400, 413)


# --- Beside a colleague ---------------------------------------------------------------------------------------------


def conflict(business, visit, at):
    business.start()
    visit("second").post(at("section", section="risk"), section_data(narrative_risk="Theirs.", other="1"))
    data = section_data(narrative_risk="Mine.", **{"rsk1_method-status": "covered", "rsk1_method-text": "By hand"})
    return visit("editor").post(at("section", section="risk"), data)


def carried(page) -> dict:
    """What the conflict page sends with the choices."""
    return {name: page.context[name] for name in ("revision", "base", "mine")} | {"is_complete": "no"}


def test_a_second_save_shows_both_texts_and_drops_neither(business, visit, at):
    response = conflict(business, visit, at)
    body = response.content.decode()
    assert response.status_code == 409
    assert "Someone else changed this section" in body
    assert "Theirs." in body
    assert "Mine." in body
    assert "Second Example" in body
    assert SectionDraft.objects.get(user=business.editor).data["narrative_risk"] == ["Mine."]
    assert "Theirs." in Section.objects.get(code="risk").answers["narrative_risk"]


@pytest.mark.parametrize(
    ("choice", "kept"),
    [("mine", "<p>Mine.</p>"), ("theirs", "<p>Theirs.</p>"), ("both", "<p>Theirs, and mine.</p>")],
)
def test_the_conflict_is_settled_question_by_question(business, visit, at, choice, kept):
    page = conflict(business, visit, at)
    data = {
        **carried(page),
        "choice-narrative_risk": choice,
        "both-narrative_risk": "Theirs, and mine.",
    }
    response = visit("editor").post(at("merge", section="risk"), data)
    assert response.status_code == 303
    answers = Section.objects.get(code="risk").answers
    assert answers["narrative_risk"] == kept
    assert answers["disclosures"] == {"rsk1_method": {"status": "covered", "text": "By hand"}}


def test_a_third_save_during_the_merge_is_a_new_conflict(business, visit, at):
    page = conflict(business, visit, at)
    revision = page.context["revision"]
    visit("second").post(at("section", section="risk"), section_data(revision=revision, narrative_risk="Later."))
    data = carried(page) | {"choice-narrative_risk": "mine"}
    response = visit("editor").post(at("merge", section="risk"), data)
    assert response.status_code == 409
    assert "Later." in response.content.decode()


@pytest.mark.parametrize(
    "mine", ["", "[]", "{", '{"risks": 7, "narrative_risk": {"a": 1}, "disclosures": [1]}', "9" * 99]
)
def test_a_tampered_merge_is_met(business, visit, at, mine):
    page = conflict(business, visit, at)
    data = carried(page) | {"mine": mine, "choice-narrative_risk": "mine"}
    assert visit("editor").post(at("merge", section="risk"), data).status_code in (303, 409, 422)


def test_unsaved_text_kept_by_the_conflict_page_meets_it_again(business, visit, at):
    conflict(business, visit, at)
    client = visit("editor")
    page = client.get(at("section", section="risk") + "?unsaved=1")
    assert "Mine." in page.content.decode()
    data = section_data(revision=page.context["revision"], narrative_risk="Mine.")
    assert client.post(at("section", section="risk"), data).status_code == 409
    assert Section.objects.get(code="risk").answers["narrative_risk"] == "<p>Theirs.</p>"


def test_a_conflict_in_the_merge_keeps_the_form_as_typed(business, visit, at):
    page = conflict(business, visit, at)
    visit("second").post(at("section", section="risk"), section_data(revision=1, narrative_risk="Later."))
    again = visit("editor").post(at("merge", section="risk"), carried(page) | {"choice-narrative_risk": "mine"})
    assert again.status_code == 409
    kept = SectionDraft.objects.get(user=business.editor)
    assert (kept.data["narrative_risk"], kept.base_revision) == (["Mine."], 1)


def test_what_only_one_of_two_changed_stands_without_a_choice(business, visit, at):
    version = business.start()
    section = version.sections.get(code="risk")
    core_services.save_section(
        section=section,
        actor=business.editor,
        at=AT,
        revision=0,
        answers={"area_risk": True, "narrative_risk": "<p>Before.</p>"},
        is_complete=False,
    )
    theirs = section_data(revision=1, area_risk="no", narrative_risk="Before.")
    mine = section_data(revision=1, narrative_risk="Before.") | {"rsk1_method-status": "covered"}
    assert visit("second").post(at("section", section="risk"), theirs).status_code == 303
    page = visit("editor").post(at("section", section="risk"), mine)
    assert page.status_code == 409
    assert page.context["form"].questions == []
    assert len(page.context["compared"].only_theirs) == len(page.context["compared"].only_mine) == 1
    assert visit("editor").post(at("merge", section="risk"), carried(page)).status_code == 303
    answers = Section.objects.get(code="risk").answers
    assert answers["area_risk"] is False
    assert answers["narrative_risk"] == "<p>Before.</p>"
    assert answers["disclosures"] == {"rsk1_method": {"status": "covered", "text": ""}}


def test_nothing_is_chosen_beforehand_and_no_choice_is_a_message(business, visit, at):
    page = conflict(business, visit, at)
    assert " checked" not in page.content.decode()
    data = carried(page) | {"both-narrative_risk": "Half merged"}
    answer = visit("editor").post(at("merge", section="risk"), data)
    body = answer.content.decode()
    assert answer.status_code == 422
    assert "Select what to keep for" in body
    assert "There is a problem" in body
    assert "Half merged" in body
    assert Section.objects.get(code="risk").answers["narrative_risk"] == "<p>Theirs.</p>"
    settled = carried(answer) | {"choice-narrative_risk": "mine"}
    assert visit("editor").post(at("merge", section="risk"), settled).status_code == 303


def test_unsaved_text_is_kept_offered_and_used(business, visit, at):
    business.start()
    client = visit("editor")
    data = section_data(narrative_risk="Half a\x00 sentence")
    answer = client.post(at("autosave", section="risk"), data).json()
    assert answer["saved"]
    assert "You have unsaved text" in client.get(at("section", section="risk")).content.decode()
    assert "Half a sentence" in client.get(at("section", section="risk") + "?unsaved=1").content.decode()
    assert "unsaved text" not in visit("second").get(at("section", section="risk")).content.decode()
    client.post(at("drop_unsaved", section="risk"))
    assert not SectionDraft.objects.exists()


def test_unsaved_text_of_an_older_revision_meets_the_conflict_page(business, visit, at):
    business.start()
    client = visit("editor")
    client.post(at("autosave", section="risk"), section_data(narrative_risk="Mine."))
    visit("second").post(at("section", section="risk"), section_data(narrative_risk="Theirs."))
    page = client.get(at("section", section="risk") + "?unsaved=1")
    assert page.context["revision"] == 0
    response = client.post(at("section", section="risk"), section_data(narrative_risk="Mine."))
    assert response.status_code == 409


# --- Who may ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("role", list(Role))
def test_each_permission_by_role_and_state(business, role, state):
    version = business.start()
    version.state = state
    member = business.memberships[role.value]
    writes = role in (Role.EDITOR, Role.ADMINISTRATOR)
    editable = state in (State.DRAFTING, State.CHANGES_REQUESTED)
    expected = {
        "can_edit": writes and editable,
        "can_send_for_review": writes and editable,
        "can_discard": writes and state == State.DRAFTING,
        "can_comment": state in OPEN - FROZEN,
        "can_review": state == State.INTERNAL_REVIEW and role in (Role.APPROVER, Role.ADMINISTRATOR),
        "can_approve": state == State.READY_FOR_APPROVAL and role == Role.APPROVER,
        "can_sign": state in (State.READY_FOR_APPROVAL, State.APPROVED) and role == Role.APPROVER,
        "can_decline": state in FROZEN and role == Role.APPROVER,
        "can_reopen": state in FROZEN and writes,
        "can_publish": state == State.SIGNED and role == Role.ADMINISTRATOR,
        "can_amend": state == State.PUBLISHED and writes,
        "can_begin_again": state == State.WITHDRAWN and writes,
        "can_withdraw": state == State.PUBLISHED and role == Role.ADMINISTRATOR,
    }
    assert {name: getattr(permissions, name)(member, version) for name in expected} == expected


def test_a_second_editor_reviews_and_the_only_writer_does_not(business):
    version = business.written()
    review.send_for_review(version=version, actor=business.editor, at=AT)
    version.refresh_from_db()
    assert permissions.can_review(business.memberships["second"], version)
    assert not permissions.can_review(business.memberships["editor"], version)
    version.editors.add(business.people["second"])
    assert permissions.can_review(business.memberships["editor"], version)


def test_an_approver_who_wrote_a_part_does_not_approve(business):
    version = business.ready()
    version.editors.add(business.approver)
    assert not permissions.can_approve(business.memberships["approver"], version)
    assert not permissions.can_sign(business.memberships["approver"], version)


def test_an_unconfirmed_organisation_does_not_publish(business):
    version = business.ready()
    version.state = State.SIGNED
    business.organisation.confirmed_at = None
    membership = business.memberships["administrator"]
    membership.organisation = business.organisation
    assert not permissions.can_publish(membership, version)


def test_a_viewer_reads_the_text_and_no_form(business, visit, at):
    business.written()
    body = visit("viewer").get(at("section", section="risk")).content.decode()
    assert "We buy gloves" in body
    assert "<textarea" not in body
    assert visit("viewer").post(at("section", section="risk"), section_data()).status_code == 403


def test_what_is_needed_comes_next_before_what_can_be_left_out(business, visit, at):
    version = business.written()
    names = {"signatory_first_name": "Robin", "signatory_last_name": "Example", "signatory_job_title": "Director"}
    signoff = version.sections.get(code=SectionCode.SIGNOFF)
    signoff.answers |= names | {"signatory_role": "director"}
    signoff.save(update_fields=["answers"])
    version.sections.filter(code__in=[SectionCode.INTRO, SectionCode.COVERAGE]).update(is_complete=False)
    assert visit("editor").get(at("tasks")).context["next_task"].name == SectionCode.COVERAGE
    version.sections.filter(code=SectionCode.COVERAGE).update(is_complete=True)
    assert visit("editor").get(at("tasks")).context["next_task"].name == "review"
