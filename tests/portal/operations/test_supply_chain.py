"""What a release is made of: listed, compared with advisories, signed, and verified by whoever installs it."""

import json
import re
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).resolve().parents[3]
SCRIPT = ROOT / ".ci" / "advisories"
RELEASING = ROOT / "docs" / "releasing.md"


def compare(*lists: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, SCRIPT, *lists], capture_output=True, text=True, check=False)


def locked(name: str) -> str:
    return re.search(rf"^{name}==(\S+)", (ROOT / "requirements.txt").read_text(), re.M)[1]


def advisory(name: str, *events: dict[str, str], ecosystem: str = "PyPI", **more) -> dict:
    ranges = [{"type": "ECOSYSTEM", "events": list(events)}] if events else []
    affected = [{"package": {"ecosystem": ecosystem, "name": name}, "ranges": ranges, **more}]
    return {"id": "TEST-2026-1", "summary": "An invented one", "affected": affected}


def in_zip(folder: Path, record: dict) -> Path:
    path = folder / "all.zip"
    with ZipFile(path, "w") as archive:
        archive.writestr("TEST-2026-1.json", json.dumps(record))
    return path


def test_no_package_of_the_locks_is_in_the_stored_advisories():
    done = compare()
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert re.search(r"^[1-9]\d\d+ packages, 0 affected", done.stdout)


def test_a_package_with_an_advisory_is_named(tmp_path):
    version = locked("django")
    for record in (
        advisory("Django", {"introduced": "0"}),
        advisory("django", {"introduced": version}, {"fixed": "999"}),
        advisory("django", {"introduced": "0"}, {"last_affected": version}),
        advisory("django", versions=[version]),
    ):
        done = compare(in_zip(tmp_path, record))
        assert (done.returncode, f"django {version}: TEST-2026-1" in done.stdout) == (1, True), record


def test_a_package_of_the_front_end_is_named(tmp_path):
    done = compare(in_zip(tmp_path, advisory("govuk-frontend", {"introduced": "0"}, ecosystem="npm")))
    assert (done.returncode, "govuk-frontend" in done.stdout) == (1, True)


@pytest.mark.parametrize(
    "events",
    [[{"introduced": "0"}, {"fixed": "0.1"}], [{"introduced": "0"}, {"last_affected": "0.1"}], [{"introduced": "999"}]],
)
def test_a_version_beside_the_range_is_not_affected(tmp_path, events):
    assert compare(in_zip(tmp_path, advisory("django", *events))).returncode == 0


def test_a_withdrawn_advisory_counts_for_nothing(tmp_path):
    record = advisory("django", {"introduced": "0"}) | {"withdrawn": "2026-01-01T00:00:00Z"}
    assert compare(in_zip(tmp_path, record)).returncode == 0


def test_the_server_makes_the_list_of_packages_and_compares_it():
    steps = (ROOT / ".ci" / "run").read_text()
    assert "make sbom" in steps and ".ci/advisories" in steps


def test_the_list_of_packages_names_every_lock_of_a_running_portal(tmp_path):
    target = tmp_path / "sbom.json"
    recipe = re.search(r"^sbom:.*\n\t(.+)$", (ROOT / "Makefile").read_text(), re.M)[1]
    command = recipe.replace("var/sbom.json", str(target)).replace(".venv/bin/", f"{Path(sys.executable).parent}/")
    subprocess.run(["sh", "-c", command], cwd=ROOT, check=True, capture_output=True)
    made = json.loads(target.read_text())
    named = {part["name"].lower() for part in made["components"]}
    assert made["bomFormat"] == "CycloneDX"
    assert {"django", "wagtail", "redis", "django-storages"} <= named
    assert all(part["version"] for part in made["components"])


def commands(name: str) -> str:
    return re.search(rf"<!-- signed: {name} -->\n\n```sh\n(.*?)```", RELEASING.read_text(), re.DOTALL)[1]


@pytest.fixture
def release(tmp_path):
    """A repository with one commit, a release key, and who may sign with it; the environment of the recipe."""

    def run(*words: str) -> None:
        subprocess.run(words, cwd=tmp_path / "portal", check=True, capture_output=True)

    (tmp_path / "portal" / "var").mkdir(parents=True)
    (tmp_path / "portal" / "var" / "sbom.json").write_text("{}")
    (tmp_path / "portal" / "README.md").write_text("The portal\n")
    run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(tmp_path / "key"))
    (tmp_path / "signers").write_text(f"releases@operator.example {(tmp_path / 'key.pub').read_text()}")
    run("git", "init", "-q")
    for setting, value in (("user.name", "Release"), ("user.email", "releases@operator.example")):
        run("git", "config", setting, value)
    run("git", "add", "README.md")
    run("git", "commit", "-q", "-m", "Begin")
    return tmp_path, {
        "KEY": str(tmp_path / "key"), "RELEASE": "1.0.0", "SIGNERS": str(tmp_path / "signers"),
        "SIGNER": "releases@operator.example",
    }  # fmt: skip


def carry_out(name: str, release) -> subprocess.CompletedProcess[str]:
    folder, variables = release
    environment = variables | {"PATH": "/usr/bin:/bin", "HOME": str(folder)}
    return subprocess.run(
        ["sh", "-e", "-c", commands(name)], cwd=folder / "portal", env=environment, capture_output=True, text=True,
        check=False,
    )  # fmt: skip


def test_a_release_that_was_made_as_the_recipe_says_is_verified_as_it_says(release):
    for name in ("release", "verify"):
        done = carry_out(name, release)
        assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("part", ["portal-1.0.0.tar.gz", "portal-1.0.0.cdx.json", "portal-1.0.0.sha256"])
def test_a_part_that_was_changed_afterwards_is_refused(release, part):
    assert carry_out("release", release).returncode == 0
    path = release[0] / "portal" / "dist" / part
    path.write_bytes(path.read_bytes() + b"\n")
    assert carry_out("verify", release).returncode != 0


def test_a_release_of_somebody_else_is_refused(release):
    assert carry_out("release", release).returncode == 0
    folder = release[0]
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / "other")], check=True)
    (folder / "signers").write_text(f"releases@operator.example {(folder / 'other.pub').read_text()}")
    assert carry_out("verify", release).returncode != 0
