"""How soon at which level: the vocabulary's proposals, or what settings.CASE_TARGETS says instead.

See docs/requirements/helpline.md#levels.
"""

from collections.abc import Mapping
from dataclasses import asdict

from django.conf import settings

from compliance.concerns.rules.deadlines import Span, Targets
from portal.reference import helpline


def get_targets(level: str) -> Targets:
    """settings.CASE_TARGETS: {"p1": {"first_action": {"minutes": 10}, "referral": {"minutes": 20}}}."""
    proposed = helpline.get_targets(level)
    minutes = settings.CASE_TARGETS.get(level, {})
    return Targets(
        first_action=_span(minutes.get("first_action", asdict(proposed.first_action))),
        referral=_span(minutes.get("referral", asdict(proposed.referral))),
    )


def _span(target: Mapping[str, int | None]) -> Span:
    return Span(**{name: value for name, value in target.items() if value})
