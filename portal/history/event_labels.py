"""Labels of actions. An app lists its own in audit_events.py:

ACTIONS = {"statements.version.signed": (_("Statement signed"), _("signed {object}"))}

The first is a name for lists, the second follows the person's name. It may use {object} and the facts in the detail.
Facts that an app keeps as codes it may say in words as well: FACTS = {"section": title_of}.
Acts that would tell whoever did them of something that is kept from them are left out of their own log:
UNTOLD = {"casework.case.refused": {}}.
"""

from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from typing import Any

from django.apps import apps
from django.utils.module_loading import module_has_submodule

from portal.history.models import Entry

type Words = tuple[str, str]


class _Facts(dict):
    """What a sentence may name; a fact that an old entry lacks reads as nothing."""

    def __missing__(self, key: str) -> str:
        return ""


@cache
def get_action_labels() -> Mapping[str, Words]:
    """Return the labels of every action, collected from the installed apps."""
    return {action: words for labels in _collect("ACTIONS").values() for action, words in labels.items()}


@cache
def get_hidden_actions() -> frozenset[str]:
    """Return the actions that are not shown to whoever did them, collected from the installed apps."""
    return frozenset(action for labels in _collect("UNTOLD").values() for action in labels)


@cache
def _collect(name: str) -> Mapping[str, Mapping[str, Any]]:
    """Return what each app's audit_events.py holds under a name, by the app's label."""
    return {
        app.label: getattr(import_module(f"{app.name}.audit_events"), name, {})
        for app in apps.get_app_configs()
        if module_has_submodule(app.module, "audit_events")
    }


def _label_facts(entry: Entry) -> Mapping[str, Any]:
    """Return the detail with codes as labels, where the app that wrote them says how."""
    app = next((label for label, actions in _collect("ACTIONS").items() if entry.action in actions), "")
    in_words: Mapping[str, Callable[[Any], Any]] = _collect("FACTS").get(app, {})
    return {key: in_words[key](value) if key in in_words else value for key, value in entry.detail.items()}


def get_action_name(action: str) -> str:
    """Return a name such as "Statement signed"; for an action that nobody named, its own words."""
    if action in get_action_labels():
        return str(get_action_labels()[action][0])
    return " ".join(action.split(".")[1:]).replace("_", " ").capitalize()


def get_entry_sentence(entry: Entry) -> str:
    """Return what was done, to follow the name of who did it."""
    if entry.action not in get_action_labels():
        return (
            f"{get_action_name(entry.action)}: {entry.object_label}"
            if entry.object_label
            else get_action_name(entry.action)
        )
    facts = _Facts({**_label_facts(entry), "object": entry.object_label})
    return str(get_action_labels()[entry.action][1]).format_map(facts)
