"""Many write at once: one chain, no forks."""

import threading

import pytest
from django.db import connection, transaction

from portal.history.models import Entry
from portal.history.services import record
from portal.history.verification import verify_log
from tests.factories.organisations import OrganisationFactory

pytestmark = pytest.mark.django_db(transaction=True)

THREADS, EACH = 8, 10


def at_once(act) -> None:
    """Run act(thread number) in threads of their own, with connections of their own."""
    problems = []
    ready = threading.Barrier(THREADS)

    def run(number: int) -> None:
        try:
            ready.wait()
            act(number)
        except Exception as error:
            problems.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not problems


def test_writers_at_once_make_one_chain():
    organisation = OrganisationFactory()

    def act(number: int) -> None:
        for turn in range(EACH):
            with transaction.atomic():
                record("system", "tests.thing.done", data={"n": number}, scope=organisation.uuid if turn % 2 else None)

    at_once(act)
    assert Entry.objects.count() == THREADS * EACH
    assert verify_log().is_whole
    numbers = Entry.objects.for_scope(organisation.uuid).order_by("seq").values_list("scope_seq", flat=True)
    assert list(numbers) == list(range(1, THREADS * EACH // 2 + 1))
