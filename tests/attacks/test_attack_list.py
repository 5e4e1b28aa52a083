"""The list of attacks and the tests that carry them out hold the same ids."""

import ast
import re
from collections import Counter
from pathlib import Path

from tests.attacks.attack_list import ATTACKS

FAMILIES = {"AC": 14, "RP": 14, "UP": 28, "IN": 12, "PF": 8, "AU": 12, "BL": 12, "AV": 8}
NAME = re.compile(r"test_([a-z]{2}\d{2})_\w+")


def carried_out() -> Counter[str]:
    """How many tests there are of each id."""
    modules = [ast.parse(path.read_text()) for path in Path(__file__).parent.glob("test_*.py")]
    functions = [node.name for module in modules for node in module.body if isinstance(node, ast.FunctionDef)]
    return Counter(found[1].upper() for name in functions if (found := NAME.fullmatch(name)))


def test_the_list_has_every_attack_of_every_family():
    assert list(ATTACKS) == [
        f"{family}{number:02d}" for family, many in FAMILIES.items() for number in range(1, many + 1)
    ]


def test_every_attack_is_carried_out():
    assert set(carried_out()) == set(ATTACKS)
