"""Actions in words. An app says its own in actions.py:

ACTIONS = {"statements.version.signed": (_("Statement signed"), _("signed {object}"))}

The first is a name for lists, the second follows the person's name. It may use {object} and the facts in the detail.
"""

from collections.abc import Mapping
from functools import cache
from importlib import import_module

from django.apps import apps
from django.utils.module_loading import module_has_submodule

from portal.history.models import Entry

type Words = tuple[str, str]


class _Facts(dict):
    """What a sentence may name; a fact that an old entry lacks reads as nothing."""

    def __missing__(self, key: str) -> str:
        return ""


@cache
def actions() -> Mapping[str, Words]:
    """The words of every action, collected from the installed apps."""
    words: dict[str, Words] = {}
    for app in apps.get_app_configs():
        if module_has_submodule(app.module, "actions"):
            words |= getattr(import_module(f"{app.name}.actions"), "ACTIONS", {})
    return words


def name(action: str) -> str:
    """ "Statement signed"; for an action that nobody named, its own words."""
    if action in actions():
        return str(actions()[action][0])
    return " ".join(action.split(".")[1:]).replace("_", " ").capitalize()


def sentence(entry: Entry) -> str:
    """What was done, to follow the name of who did it."""
    if entry.action not in actions():
        return f"{name(entry.action)}: {entry.object_label}" if entry.object_label else name(entry.action)
    facts = _Facts({**entry.detail, "object": entry.object_label})
    return str(actions()[entry.action][1]).format_map(facts)
