"""Nobody publishes a version they wrote, whatever button, address or act leads there.

See docs/requirements/experience.md#two-step-review.
"""

from datetime import timedelta

import pytest
from django.core import management
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupApprovalTask, Task, TaskState, Workflow, WorkflowState, WorkflowTask
from wagtail.test.utils.form_data import nested_form_data

from learning.base.models import SecondPersonReview
from learning.base.permissions import can_approve, get_authors, get_other_reviewers
from learning.resources.models import AboutPage, GuidancePage
from portal.accounts.roles import StaffRole
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.guidance import approve, draft, guidance_page, handed_in, root

pytestmark = pytest.mark.django_db

ROLES = [StaffRole.CONTENT_EDITOR, StaffRole.SITE_ADMINISTRATOR, None]


@pytest.fixture
def beck():
    return UserFactory(role=StaffRole.CONTENT_EDITOR, first_name="Beck")


@pytest.fixture
def cleo():
    return UserFactory(role=StaffRole.CONTENT_EDITOR, first_name="Cleo")


@pytest.fixture(params=ROLES, ids=["editor", "administrator", "superuser"])
def author(request):
    """Whoever may write pages."""
    return UserFactory(role=request.param, is_superuser=request.param is None, first_name="Ash")


def at(page, name, *more):
    return reverse(f"wagtailadmin_pages:{name}", args=[page.pk, *more])


def of(person):
    return sign_in(Client(), person)


def fresh(page):
    return GuidancePage.objects.get(pk=page.pk)


def about_form(page, **values):
    """What the browser sends for the simplest page."""
    comments = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": ""}
    said = {"title": page.title, "slug": page.slug, "body": "null", "comments": comments}
    return nested_form_data(said | values)


def test_the_workflow_of_every_page_has_two_steps_of_ours():
    for page in (root(), AboutPage.objects.get(slug="privacy")):
        steps = [task.specific for task in page.get_workflow().tasks]
        assert [step.name for step in steps] == ["Plain-English review", "Subject review"]
        assert all(type(step) is SecondPersonReview for step in steps)
    assert Workflow.objects.filter(active=True).count() == 1


def test_an_author_submits_and_a_second_person_publishes(beck, cleo):
    page = guidance_page(live=False)
    state = handed_in(page, by=beck, title="Cranes and flats")
    assert not can_approve(beck, page)
    approve(page, by=cleo)
    published = fresh(page)
    assert (published.live, published.title) == (True, "Cranes and flats")
    assert published.workflow_states.get().status == WorkflowState.STATUS_APPROVED
    assert TaskState.objects.get(pk=state.pk).finished_by == cleo


def test_no_author_approves_through_any_door(author, cleo):
    page = AboutPage.objects.get(slug="contact")
    state = handed_in(page, by=author, title="Reach us now")
    browser = of(author)
    for address in (
        at(page, "workflow_action", "approve", state.pk),
        at(page, "collect_workflow_action_data", "approve", state.pk),
        reverse("learning_review", args=[state.pk]),
    ):
        answer = browser.post(address, {"decision": "approve", "comment": "Fine."})
        assert answer.status_code in {302, 403}, address
    edit = {"action-workflow-action": "1", "workflow-action-name": "approve"}
    browser.post(at(page, "edit"), about_form(page, **edit))
    with pytest.raises(PermissionDenied):
        state.task.specific.on_action(state, author, "approve")
    page.refresh_from_db()
    assert page.title == "Contact"
    assert TaskState.objects.get(pk=state.pk).status == TaskState.STATUS_IN_PROGRESS


def test_no_button_publishes_not_even_for_somebody_who_wrote_nothing(author, beck):
    page = AboutPage.objects.get(slug="contact")
    page.save_revision(user=beck)
    browser = of(author)
    browser.post(at(page, "edit"), about_form(page, title="Reach us now", **{"action-publish": "1"}))
    page.refresh_from_db()
    assert page.title == "Contact"
    assert "action-publish" not in browser.get(at(page, "edit")).content.decode()


