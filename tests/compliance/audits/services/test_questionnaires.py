"""A supplier answers our questions by its link; its answers are facts with day and source, and stay its own."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from compliance.audits.models import AnswerSheet, Questionnaire, SupplierLink
from compliance.audits.rules import questionnaires as rules
from compliance.audits.services import questionnaires, supplier_links
from compliance.organisations.choices import Role
from compliance.suppliers.models import Control, WorkerFigures
from portal.history.models import Entry
from tests.factories.accounts import sign_in
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.suppliers import SiteFactory, SupplierFactory

pytestmark = pytest.mark.django_db
EDITION = rules.get_edition(rules.CURRENT_EDITION)
VALUES = {"yes_no": "yes", "number": 40, "text": "We train everybody each spring."}
ANSWERS = {question.code: VALUES[question.kind] for question in EDITION.questions} | {
    "workers_total": 120, "workers_women": 80, "pay_age": 19, "recruit_fees": "no",
}  # fmt: skip


@pytest.fixture
def asked(business):
    """A questionnaire with the token of its link; the token is in the mail alone."""
    return ask(business.organisation, business.audit.site.supplier, business.people["editor"])


def ask(organisation, supplier, actor):
    supplier.contact_email = supplier.contact_email or "works@supplier.example"
    supplier.save()
    [questionnaire] = questionnaires.request_questionnaires(
        organisation=organisation,
        suppliers=[supplier],
        reply_by=timezone.localdate() + timedelta(days=14),
        actor=actor,
        at=timezone.now(),
    )
    link = SupplierLink.objects.get(supplier=supplier, revoked_at=None)
    token = f"token-of-{supplier.pk}"
    SupplierLink.objects.filter(pk=link.pk).update(token_hash=supplier_links.hash_token(token))
    return questionnaire, token


def page(name, *args):
    return reverse(f"plan:{name}", args=args)


def answer_all(client, token, answers=ANSWERS):
    for topic in EDITION.topics:
        questionnaire = Questionnaire.objects.get(supplier__links__token_hash=supplier_links.hash_token(token))
        data = {question.code: answers[question.code] for question in topic.questions if question.code in answers}
        response = client.post(
            page("questionnaire_topic", token, topic.code), data | {"version": str(questionnaire.version)}
        )
        assert response.status_code == 302, response.text


def test_a_buyer_asks_suppliers_by_mail_and_sees_no_answer_before_it_is_sent(business):
    supplier = business.audit.site.supplier
    supplier.contact_email = "works@supplier.example"
    supplier.save()
    client, slug = business.client("editor"), business.organisation.slug
    today = timezone.localdate() + timedelta(days=10)
    day = {"reply_by_day": today.day, "reply_by_month": today.month, "reply_by_year": today.year}
    data = day | {"suppliers": [str(supplier.uuid)]}
    assert client.post(reverse("questionnaires:ask", args=[slug]), data).status_code == 302
    questionnaire = Questionnaire.objects.get()
    questionnaire.answers = {"policy_exists": "no"}
    questionnaire.save()
    seen = client.get(reverse("questionnaires:detail", args=[slug, questionnaire.uuid])).text
    assert "has not sent its answers yet" in seen and "written policy" not in seen
    assert supplier.name in client.get(reverse("questionnaires:list", args=[slug])).text
    # Nobody is asked twice at once.
    assert "No supplier can be asked now" in client.get(reverse("questionnaires:ask", args=[slug])).text
    assert business.client("viewer").get(reverse("questionnaires:ask", args=[slug])).status_code == 403
    assert Entry.objects.filter(action="audits.questionnaire.requested").exists()


def test_the_supplier_answers_topic_by_topic_without_an_account(asked, client):
    questionnaire, token = asked
    start = client.get(page("questionnaire", token)).text
    assert "0 of 4" in start and "Questions without an answer: 24." in start
    assert "Send answers" not in start
    answer_all(client, token)
    done = client.post(page("questionnaire", token), {"respondent": "Ana Lu", "role": "Manager"})
    assert "Thank you for your answers" in done.text and "The code for your answers" not in done.text
    questionnaire.refresh_from_db()
    assert questionnaire.answers == ANSWERS
    assert (questionnaire.respondent, questionnaire.answered_at.date()) == ("Ana Lu", timezone.now().date())
    assert not AnswerSheet.objects.exists()
    assert "There are no questions for you" in client.get(page("questionnaire", token)).text
    assert client.get(page("questionnaire_topic", token, "policy")).status_code == 404


def test_what_is_not_answered_is_not_sent(asked, client):
    _questionnaire, token = asked
    response = client.post(page("questionnaire", token), {"respondent": "Ana Lu", "role": "Manager"})
    assert response.status_code == 422
    assert Questionnaire.objects.get().answered_at is None


def test_answers_are_facts_with_their_day_and_source(asked, client, business):
    questionnaire, token = asked
    answer_all(client, token)
    client.post(page("questionnaire", token), {"respondent": "Ana Lu", "role": "Manager"})
    today = timezone.localdate()
    control = Control.objects.get(kind="saq")
    assert (control.site, control.held_on, control.is_confirmed) == (business.audit.site, today, False)
    assert "Ana Lu" in control.note
    figures = WorkerFigures.objects.get(site=business.audit.site)
    assert (figures.counted_on, figures.total, figures.women, figures.youngest_age) == (today, 120, 80, 19)
    assert "Self-assessment" in figures.details["source"]
    seen = (
        business.client("viewer")
        .get(reverse("questionnaires:detail", args=[business.organisation.slug, questionnaire.uuid]))
        .text
    )
    assert "No one has checked it" in seen and "Ana Lu, Manager" in seen and "Ask about this" in seen
    supplier = (
        business.client("viewer")
        .get(reverse("suppliers:supplier", args=[business.organisation.slug, business.audit.site.supplier.uuid]))
        .text
    )
    assert "Self-assessment" in supplier and "so that workers pay none?" in supplier


def test_two_browsers_do_not_overwrite_each_other(asked, client):
    _questionnaire, token = asked
    address = page("questionnaire_topic", token, "policy")
    assert client.post(address, {"version": "1", "policy_exists": "yes"}).status_code == 302
    late = client.post(address, {"version": "1", "policy_exists": "no"})
    assert late.status_code == 422 and "Someone else has changed these answers" in late.text
    assert Questionnaire.objects.get().answers == {"policy_exists": "yes"}


# --- Used again -----------------------------------------------------------------------------------------------------


@pytest.fixture
def code(asked, client):
    _questionnaire, token = asked
    answer_all(client, token)
    done = client.post(page("questionnaire", token), {"respondent": "Ana Lu", "role": "Manager", "copy": ["keep"]})
    return re.search(r"[A-Z2-9]{5}(?:-[A-Z2-9]{5}){3}", done.text)[0]


@pytest.fixture
def other_buyer(db):
    organisation = OrganisationFactory(name="Another Buyer Limited")
    actor = MembershipFactory(organisation=organisation, role=Role.EDITOR).user
    supplier = SupplierFactory(organisation=organisation, name="Their name", contact_email="works@supplier.example")
    SiteFactory(supplier=supplier)
    return organisation, actor, supplier


def test_a_supplier_fills_in_another_buyers_questions_with_its_code(code, other_buyer, client):
    organisation, actor, supplier = other_buyer
    questionnaire, token = ask(organisation, supplier, actor)
    assert client.post(page("questionnaire_code", token), {"code": f" {code.lower()} "}).status_code == 302
    questionnaire.refresh_from_db()
    assert (questionnaire.answers, questionnaire.answered_at) == (ANSWERS, None), "a draft that the supplier checks"
    client.post(page("questionnaire", token), {"respondent": "Ana Lu", "role": "Manager"})
    questionnaire.refresh_from_db()
    assert questionnaire.answered_at


def test_no_buyer_can_tell_that_another_one_exists(code, other_buyer, business, client):
    organisation, actor, supplier = other_buyer
    questionnaire, token = ask(organisation, supplier, actor)
    client.post(page("questionnaire_code", token), {"code": code})
    client.post(page("questionnaire", token), {"respondent": "Ana Lu", "role": "Manager"})
    reader = sign_in(Client(), actor)
    slug = organisation.slug
    addresses = [
        reverse("questionnaires:detail", args=[slug, questionnaire.uuid]), reverse("questionnaires:list", args=[slug]),
        reverse("suppliers:supplier", args=[slug, supplier.uuid]),
    ]  # fmt: skip
    for address in addresses:
        text = reader.get(address).text
        assert business.organisation.name not in text and "earlier answers" not in text and code not in text
    # A row that was filled in by a code is like one that was typed: no column and no line of history tells.
    typed = {field.attname for field in Questionnaire._meta.concrete_fields}
    assert not {name for name in typed if "reuse" in name or "sheet" in name or "code" in name}
    actions = Entry.objects.for_scope(organisation.uuid).values_list("action", flat=True)
    assert {action for action in actions if "questionnaire" in action} == {
        "audits.questionnaire.requested", "audits.questionnaire.answered",
    }  # fmt: skip
    first = business.client("administrator").get(reverse("questionnaires:list", args=[business.organisation.slug])).text
    assert organisation.name not in first


def test_without_the_code_nobody_reads_the_suppliers_copy(code):
    sheet = AnswerSheet.objects.get()
    body = bytes(sheet.sealed) + sheet.code_hash.encode()
    assert b"policy" not in body and b"Ana" not in body and code.replace("-", "").encode() not in body
    assert {field.name for field in AnswerSheet._meta.concrete_fields} == {"id", "code_hash", "sealed", "saved_on"}


@pytest.mark.parametrize("typed", ["", "ABCDE", "ABCDE-FGHJK-MNPQR-STVWX", "x" * 61])
def test_a_wrong_code_fills_in_nothing(asked, client, typed):
    _questionnaire, token = asked
    assert client.post(page("questionnaire_code", token), {"code": typed}).status_code == 422
    assert Questionnaire.objects.get().answers == {}


def test_codes_are_guessed_no_faster_than_the_limit(asked, client, settings):
    settings.LIMITS = settings.LIMITS | {"supplier_answers": (2, 3600)}
    _questionnaire, token = asked
    for _guess in range(2):
        assert client.post(page("questionnaire_code", token), {"code": "ABCDE-FGHJK-MNPQR-STVWX"}).status_code == 422
    over = client.post(page("questionnaire_code", token), {"code": "ABCDE-FGHJK-MNPQR-STVWX"})
    assert over.status_code == 429 and "Try again in" in over.text and "do not know this code" not in over.text


def test_an_old_sheet_is_deleted(code):
    AnswerSheet.objects.update(saved_on=date(2024, 1, 1))
    assert questionnaires.delete_old_sheets(date(2026, 11, 24)) == 1


# --- Ended ----------------------------------------------------------------------------------------------------------


def test_a_withdrawn_questionnaire_is_not_shown_to_the_supplier(asked, client, business):
    questionnaire, token = asked
    editor = business.client("editor")
    editor.post(reverse("questionnaires:withdraw", args=[business.organisation.slug, questionnaire.uuid]))
    assert "There are no questions for you" in client.get(page("questionnaire", token)).text
    assert "Answer the questions" not in client.get(page("home", token)).text


def test_a_link_that_ended_takes_no_answer(asked, client):
    _questionnaire, token = asked
    SupplierLink.objects.update(revoked_at=timezone.now())
    assert client.post(page("questionnaire_topic", token, "policy"), {"version": "1"}).status_code == 410


def test_the_page_of_actions_leads_to_the_questions(asked, client):
    _questionnaire, token = asked
    assert page("questionnaire", token) in client.get(page("home", token)).text


def test_a_supplier_without_sites_shows_its_answers_on_its_page(client, business):
    """An agent or a labour provider has no site of its own; a site that is added later changes nothing."""
    supplier = SupplierFactory(organisation=business.organisation, name="Kestrel Agents Ltd")
    _questionnaire, token = ask(business.organisation, supplier, business.people["editor"])
    url = reverse("suppliers:supplier", args=[business.organisation.slug, supplier.uuid])
    viewer = business.client("viewer")
    assert "Self-assessment" not in viewer.get(url).text.split("<main")[1]
    answer_all(client, token)
    client.post(page("questionnaire", token), {"respondent": "Lan Example", "role": "Manager"})
    for _sites in range(2):
        shown = viewer.get(url).text
        assert "Lan Example, Manager. No one has checked it." in shown
        assert "so that workers pay none?" in shown
        SiteFactory(supplier=supplier)
