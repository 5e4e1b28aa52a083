"""The questionnaire's pages: nothing lost, nothing asked that does not matter, answers carried into an organisation."""

import re

import pytest
from django.urls import reverse

from compliance.organisations.choices import Role
from compliance.organisations.models import Organisation, ScopeAnswer
from compliance.organisations.rules import scope
from tests.factories.accounts import UserFactory
from tests.factories.organisations import MembershipFactory, ScopeAnswerFactory

pytestmark = pytest.mark.django_db
START = "/do-i-need-a-statement/"
LONGEST = {
    "kind": "company",
    "no-business": "no",
    "supplies": "yes",
    "uk": "yes",
    "franchise": "no",
    "turnover": "£36,000,000",
    "group": "subsidiary",
    "parent-statement": "no",
    "earlier-statement": "yes",
}


def answer(client, slug, value="", **more):
    return client.post(f"{START}{slug}/", {"answer": value} | more)


def walk(client, answers, year_end=("31", "3", "2026")):
    """Answer one question after the other, each where the one before led."""
    address = f"{START}kind/"
    for slug, value in answers.items():
        assert address == f"{START}{slug}/"
        address = answer(client, slug, value)["Location"]
    if year_end:
        assert address == f"{START}year-end/"
        parts = dict(zip(("answer_day", "answer_month", "answer_year"), year_end, strict=True))
        address = client.post(address, parts)["Location"]
    return address


def test_the_longest_way_asks_ten_questions_and_says_when_and_why(client):
    assert walk(client, LONGEST) == f"{START}answer/"
    page = client.get(f"{START}answer/").content.decode()
    assert client.cookies["sessionid"]["max-age"] == "", "the answers go when the browser is closed"
    assert "You must publish a statement" in page
    assert "total turnover of £36 million or more" in page
    assert "30 September 2026" in page
    assert "the 2026 statement" in page
    assert "Modern Slavery Act 2015, section 54" in page
    assert f"{reverse('account_signup')}?next={reverse('organisations:new')}" in page


def test_trading_is_asked_the_positive_way_and_shown_as_it_was_answered(client):
    answer(client, "kind", "company")
    page = client.get(f"{START}no-business/").content.decode()
    assert "Did your organisation trade at any time in the financial year?" in page
    choices = re.findall(r'value="(yes|no)"[^>]*>\s*<label[^>]*>\s*(Yes|No)\s*<', page)
    assert choices == [("no", "Yes"), ("yes", "No")]
    assert walk(client, {"kind": "company", "no-business": "yes"}) == f"{START}answer/"
    rows = re.sub(r"<[^>]+>|\s+", " ", client.get(f"{START}answer/").content.decode())
    assert re.search(r"trade at any time in the financial year\? +No ", rows)


@pytest.mark.parametrize("kind", ["public_body", "other_unincorporated"])
def test_a_kind_that_decides_asks_only_for_the_year(client, kind):
    assert walk(client, {"kind": kind}) == f"{START}answer/"
    assert "You can still publish one" in client.get(f"{START}answer/").content.decode()


def test_a_question_that_does_not_matter_is_not_opened(client):
    answer(client, "kind", "public_body")
    assert client.get(f"{START}turnover/")["Location"] == f"{START}year-end/"


@pytest.mark.parametrize("typed", ["lots", "36.000.000", "-1", "9" * 30, "x" * 100_000, "<script>", "\x00"])
def test_a_turnover_that_cannot_be_read_is_kept_and_explained(client, typed):
    walk(client, dict(list(LONGEST.items())[:5]), year_end=None)
    response = answer(client, "turnover", typed)
    assert response.status_code == 422
    assert "Turnover must be a number, like 36,000,000" in response.content.decode() or typed == "\x00"


def test_a_band_does_for_those_who_know_no_more_and_must_fit_the_number(client):
    walk(client, dict(list(LONGEST.items())[:5]), year_end=None)
    assert answer(client, "turnover", "").status_code == 422
    assert answer(client, "turnover", "36m", band="over_500m").status_code == 422
    assert answer(client, "turnover", "", band="nonsense").status_code == 422
    assert answer(client, "turnover", "", band="under_36m")["Location"] == f"{START}earlier-statement/"


