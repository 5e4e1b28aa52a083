"""What the public pages say around a statement's text is true in every state that a statement can be in."""

from copy import deepcopy
from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from compliance.statements.models import Publication
from compliance.statements.presenters.signoff import describe_body, describe_signoff
from compliance.statements.publication import documents
from compliance.statements.publication.services.publish import publish, withdraw
from compliance.statements.register.compare_organisations import build_topics
from compliance.statements.register.views import register
from tests.factories.accounts import UserFactory
from tests.factories.organisations import OrganisationFactory
from tests.factories.signed import full_sections, signed_version
from tests.factories.statements import PublicationFactory, VersionFactory

pytestmark = pytest.mark.django_db
AT = datetime(2026, 6, 1, 9, tzinfo=UTC)
LATE = datetime(2026, 12, 1, 9, tzinfo=UTC)
NAME, YEAR = "wetherby-gloves", 2026
STATEMENT = reverse("register:statement", args=(NAME, YEAR))


@pytest.fixture(autouse=True)
def no_page_of_another_test():
    """Rows of another test had the same numbers."""
    register._kept.pages.clear()


@pytest.fixture
def organisation():
    return OrganisationFactory(name="Wetherby Gloves Limited", slug=NAME)


@pytest.fixture
def first(organisation):
    return publish(version=signed_version(organisation=organisation), actor=UserFactory(), at=AT)


def next_version(first, number, **changes):
    Publication.objects.filter(statement=first.statement).update(is_current=False)
    given = {
        "organisation": first.organisation,
        "statement": first.statement,
        "version": VersionFactory(
            statement=first.statement, number=number, state="superseded", sections=full_sections()
        ),
        "content": deepcopy(first.content),
        "signoff": deepcopy(first.signoff),
        "number": number,
        "year": YEAR,
        "organisation_slug": NAME,
        "published_at": AT + timedelta(days=10 * number),
    }
    return PublicationFactory(**given | changes)


def read(client, address=STATEMENT, **query):
    return " ".join(BeautifulSoup(client.get(address, query).content, "html.parser").get_text(" ").split())


def version_page(number):
    return reverse("register:version", args=(NAME, YEAR, number))


# --- Versions -------------------------------------------------------------------------------------------------------


def test_an_old_version_was_replaced_when_the_next_one_was_published(client, first):
    """And not when the last one was."""
    next_version(first, 2)
    next_version(first, 3)
    assert "This is version 1. It was replaced by a later version on 21 June 2026." in read(client, version_page(1))
    assert "This is version 2. It was replaced by a later version on 1 July 2026." in read(client, version_page(2))
    assert "It was replaced" not in read(client)


def test_a_citation_leads_to_the_version_that_it_names(client, first):
    assert documents.get_frame_context(first)["cited_address"] == documents.address(first)
    next_version(first, 2)
    cited = read(client, version_page(1)).split("Cite this statement")[1].split("Something wrong")[0]
    assert f"version 1, published 1 June 2026, {documents.version_address(first)}" in cited


def test_a_withdrawn_version_is_not_the_statement_where_a_later_one_stands(client, first):
    withdraw(version=first.version, actor=UserFactory(), at=AT + timedelta(days=1), reason="It named a person.")
    alone = read(client)
    assert "The statement for 2026 was withdrawn" in alone and "no longer shown in any version" in alone
    assert "unless a new version is published" in alone
    next_version(first, 2)
    beside = read(client, version_page(1))
    assert "Version 1 of the statement for 2026 was withdrawn" in beside
    assert "The text of this version is no longer shown." in beside and "in any version" not in beside
    assert "Read the current version" in beside


def test_a_withdrawn_version_is_said_to_keep_a_notice_and_no_text(client, first):
    address = reverse("register:versions", args=(NAME, YEAR))
    assert "shows a notice there" not in read(client, address)
    withdraw(version=first.version, actor=UserFactory(), at=AT + timedelta(days=1), reason="It named a person.")
    next_version(first, 2)
    assert "A version that was withdrawn shows a notice there, and not its text." in read(client, address)


# --- When it was expected, and from whom ----------------------------------------------------------------------------


def test_nothing_is_expected_of_who_publishes_by_choice(client, organisation):
    """Neither a day nor a reason for being late, and the portal does not itself say what the law asks of it."""
    version = signed_version(organisation=organisation, turnover_band="under_36m")
    chosen = publish(version=version, actor=UserFactory(), at=LATE)
    assert (chosen.is_voluntary, chosen.is_late, chosen.late_reason) == (True, False, "")
    for address in (STATEMENT, reverse("register:organisation", args=(NAME,)), reverse("register:index")):
        page = read(client, address)
        assert "xpected by" not in page and "late" not in page.replace("latest", "").replace("later", "").split()
    assert "xpected by" not in read(client, reverse("register:compare"), **{"with": NAME})
    assert "By its own answers, the organisation does not have to publish a statement." in read(client)
    assert documents.get_data(chosen)["is_late"] is False


