"""Statutes and bases that may allow sharing, by nation, with the day on which somebody checks the list again.

See docs/requirements/helpline.md#sharing-agreements.
"""

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

PATH = Path(__file__).parent / "data" / "gateways.json"


@dataclass(frozen=True)
class Gateway:
    """nations: codes of the helpline's list. recipients: with whom it allows sharing, in words."""

    code: str
    nations: tuple[str, ...]
    title: str
    provision: str
    recipients: str
    note: str = ""


@dataclass(frozen=True)
class GatewayList:
    reviewed_on: date
    review_due_on: date
    gateways: dict[str, Gateway]

    def is_review_due(self, today: date) -> bool:
        return today >= self.review_due_on


@cache
def get_gateways() -> GatewayList:
    data = json.loads(PATH.read_text())
    return GatewayList(
        date.fromisoformat(data["reviewed_on"]),
        date.fromisoformat(data["review_due_on"]),
        {
            row["code"]: Gateway(
                row["code"], tuple(row["nations"]), row["title"], row["provision"], row["with"], row.get("note", "")
            )
            for row in data["gateways"]
        },
    )
