"""What a business's own people learned in the year, by group, offers: the training area, and a measure.

The figures are those of the team's page. Counts of one's own staff who took a course point at nobody who was harmed,
so small ones are told too.
"""

from collections.abc import Iterator
from datetime import date

from compliance.organisations.rules.training import CourseCompletions, summarise_training
from compliance.statements.choices import EvidenceKind
from compliance.statements.evidence.rules.register_snapshot import Period, RegisterSnapshot
from compliance.statements.evidence.rules.suggestion import Figure, Row, Suggestion


def suggest_staff_training(held: RegisterSnapshot, period: Period) -> Iterator[Suggestion]:
    """Suggest how many people completed which courses, each person once, and the groups as answers."""
    every, groups = summarise_training(held.courses, first=period.first, last=period.last)
    if not every.people:
        return
    numbers = {
        "people": every.people,
        "groups": [[group, course_group.people] for group, course_group in groups.items()],
        "courses": list(every.courses),
        "minutes": every.minutes,
    }
    # "Other" asks for words of a person, so it is not ticked for them.
    targets = {"training_targets": [group for group in groups if group != "other"]}
    rows = _rows(held, period)
    yield Suggestion(EvidenceKind.STAFF_TRAINING, "trn1_numbers", numbers, rows, answers=_drop_empty(targets))


def get_staff_training_figure(held: RegisterSnapshot, period: Period) -> Iterator[Suggestion]:
    every, _groups = summarise_training(held.courses, first=period.first, last=period.last)
    if every.people:
        yield Suggestion(
            EvidenceKind.TRAINED_PEOPLE,
            "mon1_kpis",
            {"people": every.people},
            _rows(held, period),
            figure=Figure("trained_people", str(every.people)),
        )


def _rows(held: RegisterSnapshot, period: Period) -> list[Row]:
    completed = [(course, len(course.completed(period.first, period.last))) for course in held.courses]
    return [_row(course, people, period.last) for course, people in completed if people]


def _row(course: CourseCompletions, people: int, last: date) -> Row:
    """Numbers only: nothing that is kept with a statement names a person."""
    values = {"training_group": course.group, "completed": people, "meant": max(people, course.get_meant(last))}
    if asked := course.get_asked(last):
        return Row("training", asked, course.course, values)
    return Row("course", f"{course.group}: {course.course}", course.course, values)


def _drop_empty(answers: dict[str, list[str]]) -> dict[str, list[str]]:
    return {question: codes for question, codes in answers.items() if codes}
