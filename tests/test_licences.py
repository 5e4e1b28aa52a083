"""Each package that a running portal brings has a licence that we may pass on, and one of our own list is told of."""

import json
import re
from importlib.metadata import metadata
from pathlib import Path

import pytest
from packaging.markers import Marker

ROOT = Path(__file__).resolve().parents[1]
ALLOWED = re.compile(
    r"\b(MIT|BSD|Apache|ISC|PSF|Python Software Foundation|MPL|Mozilla|LGPL|Lesser General Public|HPND|0BSD|Unlicense"
    r"|Zlib|CC0|Public Domain|MIT-CMU|Boost|OGL)\b",
    re.I,
)


def locked() -> list[str]:
    """The packages of the lock that this machine needs."""
    rows = re.finditer(r"^([\w.-]+)==\S+(?: ; (.*?))? \\$", (ROOT / "requirements.txt").read_text(), re.M)
    names = [row[1] for row in rows if row[2] is None or Marker(row[2]).evaluate()]
    assert len(names) > 50
    return names


def licence(name: str) -> str:
    facts = metadata(name)
    words = [facts.get("License-Expression") or "", (facts.get("License") or "")[:200]]
    words += [line for line in facts.get_all("Classifier") or [] if line.startswith("License")]
    return "; ".join(word for word in words if word)


@pytest.mark.parametrize("name", locked())
def test_each_package_may_be_passed_on(name):
    assert ALLOWED.search(licence(name)), licence(name)


def test_each_package_that_we_name_has_a_row():
    packages = (ROOT / "docs" / "licences.md").read_text().split("## Packages")[1].split("## Facts from elsewhere")[0]
    rows = set(re.findall(r"^\| `([\w./@-]+)` \|", packages, re.M))
    files = ("requirements.in", "requirements-build.in", "requirements-redis.in", "requirements-s3.in")
    named = {
        m[1].lower() for file in files for m in re.finditer(r"^([\w.-]+)(?:\[.*\])?==", (ROOT / file).read_text(), re.M)
    }
    named |= set(json.loads((ROOT / "package.json").read_text())["devDependencies"])
    assert named == {row.lower() for row in rows}
