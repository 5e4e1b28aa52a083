"""Words of figures in templates."""

from django import template

from compliance.statistics import labels
from compliance.statistics.rules.periods import Period

register = template.Library()


@register.filter
def period_label(period: Period) -> str:
    """Write March 2026, January to March 2026, or 2026."""
    return labels.label_period(period)
