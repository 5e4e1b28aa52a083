"""How many people cases may be about, from coded facts alone: it needs no unlocked desk."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from compliance.casework.choices import Direction
from compliance.casework.models import Case, Contact, PersonGroup
from compliance.casework.rules.people_counts import Described, PeopleCount, count_people
from compliance.casework.services import whole

# Somebody who told us of themselves, in whichever of the three answers they said it.
TOLD_OF_THEMSELVES = (
    Q(reporter_type="potential_victim") | Q(reporter_proximity="self") | Q(purpose="seeking_help_self")
) & Q(direction=Direction.IN)
# For Case.objects.annotate. A merge moves contacts to the case that goes on.
INCLUDES_TELLER = Exists(Contact.objects.filter(TOLD_OF_THEMSELVES, case=OuterRef("pk")))


def count_people_of_case(case: Case) -> PeopleCount:
    """Return the count over the case and all that was merged into it."""
    groups = whole.of(PersonGroup.objects, case).values_list("count_mode", "count_min", "count_max")
    told = whole.of(Contact.objects.filter(TOLD_OF_THEMSELVES), case).exists()
    return count_people((Described(*group) for group in groups), includes_teller=told)


def count_people_by_case(
    groups: Iterable[tuple[UUID, str, int | None, int | None]], *, includes_teller: dict[UUID, bool]
) -> dict[UUID, PeopleCount]:
    """Return the count of each case in `includes_teller`.

    groups: the case that goes on, and the group's mode, lower and higher number.
    """
    described: dict[UUID, list[Described]] = defaultdict(list)
    for case, mode, least, most in groups:
        described[case].append(Described(mode, least, most))
    return {case: count_people(described[case], includes_teller=told) for case, told in includes_teller.items()}
