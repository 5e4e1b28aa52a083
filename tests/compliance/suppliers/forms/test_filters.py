"""What is kept of the forms over the list of suppliers is what would be drawn now."""

import pytest
from django.utils import translation

from compliance.suppliers.forms.filters import draw_column_boxes
from compliance.suppliers.labels.columns import COLUMN_LABELS, DEFAULT_COLUMNS

CHOICES = [DEFAULT_COLUMNS, ("country",), ("reference", "number"), tuple(COLUMN_LABELS)]


@pytest.mark.parametrize("language", ["en-gb", "cy"])
@pytest.mark.parametrize("columns", CHOICES)
def test_the_boxes_of_columns_are_those_that_would_be_drawn_now(columns, language):
    for other_language in ("en-gb", "cy"):
        with translation.override(other_language):
            for other in CHOICES:
                draw_column_boxes(*other)
    with translation.override(language):
        kept = draw_column_boxes(*columns)
        assert kept == draw_column_boxes.__wrapped__(*columns)
    assert kept.count(" checked") == len(columns)
    assert kept.count('type="checkbox"') == len(COLUMN_LABELS)
