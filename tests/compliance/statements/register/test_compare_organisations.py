"""Statements beside each other, and the feeds: what readers of the register have besides its search."""

from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from compliance.statements import vocabulary
from compliance.statements.choices import AREAS
from compliance.statements.presenters.labels import SECTION_FACTS
from compliance.statements.publication.services.publish import publish, withdraw
from compliance.statements.register.compare_organisations import POINTS, build_topics
from tests.factories.accounts import UserFactory
from tests.factories.organisations import OrganisationFactory
from tests.factories.signed import signed_version

AT = datetime(2026, 6, 1, 9, tzinfo=UTC)
ATOM = "{http://www.w3.org/2005/Atom}"
pytestmark = pytest.mark.django_db


def published(name, slug):
    organisation = OrganisationFactory(name=name, slug=slug)
    return publish(version=signed_version(organisation=organisation), actor=UserFactory(), at=AT)


@pytest.fixture
def gloves():
    return published("Wetherby Gloves Limited", "wetherby-gloves")


@pytest.fixture
def five(gloves):
    names = ["Amber Mills Limited", "Birch Foods Limited", "Cedar Cloth Limited", "Dune Textiles Limited"]
    return [gloves, *(published(name, name.lower().split()[0]) for name in names)]


def body(client, slugs, **more):
    return client.get(reverse("register:compare"), {"with": slugs, **more})


# --- Answers --------------------------------------------------------------------------------------------------------


def test_each_question_stands_once_with_an_answer_of_each(gloves):
    other = {**gloves.content, "organisation": {"name": "Other"}, "answers": {"area_training": False}}
    other["answers"]["area_training_note"] = "We begin next year"
    found = {topic.heading: topic for topic in build_topics([(gloves.content, "/gloves/"), (other, "/other/")])}
    training = {question.label: question.cells for question in found["Training"].questions}
    assert [(cell.column, cell.answers) for cell in training["Does the statement cover this topic?"]] == [
        ("Wetherby Gloves Limited", ("Yes",)),
        ("Other", ("No",)),
    ]
    assert training["Why not"][1].answers == ("We begin next year",)
    unanswered = training["Who received training on modern slavery"][1]
    assert (unanswered.answers, unanswered.text_address) == ((), "")
    labels = [question.label for topic in found.values() for question in topic.questions]
    assert "Other organisations it covers" not in labels


def test_measures_come_with_last_years_figure():
    kpis = [
        {"name": "Sites visited", "unit": "sites", "this_year": "12", "last_year": "9"},
        {"name": "Calls", "this_year": "3"},
    ]
    content = {"organisation": {"name": "A"}, "answers": {"kpis": kpis, "goals": [{"text": "Map tier 2"}]}}
    [*_covered, topic] = build_topics([(content, "/a/")])
    told = {question.label: question.cells[0].answers for question in topic.questions}
    assert told["Measures, with last year’s figure"] == (
        "Sites visited: 12 (last year: 9), in sites",
        "Calls: 3 (last year: not given)",
    )
    assert told["Goals"] == ("Map tier 2",)


def test_a_text_is_never_said_to_lack_what_it_may_cover():
    """ "Not covered" beside a text about the topic gives way to a link to that text."""
    answers = {"area_training": False, "area_training_note": "Next year", "narrative_training": "<p>We trained 12.</p>"}
    content = {"organisation": {"name": "A"}, "answers": answers}
    yes = {"organisation": {"name": "B"}, "answers": {"area_training": True}}
    topics = {topic.heading: topic for topic in build_topics([(content, "/a/"), (yes, "/b/")])}
    [question] = topics["Training"].questions
    assert [cell.answers for cell in question.cells] == [(), ("Yes",)]
    assert [cell.text_address for cell in question.cells] == ["/a/#training:~:text=We%20trained%2012.", ""]
    assert [cell.sentence for cell in question.cells] == ["We trained 12.", ""]


TOLD = (
    "<p>People who buy for us know our code. We will train our drivers next year.</p>"
    "<ul><li>In May we trained all 14 buyers, and our site managers, in signs of forced labour – face-to-face.</li>"
    "</ul>"
)


@pytest.mark.parametrize(
    ("text", "sentence", "address"),
    [
        (
            TOLD,
            "In May we trained all 14 buyers, and our site managers, in signs of forced labour – face-to-face.",
            "/a/#training:~:text=In%20May%20we%20trained%20all,of%20forced%20labour%20%E2%80%93%20face%2Dto%2Dface.",
        ),
        ("<p>We will train our drivers next year.</p>", "", "/a/#training"),
        ("<p>Nobody was trained.</p>", "", "/a/#training"),
        ("<p>We visited 14 sites in Spain.</p>", "", "/a/#training"),
    ],
)
def test_a_question_without_an_answer_leads_to_the_sentence_that_tells_what_was_done(text, sentence, address):
    content = {"organisation": {"name": "A"}, "answers": {"narrative_training": text}}
    other = {"organisation": {"name": "B"}, "answers": {"training_targets": ["own_employees"]}}
    topics = {topic.heading: topic for topic in build_topics([(content, "/a/"), (other, "/b/")])}
    questions = {question.label: question.cells[0] for question in topics["Training"].questions}
    cell = questions["Who received training on modern slavery"]
    assert (cell.answers, cell.sentence, cell.text_address) == ((), sentence, address)


