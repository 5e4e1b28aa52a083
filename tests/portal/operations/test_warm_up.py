"""A worker's first visitor waits for nothing that could have been loaded before the fork."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.template import TemplateSyntaxError
from django.urls import reverse

from portal.operations import warm_up

# What is loaded by the server's module, and what is loaded later by finding each view and each of our templates.
NEW_PROCESS = """
import sys
from portal import wsgi
from django.conf import settings
from django.db import connections
from django.template import engines
from django.urls import get_resolver
from django.utils.translation import override
from portal.core import jinja
from portal.operations.warm_up import list_templates

before = set(sys.modules)
print("connected", connections["default"].connection is not None)
resolver = get_resolver()
for code, _name in settings.LANGUAGES:
    with override(code):
        print("indexed", code in resolver._reverse_dict)
cache = engines["django"].engine.template_loaders[0].get_template_cache
plain = engines["jinja2"].env
environments = (plain, jinja.bind_language(plain, settings.LANGUAGE_CODE))
compiled = {name for environment in environments for _loader, name in environment.cache.keys()}
missing = set(list_templates()) - set(cache) - compiled
print("missing", sorted(missing))
for path in ("/o/alder/suppliers/risk/", "/desk/", "/statements/", "/services/", "/report/", "/guidance/"):
    resolver.resolve(path)
ours = ("portal", "compliance", "learning")
print("late", sorted(name for name in set(sys.modules) - before if name.startswith(ours)))
"""


@pytest.mark.once
def test_the_server_has_loaded_all_before_it_forks_and_holds_no_connection():
    done = subprocess.run(
        [sys.executable, "-c", NEW_PROCESS],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "portal.settings.test"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    lines = [line for line in done.stdout.splitlines() if not line.startswith("{")]
    assert lines == ["connected False", "indexed True", "indexed True", "missing []", "late []"]


def test_it_asks_no_database():
    """This test has none: a query would fail it."""
    warm_up.warm_up()
    assert reverse("account_login")


def test_a_broken_template_does_not_keep_the_server_from_starting(tmp_path, settings):
    (tmp_path / "broken.html").write_text("{% if %}")
    (tmp_path / "sound.html").write_text("Sound")
    (tmp_path / "broken.jinja").write_text("{% if %}")
    settings.TEMPLATES = [engine | {"DIRS": [tmp_path]} for engine in settings.TEMPLATES]
    ours = [name for name in warm_up.list_templates() if not name.startswith("django/forms/")]
    assert sorted(ours) == ["broken.html", "broken.jinja", "sound.html"]
    warm_up.warm_up()
    for name in ("broken.html", "broken.jinja"):
        with pytest.raises(TemplateSyntaxError):
            warm_up.load_template(name)


def test_every_template_of_ours_can_be_read():
    names = list(warm_up.list_templates())
    assert len(names) > 500
    for name in names:
        warm_up.load_template(name)
