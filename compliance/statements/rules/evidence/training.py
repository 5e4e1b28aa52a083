"""What a business's own people learned in the year, by group, offers: the training area, and a measure.

The figures are those of the team's page. Counts of one's own staff who took a course point at nobody who was harmed,
so small ones are told too.
"""

from collections.abc import Iterator

from compliance.organisations.rules.training import Taken, learned
from compliance.statements.choices import EvidenceKind
from compliance.statements.rules.evidence.held import Held, Period
from compliance.statements.rules.evidence.suggestion import Figure, Row, Suggestion


def of_own_people(held: Held, period: Period) -> Iterator[Suggestion]:
    """How many completed which courses, each person once, and the groups as answers to the registry's question."""
    every, groups = learned(held.courses, first=period.first, last=period.last)
    if not every.people:
        return
    numbers = {
        "people": every.people,
        "groups": [[group, one.people] for group, one in groups.items()],
        "courses": list(every.courses),
        "minutes": every.minutes,
    }
    # "Other" asks for words of a person, so it is not ticked for them.
    targets = {"training_targets": [group for group in groups if group != "other"]}
    rows = _rows(held, period)
    yield Suggestion(EvidenceKind.STAFF_TRAINING, "trn1_numbers", numbers, rows, answers=_told(targets))


def figure_of_own_people(held: Held, period: Period) -> Iterator[Suggestion]:
    every, _groups = learned(held.courses, first=period.first, last=period.last)
    if every.people:
        yield Suggestion(
            EvidenceKind.TRAINED_PEOPLE,
            "mon1_kpis",
            {"people": every.people},
            _rows(held, period),
            figure=Figure("trained_people", str(every.people)),
        )


def _rows(held: Held, period: Period) -> list[Row]:
    found = [(one, len(one.completed(period.first, period.last))) for one in held.courses]
    return [_row(one, people) for one, people in found if people]


def _row(one: Taken, people: int) -> Row:
    """Numbers only: nothing that is kept with a statement names a person."""
    values = {"training_group": one.group, "completed": people, "meant": one.meant}
    if one.asked:
        return Row("training", one.asked, one.course, values)
    return Row("course", f"{one.group}: {one.course}", one.course, values)


def _told(answers: dict[str, list[str]]) -> dict[str, list[str]]:
    return {question: given for question, given in answers.items() if given}
