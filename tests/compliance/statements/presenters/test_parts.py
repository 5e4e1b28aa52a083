"""What readers of a statement are shown: its text, and in an appendix what the organisation answered beside it."""

import pytest
from django.template.loader import render_to_string

from compliance.statements.presenters.parts import build_appendix, parts


def content(**answers):
    return {
        "organisation": {"name": "Example Goods Limited"},
        "answers": {
            "statement_kind": "steps_taken",
            "period_start": "2025-04-01",
            "period_end": "2026-03-31",
            **answers,
        },
    }


@pytest.mark.parametrize("status", ["not_covered", "", None])
def test_no_table_says_that_the_text_lacks_something(status):
    given = content(narrative_risk="<p>We looked at our risks.</p>") | {
        "disclosures": {"rsk1_method": {"status": status}}
    }
    assert build_appendix(given) is None


def test_answers_stand_in_the_appendix_with_their_details():
    given = content() | {
        "disclosures": {
            "rsk1_method": {"status": "covered"},
            "rsk1_steps": {"status": "planned", "text": "From April"},
            "rsk1_priority": {"status": "not_covered", "text": "Nobody asked"},
        }
    }
    (table,) = build_appendix(given).tables
    assert [row[1:] for row in table.rows] == [
        ("Covered in this statement", ""),
        ("Planned for a later year", "From April"),
    ]
    page = render_to_string("register/_parts.html", {"parts": parts(given), "appendix": build_appendix(given)})
    assert page.index("Appendix: answers by topic") < page.index("<details") < page.index("From April")
    assert "Nobody asked" not in page


def test_a_topic_with_a_text_is_never_said_to_be_left_out():
    without_text = content(area_training=False, area_training_note="We start next year")
    with_text = content(area_training=False, narrative_training="<p>We trained 12 buyers.</p>")
    assert [part.left_out for part in parts(without_text)] == ["We start next year"]
    assert [part.left_out for part in parts(with_text)] == [None]