def test_a_new_page_is_not_made_public_in_one_go(author):
    about = AboutPage.objects.get(slug="about")
    address = reverse("wagtailadmin_pages:add", args=["resources", "aboutpage", about.pk])
    form = about_form(AboutPage(title="Opening hours", slug="hours"), **{"action-publish": "1"})
    assert of(author).post(address, form).status_code == 302
    made = AboutPage.objects.get(slug="hours")
    assert not made.live


@pytest.mark.parametrize("act", ["publish", "unpublish", "move", "delete"])
def test_pages_are_not_published_in_bulk(author, act):
    page = guidance_page(live=False)
    draft(page, by=author)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", act]) + f"?id={page.pk}"
    of(author).post(address, {"include_descendants": "on"})
    left = GuidancePage.objects.filter(pk=page.pk).first()
    assert left is None or not left.live


def test_a_copy_is_a_draft_and_the_work_of_all_whose_words_it_holds(author, beck, cleo):
    page = guidance_page()
    draft(page, by=beck)
    form = {
        "new_title": "A copy",
        "new_slug": "a-copy",
        "new_parent_page": root().pk,
        "publish_copies": "on",
        "alias": "on",
        "copy_subpages": "on",
    }
    of(author).post(at(page, "copy"), form)
    copy = GuidancePage.objects.get(slug="a-copy")
    assert (copy.live, copy.alias_of_id) == (False, None)
    handed_in(copy, by=cleo)
    assert get_authors(copy) == {author.pk, beck.pk, cleo.pk}


def test_who_brings_back_an_earlier_version_is_an_author_of_it(beck, cleo):
    page = guidance_page(live=False)
    first = draft(page, by=beck, title="The first")
    draft(page, by=beck, title="The second")
    browser = of(cleo)
    browser.get(at(page, "revisions_revert", first.pk))
    page.refresh_from_db()
    first.as_object().save_revision(user=cleo, previous_revision=first)
    assert get_authors(page) == {beck.pk, cleo.pk}
    with pytest.raises(PermissionDenied):
        fresh(page).get_latest_revision().publish(user=cleo)


def test_a_version_written_over_by_its_own_author_counts_again(beck, cleo):
    """Saving by itself writes over the newest version, also one that is public (Wagtail's autosave)."""
    page = guidance_page(live=False)
    handed_in(page, by=beck)
    approve(page, by=cleo)
    page = fresh(page)
    newest = page.get_latest_revision()
    page.save_revision(user=beck, overwrite_revision=newest)
    assert get_authors(fresh(page)) == {beck.pk}


def test_work_that_was_published_is_nobodys_any_more(beck, cleo):
    page = guidance_page(live=False)
    handed_in(page, by=beck)
    approve(page, by=cleo)
    handed_in(fresh(page), by=cleo, title="Newer")
    assert can_approve(beck, fresh(page))
    approve(page, by=beck)
    assert fresh(page).title == "Newer"


def test_taking_down_needs_one_person_and_showing_again_needs_two(beck, cleo):
    ash = UserFactory(role=StaffRole.SITE_ADMINISTRATOR)
    page = guidance_page()
    for person, is_live in ((beck, True), (ash, False)):
        of(person).post(at(page, "unpublish"))
        assert fresh(page).live is is_live
    handed_in(page, by=ash)
    with pytest.raises(PermissionDenied):
        approve(page, by=ash)
    approve(page, by=cleo)
    assert fresh(page).live


def test_what_does_harm_is_taken_down_while_a_new_version_is_reviewed(beck):
    ash = UserFactory(role=StaffRole.SITE_ADMINISTRATOR)
    page = guidance_page()
    handed_in(page, by=beck)
    of(ash).post(at(page, "unpublish"))
    assert not fresh(page).live


