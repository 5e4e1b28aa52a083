"""From a clone to a running portal: stamps, secrets, system packages, the right Python."""

import os
import subprocess
import sys
from gettext import GNUTranslations
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.exceptions import ImproperlyConfigured

from portal.operations.setup import __main__ as entry
from portal.operations.setup import catalogues, database, fingerprints, packages, serve, system
from portal.operations.setup.fingerprints import fingerprint, run_step
from portal.operations.setup.keys import make_secrets
from portal.settings import environment

ROOT = Path(__file__).resolve().parents[3]
FIND_PYTHON = ROOT / "portal" / "operations" / "setup" / "find-python"


def test_a_step_is_done_once_until_what_it_was_made_from_changes(tmp_path, monkeypatch):
    monkeypatch.setattr(fingerprints, "ROOT", tmp_path)
    source, stamp, done = tmp_path / "lock.txt", tmp_path / "stamps" / "lock", []
    source.write_text("one")

    def go():
        return run_step("Lock", stamp, lambda: fingerprint([source]), lambda: done.append(source.read_text()))

    assert [go(), go()] == [True, False]
    source.write_text("two")
    assert go()
    assert done == ["one", "two"]


def test_a_step_that_failed_is_tried_again(tmp_path):
    stamp = tmp_path / "stamp"
    with pytest.raises(ZeroDivisionError):
        run_step("Breaks", stamp, lambda: "key", lambda: 1 / 0)
    assert run_step("Works", stamp, lambda: "key", lambda: None)


