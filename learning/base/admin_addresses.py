"""Addresses of the editors' pages of what is reviewed: a page of the tree, or a course."""

from typing import Any

from django.urls import reverse
from wagtail.models import Page


def get_edit_address(thing: Any) -> str:
    """Return the address where it is edited."""
    return reverse(_name(thing, "edit"), args=[thing.pk])


def get_draft_address(thing: Any, revision: int) -> str:
    """Return the address that shows the revision as readers will see it."""
    return reverse(_name(thing, "revisions_view"), args=[thing.pk, revision])


def get_comparison_address(thing: Any, revision: int) -> str:
    """Return the address that compares the revision with what is public."""
    return reverse(_name(thing, "revisions_compare"), args=[thing.pk, "live", revision])


def _name(thing: Any, view: str) -> str:
    if isinstance(thing, Page):
        return f"wagtailadmin_pages:{view}"
    return f"wagtailsnippets_{thing._meta.app_label}_{thing._meta.model_name}:{view}"
