"""How a site manages each area of the code: a grade for each of four parts."""

import pytest
from django.urls import reverse

from compliance.audits.choices import ManagementPart

pytestmark = pytest.mark.django_db


def address(business, name: str) -> str:
    return reverse(f"audits:{name}", args=[business.organisation.slug, business.audit.uuid])


def version_on(page: str) -> str:
    return page.split('name="version" value="')[1].split('"', maxsplit=1)[0]


def save(business, **grades) -> None:
    editor = business.client("editor")
    version = version_on(editor.get(address(business, "management")).content.decode())
    answer = editor.post(address(business, "management"), {"version": version, **grades})
    assert answer.status_code == 303
    business.audit.refresh_from_db()


def test_each_part_of_an_area_has_its_grade(business):
    save(business, area_1A_resources="robust", area_1A_monitoring="not_addressed", area_9_monitoring="robust")
    assert business.audit.management_grades == {
        "1A": {"resources": "robust", "monitoring": "not_addressed"},
        "9": {"monitoring": "robust"},
    }
    page = business.client("viewer").get(address(business, "audit")).content.decode()
    card = page.split("Management systems</h2>")[1]
    assert "Resources: Robust management system" in card and "Monitoring: Not addressed" in card


def test_the_same_grade_for_all_four_is_said_once(business):
    save(business, **{f"area_4_{part}": "some_improvements" for part in ManagementPart.values})
    page = business.client("viewer").get(address(business, "audit")).content.decode()
    assert "All four parts: Some improvements recommended" in page
    assert "Resources:" not in page


def test_a_grade_that_is_none_is_refused_and_the_rest_is_kept(business):
    editor = business.client("editor")
    typed = {"version": "x", "area_1_resources": "splendid", "area_1_monitoring": "robust"}
    answer = editor.post(address(business, "management"), typed)
    assert answer.status_code == 422
    assert "1: Resources" in answer.content.decode()


def test_two_people_see_each_others_grades(business):
    editor = business.client("editor")
    before = version_on(editor.get(address(business, "management")).content.decode())
    save(business, area_1_monitoring="robust")
    answer = editor.post(address(business, "management"), {"version": before, "area_1_monitoring": "not_addressed"})
    assert answer.status_code == 409
    assert "1: Monitoring" in answer.content.decode()
