"""The names that a case knows, to warn a handler who is about to write one to a reporter. They are shown to nobody.

The warning says only what the handler has typed.
"""

from collections.abc import Iterator

from compliance.casework.models import Case, Exploiter, PersonGroup
from compliance.casework.rules.messages import names_told
from compliance.casework.services import tellers, telling, whole
from compliance.casework.services.keys import Keys


def known(case: Case, keys: Keys) -> set[str]:
    """Of people affected, of who may be responsible, of those who told us; also where they stand in a description."""
    return {name for name in _all(case, keys) if name}


def _all(case: Case, keys: Keys) -> Iterator[str]:
    yield from (teller.details.get("name", "") for teller in tellers.tellers(case, keys))
    for person in telling.persons(case):
        yield from (str(said) for field, said in keys.facts(person, "details").items() if "name" in field)
    for exploiter in whole.read(Exploiter.objects, case):
        said = keys.facts(exploiter, "description")
        yield str(said.get("name") or "")
        yield from names_told(str(said.get("description") or ""))
    for group in whole.read(PersonGroup.objects, case):
        yield from names_told(keys.read(group, "description"))
    yield from names_told(telling.account(case, keys))
