"""Which face a process is: settings that cannot be meant are refused, and what a face has not, it cannot load."""

import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from portal.settings import faces
from portal.settings.faces import FACES

EVERY_FACE = ",".join(f"{face}=https://{face}.example/" for face in FACES)
LOAD = """
import django, importlib, sys
django.setup()
from django.urls import get_resolver
assert get_resolver().url_patterns
loaded = [name for name in sys.modules if name.startswith(sys.argv[1] + ".models")]
assert not loaded, loaded
importlib.import_module(sys.argv[1] + ".models")
"""


def run_as(face: str, *words: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "portal.settings.test",
        "PORTAL_FACE": face,
        "FACE_URLS": EVERY_FACE,
        "DATABASE_URL": "",
    }
    return subprocess.run([sys.executable, *words], env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("face", "app"),
    [("public", "compliance.casework"), ("reporters", "compliance.suppliers"), ("cms", "compliance.referrals")],
)
def test_a_face_cannot_load_the_models_of_another(face, app):
    refused = run_as(face, "-c", LOAD, app)
    assert refused.returncode == 1
    assert "isn't in an application in INSTALLED_APPS" in refused.stderr


def test_the_value_of_each_face_is_read(monkeypatch):
    monkeypatch.setenv("FACE_URLS", " desk = https://d , public=p,reporters=r,cms=c")
    assert faces.by_face("FACE_URLS") == {"desk": "https://d", "public": "p", "reporters": "r", "cms": "c"}
    monkeypatch.setenv("FACE_URLS", "")
    assert faces.by_face("FACE_URLS") == {}


@pytest.mark.parametrize(
    "text",
    [
        "public=https://p",
        f"{EVERY_FACE},desks=https://d",
        EVERY_FACE.replace("https://desk.example/", ""),
    ],
)
def test_a_list_that_names_not_each_face_is_refused(monkeypatch, text):
    monkeypatch.setenv("FACE_URLS", text)
    with pytest.raises(ImproperlyConfigured, match="FACE_URLS has to say FACE=VALUE for each of public, reporters"):
        faces.by_face("FACE_URLS")


@pytest.mark.parametrize(("face", "sentence"), [("editors", "PORTAL_FACE is “editors”"), ("desk", "")])
def test_a_face_that_is_none_stops_the_start(face, sentence):
    result = run_as(face, "-c", "import portal.settings.test")
    assert sentence in result.stderr
    assert result.returncode == (1 if sentence else 0)
