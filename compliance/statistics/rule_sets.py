"""The versions of the rules of counting, as files of data/. A release keeps the version that it was made with."""

import json
from functools import cache
from pathlib import Path

from compliance.statistics.rules.rule_set import RuleSet, parse_rule_set

LATEST_VERSION = 1
_DATA = Path(__file__).parent / "data"


@cache
def get_rule_set(version: int = LATEST_VERSION) -> RuleSet:
    """Return a version of the rules. Raises FileNotFoundError where there is none of that number."""
    return parse_rule_set(json.loads((_DATA / f"rule_set_{version}.json").read_text()))
