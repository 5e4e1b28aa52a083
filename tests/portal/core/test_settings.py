"""Secrets come from files."""

import os
import subprocess
import sys

import pytest

from portal.settings import environment


@pytest.mark.parametrize(("held", "keys"), [("one\ntwo\n", ["one", "two"]), ("", []), (None, [])])
def test_former_secret_keys_are_read_from_a_file_and_never_from_a_value(tmp_path, held, keys):
    file = tmp_path / "former"
    if held is not None:
        file.write_text(held)
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "portal.settings.production",
        "SECRET_KEY_FALLBACKS_FILE": str(file),
        "SECRET_KEY_FALLBACKS": "a-value-in-the-environment",
    }
    asked = "from django.conf import settings; print(settings.SECRET_KEY_FALLBACKS)"
    run = subprocess.run([sys.executable, "-c", asked], env=environment, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == repr(keys)


@pytest.mark.parametrize("pool", ["0", "4"])
def test_nobody_waits_long_for_a_database_that_does_not_answer(monkeypatch, pool):
    monkeypatch.setenv("DATABASE_POOL", pool)
    named = environment.database("postgres://portal@db.internal.example/portal")
    assert named["OPTIONS"]["connect_timeout"] == 2
    assert named["OPTIONS"]["tcp_user_timeout"] == 2000
    assert named["CONN_HEALTH_CHECKS"]
    assert named["OPTIONS"].get("pool", {"timeout": 0})["timeout"] <= 1
