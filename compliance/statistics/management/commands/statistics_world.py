"""statistics_world --seed N --months 24 --out FILE: an invented world with what would be published of it, as JSON.

Nothing of it touches the database. Others check disclosure control with tools of their own: each cell has what is
published beside the exact count.
"""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from compliance.statistics.rule_sets import get_rule_set
from compliance.statistics.rules.guarded import MIN_SHOWN
from compliance.statistics.rules.periods import Kind
from compliance.statistics.rules.world import SpecsByKind, make_world, write_world

MAX_MONTHS = 120


class Command(BaseCommand):
    help = "Write an invented world of figures, and what would be published from it, to check disclosure control."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--seed", type=int, required=True, help="the same seed makes the same world")
        parser.add_argument("--months", type=int, default=24, choices=range(1, MAX_MONTHS + 1), metavar="N")
        parser.add_argument("--out", type=Path, required=True, help="the file to write")

    # Any: Django's own signature.
    def handle(self, *, seed: int, months: int, out: Path, **_options: Any) -> None:
        world = make_world(seed, months, list_specs())
        out.write_text(json.dumps(write_world(world, threshold=MIN_SHOWN)))
        self.stdout.write(f"{len(world.releases)} releases of seed {seed} are in {out}.")


def list_specs() -> SpecsByKind:
    """Return the tables of each kind of release, as the current rule set has them."""
    rules = get_rule_set()
    return {kind: [rules.get_spec(table) for table in rules.get_tables(kind)] for kind in Kind}
