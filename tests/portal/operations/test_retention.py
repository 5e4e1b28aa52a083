"""manage.py retention, and an order that nobody knows."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command


@pytest.mark.django_db
def test_every_app_that_keeps_things_for_a_time_is_asked(capsys):
    call_command("retention")
    call_command("retention")
    apps = ("accounts", "resources", "directory", "concerns", "audits", "workbooks", "data_protection")
    assert capsys.readouterr().out.splitlines() == [f"{app}: 0" for app in apps] * 2


def test_an_unknown_command_says_so_in_one_line_and_ends_with_2():
    done = subprocess.run(
        [sys.executable, "manage.py", "unknown"],
        cwd=Path(settings.BASE_DIR),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines() == ["There is no command 'unknown': `python manage.py help` lists them."]
