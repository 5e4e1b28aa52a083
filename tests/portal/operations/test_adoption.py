"""What people sign is true of this repository: links lead somewhere, proofs exist, periods are those of the rules."""

import re
from pathlib import Path

import pytest

from compliance.data_protection import privacy_notice

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / "docs" / "adoption"
PAGES = sorted(FOLDER.glob("*.md"))
LINK = re.compile(r"\]\((?!http)([^)#]*)(?:#([\w-]+))?\)")
NAMED = re.compile(r"`((?:tests|compliance|portal|learning|deploy)/[\w/.-]+)`")


def anchors(page: Path) -> set[str]:
    text = page.read_text()
    headings = re.findall(r"^#+ (?!<a)(.+)$", text, re.M)
    slugs = {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
    return slugs | set(re.findall(r'<a id="([\w-]+)">', text))


def table(page: str, heading: str) -> list[list[str]]:
    """The rows of the first table below a heading, without its head."""
    section = (FOLDER / page).read_text().partition(f"## {heading}\n")[2].partition("\n## ")[0]
    rows = [line.strip("| ").split(" | ") for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row] for row in rows[2:]]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_each_link_leads_to_a_page_and_a_heading(page):
    for target, anchor in LINK.findall(page.read_text()):
        path = (page.parent / target).resolve() if target else page
        assert path.exists(), target
        assert not anchor or anchor in anchors(path), f"{target}#{anchor}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_each_proof_that_is_named_exists(page):
    missing = [name for name in NAMED.findall(page.read_text()) if not (ROOT / name).exists()]
    assert missing == []


def test_the_pack_lists_its_pages():
    listed = set(re.findall(r"\]\(([\w-]+\.md)\)", (FOLDER / "README.md").read_text()))
    assert listed == {page.name for page in PAGES} - {"README.md"}


def test_the_periods_to_be_signed_are_those_by_which_the_portal_deletes():
    assert table("dpia.md", "4. How long") == [
        [str(row.kept), str(row.period)] for row in privacy_notice.get_retention_rows()
    ]


def test_the_bases_to_be_signed_are_those_by_which_the_portal_discloses():
    assert table("dpia.md", "3. Why it is lawful") == [
        [str(row.use), str(row.basis), str(row.condition)] for row in privacy_notice.get_lawful_basis_rows()
    ]