def test_a_late_statement_says_the_day_and_whether_there_is_a_reason(client, organisation):
    version = signed_version(organisation=organisation)
    assert publish(version=version, actor=UserFactory(), at=LATE).is_late
    page = read(client)
    assert "First published on 1 December 2026 Expected by 30 September 2026" in page
    assert "The organisation gave no reason for publishing late." in page
    assert "have to publish a statement. It chose to" not in page


# --- Who approved and signed ----------------------------------------------------------------------------------------


APPROVAL = {"body": "board_of_directors", "body_name": "", "approved_on": "2026-05-04", "way": "on_screen"}
SIGNATURE = {
    "first_name": "Ines",
    "last_name": "Marsh",
    "job_title": "Owner",
    "role": "partner",
    "signed_on": "2026-05-05",
    "way": "on_screen",
}


def signed_page(first, form, signoff):
    first.legal_form, first.signoff = form, signoff
    return " ".join(BeautifulSoup(documents.render_html(first), "html.parser").get_text(" ").split())


def test_of_a_partnership_without_approval_the_act_is_quoted_for_its_kind_only(first):
    page = signed_page(first, "other_partnership", {"approval": None, "signature": SIGNATURE})
    assert "For this kind of partnership, the Modern Slavery Act says who signs." in page
    assert "Partner of Wetherby Gloves Limited" in page and "Approved" not in page


@pytest.mark.parametrize("form", ["llp", "company", "other_unincorporated"])
def test_no_other_organisation_is_called_a_partnership_without_an_approver(form, first):
    page = signed_page(first, form, {"approval": APPROVAL, "signature": SIGNATURE})
    assert "kind of partnership" not in page


@pytest.mark.parametrize(
    ("own_name", "said"),
    [("", "This statement was approved on 4 May 2026."), ("The partners", "approved by The partners on 4 May 2026.")],
)
def test_nobody_is_named_as_an_approver_whom_neither_the_act_nor_the_organisation_names(own_name, said, first):
    approval = APPROVAL | {"body": "not_prescribed", "body_name": own_name}
    assert describe_body(approval) == own_name
    assert said in signed_page(first, "other_partnership", {"approval": approval, "signature": SIGNATURE})


def test_an_approval_on_screen_is_not_called_a_signature():
    told = describe_signoff({"approval": APPROVAL, "signature": SIGNATURE}, "company")
    assert told["approval"]["way"] == "Approved electronically on this website"
    assert told["signature"]["way"] == "Signed electronically on this website"


# --- Whom it covers -------------------------------------------------------------------------------------------------


MEMBERS = [
    {"legal_name": "Amber Mills Limited", "scope": "in_scope", "covered": True, "section": "risk"},
    {"legal_name": "Birch Foods Limited", "scope": "out_of_scope", "covered": False},
]


def test_a_member_that_is_not_covered_is_never_among_those_that_are(first):
    first.content["answers"] |= {"is_group": True, "group_members": MEMBERS}
    soup = BeautifulSoup(documents.render_html(first), "html.parser")
    (table,) = (one for one in soup.select("#covered table") if "Birch Foods" in one.get_text())
    assert table.caption.get_text(strip=True) == "Other organisations that this statement names"
    cells = [cell.get_text(strip=True) for cell in table.select("tbody tr")[1].select("td")]
    assert cells[-1] == "Not covered here"
    questions = {
        question.label: question.cells[0].answers
        for topic in build_topics([(first.content, STATEMENT)])
        for question in topic.questions
    }
    assert questions["Other organisations it covers"] == ("1",)


# --- Beside each other ----------------------------------------------------------------------------------------------


def test_compare_says_what_its_tables_show(client, first):
    page = read(client, reverse("register:compare"), **{"with": NAME})
    assert "in their own words" not in page  # Answers are chosen from lists.
    assert "with the answers they gave" in page
    assert "answers only" not in page  # It quotes sentences of the text, too.
    assert "some sentences of the text that seem to answer a question" in page


def test_nobody_says_we_beside_the_statements_of_others(first):
    """On its own page "we" is the organisation."""
    labels = [question.label for topic in build_topics([(first.content, STATEMENT)]) for question in topic.questions]
    assert {"Its policies provide for", "Covers its own business"} <= set(labels)
    assert not [label for label in labels if {"we", "our", "us"} & set(label.casefold().split())]
    assert "Our policies provide for" in documents.render_html(first).decode()
