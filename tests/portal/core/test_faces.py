"""A face serves its own addresses; of others it says where they are, or that there is nothing."""

from itertools import chain

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import reverse

from portal.core import faces
from portal.settings.faces import FACES
from portal.urls import elsewhere

URLS = {face: f"https://{face}.example" for face in FACES}
# An address of each kind, and the faces that serve it.
SERVED = {
    "/": {"public"},
    "/statements/": {"public"},
    "/o/acme/suppliers/": {"public"},
    "/accounts/signup/": {"public"},
    "/report/": {"reporters"},
    "/r/1": {"reporters"},
    "/r/return/": {"reporters"},
    "/desk/": {"desk"},
    "/desk/cases/": {"desk"},
    "/pack/secret/": {"desk"},
    "/staff/people/": {"desk"},
    "/staff/history/": {"desk"},
    "/health": {"desk"},
    "/metrics": {"desk"},
    "/cms/": {"cms"},
    "/staff/statements/": {"cms"},
    "/staff/jobs/": {"cms"},
    "/accounts/login/": {"public", "desk", "cms"},
    "/dashboard/": {"public", "desk", "cms"},
    "/healthz": set(FACES),
    "/readyz": set(FACES),
    "/static/portal/portal.css": set(FACES),
    "/robots.txt": set(FACES),
}


@pytest.mark.parametrize("path", SERVED)
def test_each_address_has_its_faces(path):
    assert {face for face in FACES if faces.is_served(path, face)} == SERVED[path]


def open_on(settings, face, method, address):
    settings.FACE, settings.FACE_URLS = face, URLS
    middleware = faces.FaceMiddleware(lambda _request: HttpResponse("served"))
    return middleware(RequestFactory().generic(method, address))


@pytest.mark.parametrize(
    ("face", "address", "leads_to"),
    [
        ("public", "/report/", "https://reporters.example/report/"),
        ("public", "/r/return/?ended=1", "https://reporters.example/r/return/?ended=1"),
        ("reporters", "/", "https://public.example/"),
        ("reporters", "/accounts/login/", "https://public.example/accounts/login/"),
        ("desk", "/report/", "https://reporters.example/report/"),
        ("desk", "/accounts/signup/", "https://public.example/accounts/signup/"),
        ("desk", "/cms/", "https://cms.example/cms/"),
        ("cms", "/desk/", "https://desk.example/desk/"),
        ("cms", "/guidance/", "https://public.example/guidance/"),
    ],
)
def test_a_link_to_another_face_leads_to_its_host(settings, face, address, leads_to):
    response = open_on(settings, face, "GET", address)
    assert (response.status_code, response.headers["Location"]) == (302, leads_to)


@pytest.mark.django_db
@pytest.mark.parametrize("face", ["public", "reporters"])
@pytest.mark.parametrize("address", ["/desk/", "/pack/secret/", "/cms/", "/staff/people/", "/health", "/metrics"])
def test_strangers_are_not_told_of_the_desk_and_the_editors(settings, face, address):
    response = open_on(settings, face, "GET", address)
    assert response.status_code == 404
    assert "desk.example" not in response.text
    assert "cms.example" not in response.text


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("face", "address"),
    [("desk", "/accounts/signup/"), ("public", "/r/6"), ("reporters", "/accounts/login/"), ("cms", "/desk/cases/")],
)
def test_nothing_that_was_sent_goes_to_another_host(settings, face, address):
    assert open_on(settings, face, "POST", address).status_code == 404


def test_an_address_in_a_mail_is_on_the_host_of_its_face(settings):
    settings.FACE_URLS = URLS
    assert faces.build_address("/desk/cases/") == "https://desk.example/desk/cases/"
    assert faces.build_address("/o/acme/") == "https://public.example/o/acme/"
    settings.FACE_URLS = {}
    assert faces.build_address("/desk/") == f"{settings.SITE_URL}/desk/"


def test_addresses_of_other_faces_are_what_these_say():
    for entry in chain.from_iterable(elsewhere.DOORS.values()):
        prefix = f"{entry.namespace}:" if hasattr(entry, "url_patterns") else ""
        for door in getattr(entry, "url_patterns", [entry]):
            assert reverse(f"{prefix}{door.name}") == f"/{door.pattern}"