def test_every_question_with_points_is_asked_and_each_point_is_on_the_checklist():
    known = {item.code for area in AREAS for item in vocabulary.disclosures(area.value, 1)}
    assert {point for points in POINTS.values() for point in points} <= known
    asked = {code for codes in SECTION_FACTS.values() for code in codes}
    assert POINTS.keys() - asked == {"risks", "actions_or_plans", "kpis"}


def test_a_question_without_an_answer_leads_to_the_text_about_it(client, gloves):
    """A table without an answer says nothing of the text, which may have one."""
    organisation = OrganisationFactory(name="Birch Foods Limited", slug="birch")
    version = signed_version(organisation=organisation, training_targets=[])
    publish(version=version, actor=UserFactory(), at=AT)
    page = BeautifulSoup(body(client, ["wetherby-gloves", "birch"]).content, "html.parser")
    link = next(link for link in page.select("a") if "/birch/2026/#training" in (link.get("href") or ""))
    assert " ".join(link.parent.get_text().split()).startswith(
        "Not answered in the table; see the text of Birch Foods Limited about Training"
    )
    target = BeautifulSoup(client.get("/statements/birch/2026/").content, "html.parser")
    assert target.find(id="training").find(class_="narrative")


def test_nothing_of_nobody():
    assert build_topics([]) == []


# --- The page -------------------------------------------------------------------------------------------------------


def test_two_organisations_are_read_beside_each_other(client, five):
    answer = body(client, ["wetherby-gloves", "amber"])
    text = answer.content.decode()
    assert answer.status_code == 200
    assert text.count("Amber Mills Limited") > 3
    assert "Malaysia" in text
    assert "Robin Example" in text
    assert f'{reverse("register:compare")}?with=amber"' in text, "the link that removes the first"


def test_one_is_found_and_added(client, five):
    text = body(client, ["wetherby-gloves"], q="birch").content.decode()
    assert "?with=wetherby-gloves&amp;with=birch" in text
    assert "Add Birch Foods Limited" in text
    assert "No other organisation" in body(client, ["wetherby-gloves"], q="nobody").content.decode()


def test_a_fifth_is_refused_and_the_four_stay(client, five):
    slugs = [one.organisation_slug for one in five]
    answer = body(client, slugs)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "You can compare four organisations. Remove one first" in text
    assert "Cedar Cloth Limited" in text
    assert "Dune Textiles Limited" not in text
    four = body(client, slugs[:4])
    assert four.status_code == 200
    assert 'name="q"' not in four.content.decode()


@pytest.mark.parametrize("slugs", [["nobody"], ["\x00"], [""], ["wetherby-gloves", "wetherby-gloves", "'; --"]])
def test_what_is_not_there_is_left_out(client, gloves, slugs):
    assert body(client, slugs).status_code == 200
    assert body(client, slugs, q="\x00").status_code == 422


def test_what_was_withdrawn_is_not_compared(client, gloves):
    withdraw(version=gloves.version, actor=UserFactory(), at=AT, reason="The wrong company")
    text = body(client, ["wetherby-gloves"]).content.decode()
    assert "Wetherby Gloves Limited" not in text
    assert "We left out an organisation" in text


def test_four_cost_as_much_as_one(client, five, django_assert_max_num_queries):
    for slugs in (["amber"], [one.organisation_slug for one in five[:4]]):
        with django_assert_max_num_queries(2):
            body(client, slugs)
    with django_assert_max_num_queries(4):
        body(client, ["amber"], q="birch")


# --- Feeds ----------------------------------------------------------------------------------------------------------


def entries(answer):
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("application/atom+xml")
    feed = ET.fromstring(answer.content)
    return [
        (entry.find(f"{ATOM}title").text, entry.find(f"{ATOM}link").get("href")) for entry in feed.iter(f"{ATOM}entry")
    ]


def test_the_feed_names_what_was_published(client, five, settings, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = entries(client.get(reverse("register:feed")))
    assert len(found) == 5
    link = f"{settings.SITE_URL}/statements/wetherby-gloves/2026/versions/1/"
    assert ("Wetherby Gloves Limited: statement 2026", link) in found
    assert client.get(link.removeprefix(settings.SITE_URL)).status_code == 200


def test_one_organisation_has_a_feed_of_its_own(client, five):
    [(title, _link)] = entries(client.get(reverse("register:feed_of", args=["amber"])))
    assert title == "Amber Mills Limited: statement 2026"
    assert client.get(reverse("register:feed_of", args=["nobody"])).status_code == 404


def test_what_was_withdrawn_leaves_the_feed(client, gloves):
    withdraw(version=gloves.version, actor=UserFactory(), at=AT, reason="The wrong company")
    assert entries(client.get(reverse("register:feed"))) == []
