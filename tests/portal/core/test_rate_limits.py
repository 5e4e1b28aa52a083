"""How often one may do what costs much (docs/requirements/security.md#rate-limits)."""

import os
import re
import stat

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from compliance.organisations.choices import Role
from portal.core import rate_limits
from portal.core.visitor_counts import CountTable, get_source
from portal.files.services import receive
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.organisations import MembershipFactory
from tests.portal.files.test_services import pdf
from tests.support.processes import FORK, start_process

pytestmark = pytest.mark.django_db


def test_the_count_is_of_one_person_and_one_window(monkeypatch, settings):
    settings.LIMITS = {"export": (2, 60)}
    now = 1_000_000.0
    monkeypatch.setattr(rate_limits, "time", lambda: now)
    assert [rate_limits.count_and_get_wait("export", 1) for _ in range(3)] == [0, 0, 20]
    assert rate_limits.count_and_get_wait("export", 2) == 0
    now += 20
    assert rate_limits.count_and_get_wait("export", 1) == 0


def test_the_limits_are_those_of_the_specification(settings):
    wanted = {"export": (5, 3600), "upload": (30, 3600), "pdf": (10, 60), "search": (60, 60)}
    assert settings.LIMITS.items() >= wanted.items()
    assert settings.FILE_ROOM["organisation"][1] == 2 * 1024**3
    assert settings.ACCOUNT_RATE_LIMITS["signup"] == "5/h/ip"
    assert "5/10m/key" in settings.ACCOUNT_RATE_LIMITS["login_failed"]
    assert "3/h/key" in settings.ACCOUNT_RATE_LIMITS["reset_password"]


@pytest.mark.parametrize("name", ["activity.csv", "activity.json"])
def test_a_sixth_export_within_the_hour_waits_and_says_how_long(client, name):
    mine = MembershipFactory(role=Role.ADMINISTRATOR)
    sign_in(client, mine.user)
    address = f"/o/{mine.organisation.slug}/{name}"
    assert [client.get(address).status_code for _ in range(5)] == [200] * 5
    answer = client.get(address)
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 3600
    assert re.search(r"Try again in \d+ (minute|second)", answer.content.decode())
    assert client.get(f"/o/{mine.organisation.slug}/activity/").status_code == 200


def test_a_thirty_first_file_within_the_hour_is_refused_with_a_sentence(settings):
    person, scope = UserFactory(), MembershipFactory().organisation.uuid
    settings.LIMITS = {"upload": (1, 3600)}
    receive(SimpleUploadedFile("page.pdf", pdf()), scope=scope, by=person)
    with pytest.raises(rate_limits.OverLimit, match="Try again in"):
        receive(SimpleUploadedFile("page.pdf", pdf()), scope=scope, by=person)


def test_a_form_over_the_limit_comes_back_with_all_that_was_typed(client, settings):
    settings.LIMITS = {"upload": (0, 3600)}
    mine = MembershipFactory(role=Role.ADMINISTRATOR, organisation__confirmed_at=None)
    client.force_login(mine.user)
    sent = {"evidence": SimpleUploadedFile("page.pdf", pdf()), "note": "The letter of 3 March"}
    answer = client.post(f"/o/{mine.organisation.slug}/confirm/evidence/", sent)
    assert (answer.status_code, int(answer.headers["Retry-After"]) > 0) == (429, True)
    assert "The letter of 3 March" in answer.content.decode() and "Try again in" in answer.content.decode()


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(1, "Try again in 1 second."), (59, "Try again in 59 seconds."), (60, "Try again in 1 minute."),
     (61, "Try again in 2 minutes."), (3600, "Try again in 60 minutes.")],
)  # fmt: skip
def test_the_time_to_wait_is_never_said_too_short(seconds, words):
    assert rate_limits.describe_wait(seconds) == words


# --- Visitors whom nobody knows -------------------------------------------------------------------------------------


def visitor(address):
    return RequestFactory().get("/", REMOTE_ADDR=address)


