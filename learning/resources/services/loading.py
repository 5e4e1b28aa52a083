"""Loads our own texts (content/) into the page tree: those that are missing are made, and what editors did stays.

A page counts as editors' own as soon as a person saved a draft of it, moved it, took it down or changed who may see it.
"""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from django.db import transaction
from wagtail.models import Locale, PageLogEntry

from learning.base.citations import get_known_sources
from learning.base.rules.front_matter import Page, read_page
from learning.resources.models import GuidancePage, LoadedPage
from portal.accounts.models import User
from portal.core.types import JsonObject

CONTENT = Path(__file__).resolve().parents[1] / "content"
# What a page's head may say besides title and summary, as columns of the page.
COLUMNS = ("audience", "topic", "sector", "nations")
CHECKED_ON = date(2026, 11, 28)


@dataclass
class LoadReport:
    """Slugs: pages that were made, those brought to a newer edition, and those that are editors' own now."""

    made: list[str] = field(default_factory=list)
    renewed: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


def get_next_check(checked_on: date) -> date:
    """Return the day by which a text is checked again: a year later."""
    return checked_on.replace(year=checked_on.year + 1)


def read_texts(folder: Path = CONTENT) -> dict[str, Page]:
    """Return our texts by slug, in the order in which the tree shows them."""
    known = get_known_sources()
    pages = {path.stem: read_page(path.read_text(), known) for path in sorted(folder.glob("*.md"))}
    return dict(sorted(pages.items(), key=lambda item: int(item[1].head["order"])))


@transaction.atomic
def load_guidance(*, at: datetime, owner: User | None = None, folder: Path = CONTENT) -> LoadReport:
    """Load the texts. A second time nothing is left to do. Raises GuidancePage.DoesNotExist where there is no
    /guidance/.

    owner: whom we ask to check the pages, where nobody is named yet.
    """
    root = GuidancePage.objects.get(depth=3, slug="guidance", locale=Locale.get_default())
    loaded, pages = LoadReport(), read_texts(folder)
    rows = {row.slug: row for row in LoadedPage.objects.select_related("page")}
    there: dict[str, GuidancePage] = {page.slug: page for page in GuidancePage.objects.child_of(root)}
    for slug, text in pages.items():
        if slug not in there and slug not in rows:
            # First the pages, then what is in them: a page may lead to one further down.
            page = GuidancePage(title=text.head["title"], slug=slug, summary=text.head["summary"], live=False)
            there[slug] = root.add_child(instance=page)
            loaded.made.append(slug)
            root.refresh_from_db()
    for slug, text in pages.items():
        _put(slug, text, there=there, row=rows.get(slug), loaded=loaded, at=at, owner=owner)
    if owner:
        _name_owner(owner)
    return loaded


def _put(
    slug: str,
    text: Page,
    *,
    there: dict[str, GuidancePage],
    row: LoadedPage | None,
    loaded: LoadReport,
    at: datetime,
    owner: User | None,
) -> None:
    fingerprint = _fingerprint(text)
    page = row.page if row else there[slug]
    if row and row.fingerprint == fingerprint:
        return
    if page is None or _is_editors_own(page):
        loaded.left.append(slug)
    else:
        if slug not in loaded.made:
            loaded.renewed.append(slug)
        _fill(page, text, there, owner)
    LoadedPage.objects.update_or_create(slug=slug, defaults={"page": page, "fingerprint": fingerprint, "loaded_at": at})


def _fill(page: GuidancePage, text: Page, there: dict[str, GuidancePage], owner: User | None) -> None:
    page.title = page.draft_title = text.head["title"]
    page.summary = page.search_description = text.head["summary"]
    for column in COLUMNS:
        setattr(page, column, text.head.get(column, ""))
    page.search_words = text.head.get("search", "")
    page.language = "en"
    page.looked_after_by = page.looked_after_by or owner
    page.checked_on = CHECKED_ON
    page.next_check_on = get_next_check(CHECKED_ON)
    page.body = json.dumps([_with_pages(block, there) for block in text.blocks])
    page.sources = json.dumps(text.sources)
    page.save_revision(log_action=False).publish(log_action=False)


def _name_owner(owner: User) -> None:
    """Name the owner of pages that were loaded before there was one; nothing is published again."""
    ours = LoadedPage.objects.exclude(page=None).values("page")
    for page in GuidancePage.objects.filter(pk__in=ours, looked_after_by=None).select_related("latest_revision"):
        page.looked_after_by = owner
        page.save(update_fields=["looked_after_by"])
        if page.latest_revision:
            page.latest_revision.content["looked_after_by"] = owner.pk
            page.latest_revision.save(update_fields=["content"])


def _with_pages(block: JsonObject, there: dict[str, GuidancePage]) -> JsonObject:
    if block["type"] != "related":
        return block
    return block | {"value": [there[slug].pk for slug in block["value"] if slug in there]}


def _is_editors_own(page: GuidancePage) -> bool:
    by_people = PageLogEntry.objects.filter(page=page.pk).exclude(user=None)
    return by_people.exists() or page.revisions.exclude(user=None).exists()


def _fingerprint(text: Page) -> str:
    content = json.dumps([text.head, text.blocks, text.sources], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()