def test_all_python_is_compiled_though_processes_may_write_none_and_some_file_is_no_python(tmp_path, monkeypatch):
    monkeypatch.setattr(packages, "ROOT", tmp_path)
    monkeypatch.setattr(packages, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(packages, "PYTHON", sys.executable)
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    for name in (
        ".venv/lib/package/template.py",
        ".venv/lib/package/module.py",
        "portal/module.py",
        "learning/module.py",
    ):
        source = tmp_path / name
        source.parent.mkdir(parents=True, exist_ok=True)
        source.write_text("{{ name }} = 1 = no Python" if source.stem == "template" else "value = 1")
    packages.compile_python()
    compiled = {str(path.parents[1].relative_to(tmp_path)) for path in tmp_path.rglob("module.cpython-*.pyc")}
    assert compiled == {".venv/lib/package", "portal", "learning"}


def test_the_words_of_a_language_are_compiled_when_they_change(tmp_path, monkeypatch):
    monkeypatch.setattr(catalogues, "SOURCES", tmp_path)
    source = tmp_path / "cy" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
    source.write_text(f'{head}msgid "Call"\nmsgstr "Ffoniwch"\n')
    catalogues.compile_all()
    made = source.with_suffix(".mo")
    assert GNUTranslations(made.open("rb")).gettext("Call") == "Ffoniwch"
    first = made.stat().st_mtime_ns
    catalogues.compile_all()
    assert made.stat().st_mtime_ns == first
    source.write_text(f'{head}msgid "Call"\nmsgstr "Galwch"\n')
    os.utime(source, ns=(first + 10**9, first + 10**9))
    catalogues.compile_all()
    assert GNUTranslations(made.open("rb")).gettext("Call") == "Galwch"
    assert [path.name for path in sorted(source.parent.iterdir())] == ["django.mo", "django.po"]


def test_secrets_are_made_once_and_only_their_owner_reads_them(tmp_path):
    folder = tmp_path / "secrets"
    assert make_secrets(folder) == ["secret_key", "sealing_keys", "receipt_pepper", "receipt_salt"]
    before = {file.name: file.read_text() for file in folder.iterdir()}
    assert all(file.stat().st_mode & 0o777 == 0o400 for file in folder.iterdir())
    assert folder.stat().st_mode & 0o077 == 0
    assert make_secrets(folder) == []
    assert {file.name: file.read_text() for file in folder.iterdir()} == before


def test_the_sealing_key_opens_what_it_sealed(tmp_path, settings):
    from portal.core.fernet import decrypt, encrypt

    make_secrets(tmp_path)
    settings.SEALING_KEYS_FILE = tmp_path / "sealing_keys"
    assert decrypt(encrypt(b"hello")) == b"hello"


def test_demo_content_is_made_for_the_address_at_which_it_is_served(tmp_path, monkeypatch):
    told = []
    monkeypatch.setattr(database, "VAR", tmp_path)
    monkeypatch.setattr(database, "ACCOUNTS", tmp_path / "accounts.txt")
    monkeypatch.delenv("SITE_URL", raising=False)
    ran = lambda words, env, **rest: told.append((words[2:-1], env["SITE_URL"])) or SimpleNamespace(stdout="")  # noqa: E731
    monkeypatch.setattr(database.subprocess, "run", ran)
    database.make_pages(serve.build_environment("8117"))
    database.make_demo(serve.build_environment("8117"))
    pages = ["seed_demo", *database.PAGES, "--migrate"]
    assert told == [(pages, "http://localhost:8117"), (["seed_demo"], "http://localhost:8117")]
    monkeypatch.setenv("SITE_URL", "https://daylight.example")
    assert serve.build_environment("8117")["SITE_URL"] == "https://daylight.example"


@pytest.mark.parametrize("command", ["run", "seed"])
@pytest.mark.parametrize("demo", ["", "0", "no"])
def test_no_demo_with_known_passwords_is_made_on_a_server_s_database(command, demo, monkeypatch, capsys):
    monkeypatch.setenv("DATABASE_URL", "postgres://portal@db.internal.example/portal")
    monkeypatch.setenv("DEMO", demo)
    monkeypatch.setattr(entry, "set_up", lambda *_, **__: pytest.fail("It began"))
    assert entry.main(command) == 1
    assert "DEMO=1" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("url", "demo"), [("", ""), ("sqlite:////srv/portal.sqlite3", ""), ("postgres://portal@db/portal", "Yes")]
)
def test_a_demo_is_made_on_sqlite_and_where_it_is_asked_for(url, demo, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("DEMO", demo)
    assert database.why_no_demo() == ""


# Stands in for gunicorn: it is loaded, waits as our settings of gunicorn do, then writes that it is open and ends.
STAND_IN = """
import sys
from pathlib import Path
from portal.operations.setup.open_when_told import on_starting
folder = Path(sys.argv[1])
(folder / "loaded").touch()
on_starting(None)
(folder / "open").touch()
"""


class TestTheServerOpensWhenTheDemoIsMade:
    @pytest.fixture(autouse=True)
    def stand_in(self, tmp_path, monkeypatch):
        self.folder = tmp_path
        monkeypatch.setattr(serve, "SERVER", ["-c", STAND_IN, str(tmp_path)])
        monkeypatch.setattr(serve, "PYTHON", sys.executable)
        monkeypatch.setattr(serve, "_answers", lambda port: (tmp_path / "answers").exists())
        monkeypatch.setattr(serve.signal, "signal", lambda number, handler: None)

    def wait_until_loaded(self):
        assert serve._wait((self.folder / "loaded").exists, seconds=30)
        return not (self.folder / "open").exists()

    def test_it_is_loaded_meanwhile_and_closed(self):
        seen = []
        pages = lambda: seen.append(self.wait_until_loaded())  # noqa: E731
        assert serve.serve("8117", wait_for_pages=pages, make_demo=lambda: None) == 1
        assert seen == [True]
        assert (self.folder / "open").exists()

    def test_it_never_opens_without_its_first_pages(self):
        def fail():
            self.wait_until_loaded()
            raise subprocess.CalledProcessError(1, ["seed_demo"])

        with pytest.raises(subprocess.CalledProcessError):
            serve.serve("8117", wait_for_pages=fail, make_demo=lambda: None)
        assert not (self.folder / "open").exists()

    def stay_open(self, monkeypatch):
        """Let the stand-in answer until it is stopped, and the worker end at once. Return what is started."""
        monkeypatch.setattr(
            serve, "SERVER", ["-c", f"{STAND_IN}(folder / 'answers').touch(); sys.stdin.read()", self.folder]
        )
        monkeypatch.setattr(serve, "ACCOUNTS", self.folder / "accounts.txt")
        start, started = serve._start, {}

        def note(*words, **how):
            name = "worker" if "worker" in words else "server"
            started[name] = start(*(["-c", ""] if name == "worker" else words), **how)
            return started[name]

        monkeypatch.setattr(serve, "_start", note)
        return started

    def test_the_rest_of_the_demo_is_added_while_it_answers(self, monkeypatch, capsys):
        started, answered = self.stay_open(monkeypatch), []

        def make_demo():
            answered.append((self.folder / "answers").exists() and "worker" not in started)
            (self.folder / "accounts.txt").write_text("dale@helpline.example")

        assert serve.serve("8117", wait_for_pages=lambda: None, make_demo=make_demo) == 1
        assert answered == [True]
        assert "worker" in started
        greeting, accounts = capsys.readouterr().out.splitlines()
        assert greeting.endswith("The demo's accounts are still being added.")
        assert accounts == "dale@helpline.example"

    def test_a_demo_that_fails_stops_the_server(self, monkeypatch):
        started = self.stay_open(monkeypatch)
        with pytest.raises(ZeroDivisionError):
            serve.serve("8117", wait_for_pages=lambda: None, make_demo=lambda: 1 / 0)
        assert list(started) == ["server"]
        assert started["server"].returncode is not None

    def test_a_taken_port_is_said_in_a_sentence(self, capsys, monkeypatch):
        (self.folder / "answers").touch()
        monkeypatch.setattr(serve.time, "monotonic", iter(range(0, 1000, 10)).__next__)
        assert serve.serve("8117", wait_for_pages=lambda: None, make_demo=lambda: None) == 1
        assert capsys.readouterr().err == "Port 8117 is taken. Choose another: make run PORT=8080\n"
        assert not (self.folder / "loaded").exists()


class TestSystemPackages:
    @pytest.fixture(autouse=True)
    def commands(self, monkeypatch):
        self.ran = []
        monkeypatch.setattr(system, "_run", lambda command: self.ran.append(command) or 0)

    def test_nothing_is_installed_where_nothing_is_missing(self):
        system.install({"there": lambda: True})
        assert self.ran == []

    def test_who_may_not_install_is_told_in_one_line(self, monkeypatch):
        monkeypatch.setattr(system, "_as_root", lambda: None)
        with pytest.raises(system.Missing) as told:
            system.install({"pango": lambda: False, "there": lambda: True, "qpdf": lambda: False})
        assert str(told.value) == "Some system packages are missing. Run: apt-get install pango qpdf"

    def test_root_installs_what_is_missing(self, monkeypatch):
        monkeypatch.setattr(system, "_as_root", list)
        monkeypatch.setattr(system.shutil, "which", lambda name: f"/usr/bin/{name}")
        answers = iter([False, True])
        system.install({"pango": lambda: next(answers)})
        assert self.ran[0][-1] == "update"
        assert self.ran[1][-3:] == ["--no-install-recommends", "install", "pango"]

    def test_an_installation_that_did_not_help_is_told(self, monkeypatch):
        monkeypatch.setattr(system, "_as_root", lambda: ["sudo", "-n"])
        monkeypatch.setattr(system.shutil, "which", lambda name: f"/usr/bin/{name}")
        with pytest.raises(system.Missing, match="could not install"):
            system.install({"pango": lambda: False})


def test_only_what_a_machine_needs_is_installed(monkeypatch):
    monkeypatch.delenv("CACHE_URL", raising=False)
    monkeypatch.delenv("S3_BUCKETS", raising=False)
    assert packages.list_locks(tests=False) == ["requirements.txt", "requirements-build.txt"]
    monkeypatch.setenv("CACHE_URL", "redis://localhost/0")
    assert packages.list_locks(tests=False)[-1] == "requirements-redis.txt"
    monkeypatch.setenv("S3_BUCKETS", "daylight")
    assert packages.list_locks(tests=False)[-1] == "requirements-s3.txt"
    assert packages.list_locks(tests=True) == ["requirements-dev.txt"]


def test_a_redis_without_its_client_is_said_in_a_sentence(monkeypatch):
    monkeypatch.setattr(environment, "find_spec", lambda name: None)
    assert environment.caches("")["default"]["BACKEND"].endswith("DatabaseCache")
    with pytest.raises(ImproperlyConfigured, match=r"requirements-redis\.txt"):
        environment.caches("redis://localhost/0")


def test_the_uv_that_fetches_packages_is_pinned_by_hash():
    assert packages.pinned_uv().startswith("uv==")
    assert "--hash=sha256:" in packages.pinned_uv()


@pytest.mark.parametrize(
    ("answers", "chosen"),
    [
        ({"python3.13": 0}, "python3.13"),
        ({"python3.13": 1, "python3.14": 0}, "python3.14"),
        ({"python3.13": 127, "python3": 0}, "python3"),
    ],
)
def test_the_first_python_that_answers_is_taken(tmp_path, answers, chosen):
    found = _find_python(tmp_path, answers)
    assert found.stdout == f"{tmp_path / chosen}\n"


def test_without_a_python_that_is_new_enough_one_line_says_so(tmp_path):
    found = _find_python(tmp_path, {"python3.13": 127, "python3": 1})
    assert found.returncode == 1
    assert found.stderr.count("\n") == 1
    assert "Python 3.13" in found.stderr


def _find_python(folder, answers):
    for name, status in answers.items():
        (folder / name).write_text(f"#!/bin/sh\nexit {status}\n")
        (folder / name).chmod(0o755)
    script = FIND_PYTHON.read_text().replace("/usr/bin/python3", str(folder / "absent"))
    return _run("/bin/sh", "-c", script, env={"PATH": str(folder)})


def _run(*command, **how):
    return subprocess.run(command, capture_output=True, text=True, check=False, **how)


def test_the_top_level_is_tidy():
    """A newcomer sees what each name at the top is for."""
    listed = _run("git", "ls-files", cwd=ROOT)
    if listed.returncode:
        pytest.skip("not a clone")
    assert {name.split("/")[0] for name in listed.stdout.splitlines()} <= {
        *(".containerignore", "deploy", "renovate.json"),
        *(".ci", ".gitignore", ".gitmessage", ".npmrc", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "Makefile"),
        *("README.md", "SECURITY.md", "bench", "compliance", "docs", "frontend", "learning", "locale", "manage.py"),
        *("package-lock.json", "package.json", "portal", "pyproject.toml", "templates", "tests"),
        *("requirements-dev.in", "requirements-dev.txt", "requirements.in", "requirements.txt"),
        *("requirements-build.in", "requirements-build.txt", "requirements-redis.in", "requirements-redis.txt"),
        *("requirements-s3.in", "requirements-s3.txt"),
    }
