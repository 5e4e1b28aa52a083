"""What a business's own people learned, as evidence: from plain rows to suggestions."""

from datetime import date

from compliance.organisations.rules.training import CourseCompletions
from compliance.statements.choices import EvidenceKind
from compliance.statements.evidence.labels import get_row_count, get_row_label
from compliance.statements.evidence.rules.register_snapshot import Period, RegisterSnapshot
from compliance.statements.evidence.rules.suggest import make_suggestions
from compliance.statements.evidence.sentences import write_sentence

TODAY = date(2026, 11, 24)
PERIOD = Period(date(2025, 4, 1), date(2026, 3, 31))


def course(
    number: int, *people: tuple[str, date], group: str = "procurement", title: str = "Signs"
) -> CourseCompletions:
    return CourseCompletions(title, group, 45, 4, people, asked=f"t{number}" if number else "")


IN_YEAR, BEFORE = date(2025, 9, 1), date(2025, 3, 31)


def test_people_who_completed_a_course_in_the_year_are_counted_once_and_by_group():
    held = RegisterSnapshot(
        courses=[
            course(1, ("m1", IN_YEAR), ("m2", IN_YEAR), ("m3", BEFORE)),
            course(2, ("m1", IN_YEAR), group="executives", title="Board"),
            # The same course, asked for a second time.
            course(3, ("m1", IN_YEAR), ("m1", IN_YEAR), group="executives"),
            course(4, ("m4", BEFORE), group="other"),
        ]
    )
    (one,) = make_suggestions("training", held, PERIOD, today=TODAY, sees_all=False)
    assert (one.kind, one.disclosure) == (EvidenceKind.STAFF_TRAINING, "trn1_numbers")
    assert one.numbers == {
        "people": 2,
        "groups": [["executives", 1], ["procurement", 2]],
        "courses": ["Board", "Signs"],
        "minutes": 3 * 45,
    }
    assert one.answers == {"training_targets": ["executives", "procurement"]}
    assert [(row.id, row.values["completed"]) for row in one.rows] == [("t1", 2), ("t2", 1), ("t3", 1)]
    assert write_sentence(one, period=PERIOD, today=TODAY) == (
        "Between 1 April 2025 and 31 March 2026, 2 of our own people completed training on modern slavery, with a test "
        "at the end. By group: Executive-level staff: 1; Procurement staff: 2. Courses: “Board” and “Signs”, 2.25 "
        "hours in all."
    )


def test_nothing_that_is_kept_of_training_names_a_person():
    (one,) = make_suggestions(
        "training", RegisterSnapshot(courses=[course(1, ("m1", IN_YEAR))]), PERIOD, today=TODAY, sees_all=True
    )
    assert "m1" not in repr((one.numbers, one.rows, one.answers))


def test_others_are_counted_and_not_ticked():
    held = RegisterSnapshot(courses=[course(1, ("m1", IN_YEAR), group="other")])
    (one,) = make_suggestions("training", held, PERIOD, today=TODAY, sees_all=False)
    assert (one.numbers["people"], one.answers) == (1, {})


def test_a_year_without_a_completed_course_offers_none():
    held = RegisterSnapshot(courses=[course(1, ("m1", BEFORE)), course(2)])
    for section in ("training", "monitoring"):
        assert make_suggestions(section, held, PERIOD, today=TODAY, sees_all=False) == []


def test_the_measure_counts_each_person_once():
    held = RegisterSnapshot(courses=[course(1, ("m1", IN_YEAR)), course(2, ("m1", IN_YEAR), ("m2", IN_YEAR))])
    (one,) = make_suggestions("monitoring", held, PERIOD, today=TODAY, sees_all=False)
    assert (one.figure.code, one.figure.value) == ("trained_people", "2")


def test_a_course_that_nobody_was_asked_for_is_a_row_of_its_own():
    held = RegisterSnapshot(courses=[course(1, ("m1", IN_YEAR)), course(0, ("m1", IN_YEAR), title="Board")])
    (one,) = make_suggestions("training", held, PERIOD, today=TODAY, sees_all=False)
    assert [(row.type, row.id) for row in one.rows] == [("training", "t1"), ("course", "procurement: Board")]
    assert [get_row_label(row) for row in one.rows] == ["Course Signs", "Course Board"]
    assert get_row_count("course", 1) == "1 course taken without being assigned"
