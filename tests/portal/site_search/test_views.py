"""The search of the whole site: its groups, what it leaves out, and its limit."""

import pytest
from django.utils import timezone

from tests.factories.directory import ServiceFactory
from tests.factories.guidance import guidance_page
from tests.factories.statements import PublicationFactory
from tests.factories.training import CourseFactory

pytestmark = pytest.mark.django_db
PAGE = "/search/"


def search(client, q: str) -> str:
    response = client.get(PAGE, {"q": q})
    assert response.status_code == 200
    return response.text.split("<main")[1].split("</main")[0]


def test_results_are_grouped_by_what_they_are(client):
    PublicationFactory(organisation_name="Zephyrwork Limited", searched="zephyrwork limited")
    ServiceFactory(name="Zephyrwork Shelter")
    CourseFactory(title="Zephyrwork for teams")
    guidance_page(title="Signs of zephyrblight")
    page = search(client, "zephyrwork")
    for group, name in (("statements", "Zephyrwork Limited"), ("services", "Shelter"), ("training", "for teams")):
        part = page.split(f'id="{group}"')[1].split("</section>")[0]
        assert name in part
    assert 'id="guidance"' not in page, "a group without results is not shown"
    assert "Signs of zephyrblight" in search(client, "zephyrblight").split('id="guidance"')[1]


def test_an_empty_question_searches_nothing(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        page = search(client, "")
    assert "<section" not in page


def test_what_is_not_public_is_not_found(client):
    PublicationFactory(organisation_name="Quillfern Limited", searched="quillfern limited", withdrawn_at=timezone.now())
    ServiceFactory(name="Quillfern Shelter", status="inactive")
    CourseFactory(title="Quillfern", live=False)
    page = search(client, "quillfern")
    assert "No results for “quillfern”" in page
    assert "<section" not in page


def test_markup_in_a_question_is_words(client):
    assert "<script>x" not in search(client, "<script>x</script>")


def test_who_searches_too_often_waits_and_keeps_the_question(client, settings):
    settings.LIMITS = settings.LIMITS | {"search": (2, 60)}
    for _ in range(2):
        search(client, "fees")
    response = client.get(PAGE, {"q": "fees"})
    assert response.status_code == 429
    assert int(response.headers["Retry-After"]) > 0
    assert 'value="fees"' in response.text
    assert client.get(PAGE).status_code == 200, "the empty page asks nothing"


def test_it_is_linked_from_the_menu_and_needs_no_script(client):
    page = client.get("/for-business/").text
    assert 'href="/search/"' in page
    form = client.get(PAGE).text.split('action="/search/"')[0].rsplit("<form", 1)[1]
    assert 'method="get"' in form
