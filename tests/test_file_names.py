"""A file name promises the same in every app: docs/architecture.md lists what each holds."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.test_architecture import name, sources

# Words under which nobody would search for what lay behind them, or which meant several things.
RETIRED = frozenset(
    [
        "apart",
        "asking",
        "boxes",
        "checking",
        "deciding",
        "doubles",
        "examining",
        "fence",
        "guards",
        "hanging",
        "held",
        "keeping",
        "kept",
        "leaving",
        "likeness",
        "listeners",
        "listing",
        "looking_up",
        "mails",
        "making",
        "moved",
        "nouns",
        "packed",
        "packing",
        "pausing",
        "phrases",
        "place_cards",
        "queueing",
        "reading",
        "receiving",
        "restoring",
        "retaining",
        "sealed",
        "sealing",
        "separated",
        "signs",
        "stamps",
        "stayed",
        "stretching",
        "sweeping",
        "taking",
        "talking",
        "telling",
        "told",
        "turns",
        "unbuilt",
        "unsaved",
        "visitors",
        "waking",
        "whole",
        "wording",
        "words",
        "working",
        "wraps",
        "written",
    ]
)
# What lies in a file of another name than its kind, and why.
ELSEWHERE = {
    "portal/accounts/roles.py": "the roles of staff, with the groups that hold them",
    "learning/base/blocks/cards.py": "the urgency that a block offers, beside the block",
}


def test_no_module_bears_a_retired_name():
    found = [name(path) for path in sources() if RETIRED & {*Path(name(path)).with_suffix("").parts}]
    assert not found


def classes(path: Path) -> Iterator[tuple[ast.ClassDef, list[str]]]:
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.ClassDef):
            yield node, [ast.unparse(base) for base in node.bases]


def lies_in(path: Path, kind: str) -> bool:
    """Whether the module is <kind>.py, <something>_<kind>.py or a part of the package <kind>."""
    return path.stem == kind or path.stem.endswith(f"_{kind}") or kind in path.parts


@pytest.mark.parametrize(
    ("kind", "base"),
    [
        ("choices", r"(Text|Integer)Choices$"),
        ("forms", r"(^|\.)(Model|Base)?Form$"),
        ("models", r"(^|\.)models\.Model$|^PublicIdModel$|^RandomIdModel$"),
    ],
)
def test_classes_lie_where_the_file_name_promises(kind, base):
    found = [
        f"{name(path)}: {node.name}"
        for path in sources()
        if not lies_in(path, kind) and name(path) not in ELSEWHERE
        for node, bases in classes(path)
        if any(re.search(base, one) for one in bases)
    ]
    assert not found


def test_receivers_lie_in_signals():
    found = [
        f"{name(path)}: {node.name}"
        for path in sources()
        if path.stem != "signals"
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef)
        and any(ast.unparse(decorator).startswith("receiver(") for decorator in node.decorator_list)
    ]
    assert not found


def test_events_and_triggers_are_found_by_their_promised_names():
    """History and the database's triggers are collected by these names: under another they would be lost in silence."""
    found = []
    for path in sources():
        text = path.read_text()
        if path.stem != "audit_events" and re.search(r'^ACTIONS\b.*= \{\n\s+"[a-z_]+\.[a-z_]+\.[a-z_]+":', text, re.M):
            found.append(f"{name(path)}: ACTIONS")
        if path.stem != "triggers" and re.search(r"^TRIGGERS\b.*=", text, re.M):
            found.append(f"{name(path)}: TRIGGERS")
    assert not found