def test_not_knowing_the_turnover_asks_for_more(client):
    walk(client, dict(list(LONGEST.items())[:5]), year_end=None)
    answer(client, "turnover", "", band="not_provided")
    for slug, value in (("group", "not_in_group"), ("earlier-statement", "no")):
        answer(client, slug, value)
    client.post(f"{START}year-end/", {"answer_day": "", "answer_month": "", "answer_year": ""})
    page = client.get(f"{START}answer/").content.decode()
    assert "We cannot tell yet" in page
    assert "within 6 months of the end of your financial year" in page


def test_back_keeps_the_answers_and_a_change_leads_back_to_the_result(client):
    walk(client, LONGEST)
    assert 'value="subsidiary" checked' in " ".join(client.get(f"{START}group/").content.decode().split())
    assert answer(client, "group", "not_in_group")["Location"] == f"{START}answer/"
    assert "parent company’s published" not in client.get(f"{START}answer/").content.decode()


@pytest.mark.parametrize(
    "parts", [("31", "2", "2026"), ("1", "", "2026"), ("1", "1", "26"), ("x", "y", "z"), ("1", "1", "1900")]
)
def test_a_date_that_does_not_exist_is_explained(client, parts):
    answer(client, "kind", "public_body")
    data = dict(zip(("answer_day", "answer_month", "answer_year"), parts, strict=True))
    assert client.post(f"{START}year-end/", data).status_code == 422


def test_nothing_is_kept_without_an_account_and_clearing_forgets(client):
    walk(client, LONGEST)
    assert not ScopeAnswer.objects.exists()
    client.post(f"{START}clear/")
    assert client.get(f"{START}answer/")["Location"] == f"{START}kind/"


def test_an_unknown_question_is_not_there(client):
    assert client.get(f"{START}favourite-colour/").status_code == 404


def test_the_answers_are_carried_into_the_organisation_that_is_then_created(client):
    walk(client, LONGEST)
    client.force_login(UserFactory())
    page = client.get(reverse("organisations:new_details")).content.decode()
    assert 'value="company" checked' in " ".join(page.split())
    response = client.post(
        reverse("organisations:new_details"), {"name": "Invented Ltd", "legal_form": "company", "country": "GB"}
    )
    organisation = Organisation.objects.get()
    assert response["Location"] == reverse("organisations:sectors", args=[organisation.slug])
    kept = organisation.scope_answers.get()
    assert (kept.outcome, str(kept.due_on), kept.answers["q_turnover"]) == ("required", "2026-09-30", 36_000_000)
    assert (str(organisation.year_end_on), organisation.turnover_band) == ("2026-03-31", "36m_60m")
    assert organisation.group_role == "subsidiary"
    assert "scope" not in client.session


def test_a_member_answers_for_a_year_and_the_old_answer_stays(client):
    membership = MembershipFactory(role=Role.EDITOR)
    organisation = membership.organisation
    old = ScopeAnswerFactory(organisation=organisation, reason="As it was then.", ruleset="old-rules")
    client.force_login(membership.user)
    root = f"/o/{organisation.slug}/scope/"
    for slug, value in (("kind", "company"), ("no-business", "yes")):
        client.post(f"{root}questions/{slug}/", {"answer": value})
    client.post(f"{root}questions/year-end/", {"answer_day": 31, "answer_month": 3, "answer_year": 2026})
    assert client.post(f"{root}answer/")["Location"] == root
    assert organisation.scope_answers.count() == 2
    page = client.get(f"{root}{old.uuid}/").content.decode()
    assert "As it was then." in page
    assert "old-rules" in page
    assert client.get(root).content.decode().count("govuk-table__row") == 3


def test_every_question_shows_its_own_words(client, django_assert_max_num_queries):
    walk(client, LONGEST)
    for question in scope.get_questions():
        with django_assert_max_num_queries(3):
            page = client.get(f"{START}{question['slug']}/")
        assert page.context["question"]["text"] == question["text"]
