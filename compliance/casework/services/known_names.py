"""The names that a case knows, to warn a handler who is about to write one to a reporter. They are shown to nobody.

The warning says only what the handler has typed.
"""

from collections.abc import Iterator

from compliance.casework.models import Case, Exploiter, PersonGroup
from compliance.casework.rules.messages import find_described_names
from compliance.casework.selectors import tellers
from compliance.casework.services import merged_cases
from compliance.casework.services.case_keys import Keys


def get_known_names(case: Case, keys: Keys) -> set[str]:
    """Return the names of people affected, of who may be responsible, of who told us; also those in a description."""
    return {name for name in _all(case, keys) if name}


def _all(case: Case, keys: Keys) -> Iterator[str]:
    yield from (teller.details.get("name", "") for teller in tellers.get_tellers(case, keys))
    for person in tellers.get_person_identities(case):
        yield from (str(value) for field, value in keys.facts(person, "details").items() if "name" in field)
    for exploiter in merged_cases.read_rows(Exploiter.objects, case):
        facts = keys.facts(exploiter, "description")
        yield str(facts.get("name") or "")
        yield from find_described_names(str(facts.get("description") or ""))
    for group in merged_cases.read_rows(PersonGroup.objects, case):
        yield from find_described_names(keys.read(group, "description"))
    yield from find_described_names(tellers.get_account(case, keys))