@pytest.mark.parametrize(
    ("address", "network"),
    [("192.0.2.77", "192.0.2.0/24"), ("2001:db8:1:2::3", "2001:db8:1::/48"), ("::ffff:192.0.2.77", "192.0.2.0/24"),
     ("", ""), ("nonsense", "")],
)  # fmt: skip
def test_a_source_is_a_network_and_not_an_address(address, network):
    assert get_source(visitor(address)) == network


def test_visitors_are_counted_by_network_act_and_window_without_a_query(
    monkeypatch, settings, django_assert_num_queries
):
    settings.LIMITS = {"search": (2, 60), "api": (2, 60)}
    now = 1_200_000_000.0
    monkeypatch.setattr(rate_limits, "time", lambda: now)
    with django_assert_num_queries(0):
        waits = [rate_limits.get_visitor_wait("search", visitor(address)) for address in ("192.0.2.1", "192.0.2.9") * 2]
    assert waits == [0, 0, 60, 60]
    assert rate_limits.get_visitor_wait("search", visitor("198.51.100.1")) == 0
    assert rate_limits.get_visitor_wait("api", visitor("192.0.2.1")) == 0
    now += 60
    assert rate_limits.get_visitor_wait("search", visitor("192.0.2.1")) == 0


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_processes_of_one_server_count_together():
    ours, before = CountTable(), 40
    for _ in range(before):
        ours.add("search", "192.0.2.0/24", 7)
    child = os.fork()
    if child == 0:
        ours.add("search", "192.0.2.0/24", 7)
        os._exit(0)
    os.waitpid(child, 0)
    assert ours.add("search", "192.0.2.0/24", 7) == before + 2


def test_no_address_can_be_read_from_what_is_kept():
    ours, theirs = CountTable(), CountTable()
    for kept in (ours, theirs):
        kept.add("search", "192.0.2.0/24", 7)
    assert bytes(ours.slots) != bytes(theirs.slots), "without the key, the same source looks different"


def test_a_flood_of_sources_makes_nobody_wait():
    kept = CountTable()
    assert max(kept.add("search", f"source {n}", 7) for n in range(100_000)) == 1


def test_a_flood_of_sources_does_not_lift_the_limit_of_everybody_together():
    kept = CountTable()
    together = [kept.add_for_all("receipt_site", 7) for n in range(200_000) if kept.add("receipt", f"source {n}", 7)]
    assert together[:60_000] == list(range(1, 60_001)) and min(together[60_000:]) > 60_000
    assert kept.add_for_all("receipt_site", 8) == 1 and kept.add_for_all("search", 7) == 1
    kept.clear()
    assert kept.add_for_all("receipt_site", 8) == 1


def counting(file):
    """Another process of the same server, which opens the table for itself and stays: what it counted, and its end."""
    ours, theirs = FORK.Pipe()

    def count():
        theirs.send(CountTable(file).add("search", "192.0.2.0/24", 7))
        theirs.recv()

    process = start_process(count)

    def end():
        ours.send("end")
        process.join(20)
        assert process.exitcode == 0

    return ours.recv(), end


@pytest.mark.django_db(transaction=True)
def test_processes_that_load_the_portal_each_for_itself_count_together(tmp_path):
    """gunicorn without --preload: where 60 searches may be made, 245 of 260 were."""
    file = tmp_path / "counts"
    counted, end_first = counting(file)
    counted_next, end_second = counting(file)
    assert (counted, counted_next) == (1, 2)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    end_first()
    end_second()
    counted_anew, end_third = counting(file)
    end_third()
    assert counted_anew == 1, "what a server that ended has counted is gone"


def test_where_no_memory_can_be_shared_each_process_counts(tmp_path):
    target = tmp_path / "elsewhere"
    target.write_bytes(b"not ours to change")
    (tmp_path / "counts").symlink_to(target)
    assert CountTable(tmp_path / "counts").add("search", "192.0.2.0/24", 7) == 1
    assert target.read_bytes() == b"not ours to change"
