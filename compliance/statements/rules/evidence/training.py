"""What a business's own people learned in the year, by group, offers: the training area, and a measure.

Counts of one's own staff who took a course point at nobody who was harmed, so small ones are told too.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from compliance.statements.choices import EvidenceKind
from compliance.statements.rules.evidence.held import CourseHeld, Held, Period
from compliance.statements.rules.evidence.suggestion import Figure, Row, Suggestion


def of_own_people(held: Held, period: Period) -> Iterator[Suggestion]:
    """How many completed which courses, each person once, and the groups as answers to the registry's question."""
    done = _done(held.courses, period)
    if not done:
        return
    groups: dict[str, set[str]] = defaultdict(set)
    for course, people in done:
        groups[course.group] |= people
    # A person who was asked twice for one course took it once.
    taken = {(course.course, person): course.minutes for course, people in done for person in people}
    numbers = {
        "people": len({person for _course, person in taken}),
        "groups": [[group, len(groups[group])] for group in sorted(groups)],
        "courses": sorted({course.course for course, _people in done}),
        "minutes": sum(taken.values()),
    }
    # "Other" asks for words of a person, so it is not ticked for them.
    targets = {"training_targets": [group for group in sorted(groups) if group != "other"]}
    rows = [_row(course, people) for course, people in done]
    yield Suggestion(EvidenceKind.STAFF_TRAINING, "trn1_numbers", numbers, rows, answers=_told(targets))


def figure_of_own_people(held: Held, period: Period) -> Iterator[Suggestion]:
    done = _done(held.courses, period)
    trained = {person for _course, people in done for person in people}
    if trained:
        yield Suggestion(
            EvidenceKind.TRAINED_PEOPLE,
            "mon1_kpis",
            {"people": len(trained)},
            [_row(course, people) for course, people in done],
            figure=Figure("trained_people", str(len(trained))),
        )


def _done(courses: Sequence[CourseHeld], period: Period) -> list[tuple[CourseHeld, set[str]]]:
    found = [(one, {person for person, day in one.people if day in period}) for one in courses]
    return [(one, people) for one, people in found if people]


def _row(course: CourseHeld, people: set[str]) -> Row:
    """Numbers only: nothing that is kept with a statement names a person."""
    values = {"training_group": course.group, "completed": len(people), "meant": course.meant}
    return Row("training", course.id, course.course, values)


def _told(answers: dict[str, list[str]]) -> dict[str, list[str]]:
    return {question: given for question, given in answers.items() if given}