def test_a_day_in_the_future_needs_the_second_person_too(author, cleo):
    page = guidance_page(live=False)
    soon = timezone.now() + timedelta(hours=2)
    handed_in(page, by=author, go_live_at=soon)
    with pytest.raises(PermissionDenied):
        approve(page, by=author)
    assert not fresh(page).approved_schedule
    approve(page, by=cleo)
    page = fresh(page)
    assert (page.live, page.approved_schedule) == (False, True)
    management.call_command("publish_scheduled")
    assert not fresh(page).live


def test_nobody_changes_a_version_while_it_is_read(beck, cleo, author):
    page = AboutPage.objects.get(slug="contact")
    page.save_revision(user=beck)
    page.get_workflow().start(page, beck)
    for person in (beck, cleo, author):
        of(person).post(at(page, "edit"), about_form(page, title="Slipped in"))
    assert page.get_latest_revision().content["title"] == "Contact"


def test_the_version_that_was_read_is_the_one_that_is_published(beck, cleo):
    page = guidance_page(live=False)
    state = handed_in(page, by=beck)
    page.workflow_states.get().cancel(user=beck)
    handed_in(fresh(page), by=beck, title="Another")
    state.refresh_from_db()
    with pytest.raises(PermissionDenied):
        state.task.specific.on_action(state, cleo, "approve")
    assert not fresh(page).live


def test_a_change_after_the_first_step_is_read_in_the_first_step_again(beck, cleo):
    page = guidance_page(live=False)
    first = handed_in(page, by=beck)
    first.task.specific.on_action(first, cleo, "approve")
    second = fresh(page).current_workflow_task_state
    second.task.specific.on_action(second, cleo, "reject", comment="Shorter.")
    draft(page, by=beck, title="Shorter")
    fresh(page).current_workflow_state.resume(user=beck)
    state = fresh(page).current_workflow_task_state
    state.task.specific.on_action(state, cleo, "approve")
    assert not fresh(page).live
    assert fresh(page).current_workflow_task.name == "Plain-English review"


@pytest.mark.parametrize("tampering", ["without steps", "a step gone", "Wagtail's own step"])
def test_a_workflow_that_somebody_changed_publishes_nothing_of_ones_own(tampering):
    ash = UserFactory(is_superuser=True)
    page = guidance_page(live=False)
    draft(page, by=ash)
    workflow = page.get_workflow()
    if tampering == "a step gone":
        handed_in(page, by=ash)
        with pytest.raises(PermissionDenied):
            for task in Task.objects.filter(active=True):
                task.specific.deactivate(user=ash)
    else:
        WorkflowTask.objects.filter(workflow=workflow).delete()
        if tampering == "Wagtail's own step":
            task = GroupApprovalTask.objects.create(name="Mine")
            WorkflowTask.objects.create(workflow=workflow, task=task)
        with pytest.raises(PermissionDenied):
            state = workflow.start(page, ash).current_task_state
            state.task.specific.on_action(state, ash, "approve")
    assert not fresh(page).live


def test_businesses_and_the_desk_review_nothing(beck):
    page = guidance_page(live=False)
    state = handed_in(page, by=beck)
    for role in (None, StaffRole.HANDLER, StaffRole.TRIAGE_LEAD, StaffRole.STATISTICIAN, StaffRole.PARTNER):
        person = UserFactory(role=role)
        assert not can_approve(person, page)
        assert of(person).get(reverse("learning_review", args=[state.pk])).status_code in {302, 403, 404}
        with pytest.raises(PermissionDenied):
            state.task.specific.on_action(state, person, "approve")


def test_what_waits_for_somebody_is_what_they_may_approve(beck, cleo, author):
    theirs, own, older = (guidance_page(live=False) for _ in range(3))
    handed_in(theirs, by=author)
    handed_in(own, by=beck)
    draft(older, by=beck)
    handed_in(older, by=cleo)
    for person in (beck, cleo, author):
        waiting = {int(state.workflow_state.object_id) for state in TaskState.objects.reviewable_by(person)}
        assert waiting == {page.pk for page in (theirs, own, older) if can_approve(person, page)}
    assert list(get_other_reviewers(older)) == [author]
