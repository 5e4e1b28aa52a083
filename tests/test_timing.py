"""Clocks: no answer of the program depends on the speed of its machine, and no test on how long something took."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.support.time_limit import limited
from tests.support.work import count_steps
from tests.test_architecture import ROOT, files, name, sources

# Where the program looks at a clock or gives something a limit of time, and what happens when it strikes. Never is
# a part of an answer left out: the whole is refused with a sentence, or tried again by a job.
CLOCKS = {
    "portal/accounts/reauthentication.py": "asks for the password again once the proof of it is old",
    "portal/core/body_slots.py": "cuts off the sender of a body, whose request fails as a whole",
    "portal/core/lanes.py": "refuses a request that waited too long for its turn: the page says when to try again",
    "portal/core/logs.py": "writes into the log how long a request took",
    "portal/core/mail/delivery.py": "moves the beginning of a mail's lease on; a mail that is not sent is sent later",
    "portal/core/page_cache/version.py": "makes a page anew that was kept too long",
    "portal/core/postgresql/base.py": "answers that the database is away, without asking it again at once",
    "portal/core/rate_limits.py": "lets the cache forget a count that no limit asks for any more",
    "portal/core/redis_cache.py": "goes without the cache for a while when it does not answer",
    "portal/core/safe_fetch.py": "gives up a website that does not answer: the check of it says so and is made again",
    "portal/core/sandbox.py": "ends work on a file, which is then refused as a whole",
    "portal/core/replica.py": "reads the primary instead of a replica that lags: no page is left out",
    "portal/files/clamav.py": "leaves a file unscanned for now: it stays in quarantine and is scanned later",
    "portal/files/storage.py": "rounds what the disk says of a file up to the hour",
    "portal/files/s3.py": "gives up storage that does not respond: a report arrives without its file",
    "portal/operations/backups/database.py": "waits for other writers of SQLite: without its turn no backup is written",
    "portal/operations/health.py": "reports that the scanner or the cache does not answer",
    "portal/operations/management/commands/worker.py": "stops the worker while a job still runs, which is done again",
    "portal/operations/middleware.py": "tells monitoring how long a request took",
    "portal/operations/setup/fingerprints.py": "prints how long a step of the set-up took",
    "portal/operations/setup/serve.py": "waits for a server to start or stop",
    "portal/operations/temporary_postgres.py": "waits for a server to start",
    "portal/settings/databases.py": "limits how long another writer, or a connection, is waited for: the page says so",
    "portal/settings/mail.py": "gives up a mail server that does not answer; the mail is sent later",
    "portal/vault/kdf.py": "refuses a passphrase that waited too long for its turn: the page says to try again",
    "compliance/casework/services/alert_delivery.py": "gives up a webhook that does not answer, which is called again",
    "compliance/concerns/throttling.py": "answers a visitor who tries many codes later, and nothing else",
    "compliance/organisations/companies_house.py": "gives up the register: the page asks for the details instead",
    "compliance/statements/management/commands/check_statement.py": "prints how long a check took",
    "compliance/statements/text_checker/sandbox.py": "ends the check of a file, which is refused as a whole",
}
# Where a moment becomes a day by date(), which is right for a moment of London and a cell without a zone alone: in the
# first hour of a summer's day it is still yesterday in UTC. Elsewhere timezone.localdate() is asked.
LOCAL_DAYS = {
    "compliance/audits/services/site_facts.py": "the midnight with which a day of London begins",
    "compliance/audits/services/verifier_mails.py": "a local time",
    "compliance/casework/views/form_drafts.py": "a local time",
    "compliance/hotspots/selectors/events.py": "a local time",
    "compliance/referrals/services/batch.py": "a due time that is worked out from a local time",
    "compliance/sharing/selectors/records.py": "a local time",
    "compliance/statements/publication/services/copy_requests.py": "a local time",
    "compliance/statements/publication/services/deadline_reminders.py": "a local time",
    "compliance/statements/signoff/services/comment_digest.py": "a morning of London",
    "compliance/statistics/demo.py": "the bounds of a period, which are of the calendar's zone",
    "compliance/statistics/services/decisions.py": "a time of the calendar's zone",
    "compliance/statistics/services/preparation.py": "the bounds of a period, which are of the calendar's zone",
    "compliance/workbooks/cells/dates.py": "a cell, which has no zone",
    "compliance/workbooks/cells/text.py": "a cell, which has no zone",
    "compliance/workbooks/reader.py": "a cell, which has no zone",
    "learning/directory/selectors/cards.py": "a local time",
    "learning/directory/selectors/search_index.py": "a local time",
}
CLOCK_NAMES = {"process_time", "monotonic", "perf_counter", "thread_time", "setitimer", "RLIMIT_CPU", "Timer"}
CLOCK_NAMES |= {"settimeout", "time", "sleep", "alarm", "wait_for", "times", "getrusage"}
CLOCK_MODULES = {"time", "signal", "os", "resource", "threading", "asyncio"}
TIME_LIMITS = {"timeout", "connect_timeout", "socket_timeout", "socket_connect_timeout", "tcp_user_timeout"}

# Tests that compare seconds, and why they may.
TIMED_TESTS = {
    "tests/attacks/test_av_slow.py": "a soak test: the promise is in seconds, measured on a machine of its own",
    "tests/attacks/test_rp.py": "a soak test: what is proved is that a clock tells nothing",
    "tests/bench/test_runner.py": "the meter of the benchmarks itself: seconds are positive",
    "tests/compliance/concerns/test_privacy.py": "the hour that the disk shows is one to come",
    "tests/journeys/test_long_call_story.py": "seconds of a table, so many for each press and each word",
    "tests/reliability/test_db_down.py": "a soak test: the promise is in seconds, measured on a machine of its own",
    "tests/reliability/test_every_process_killed.py": "a soak test: the promise is in seconds, as of the next",
    "tests/reliability/test_floods.py": "a soak test: the promise is in seconds, as of the next",
    "tests/reliability/test_overload.py": "a soak test: the promise is in seconds, measured on a machine of its own",
    "tests/support/clamd.py": "a server that does not start ends the run",
}
# Tests and helpers that wait by the clock, and what for; who waits for something else asks an event, or moves a clock.
WAITS = {
    "tests/attacks/test_av_slow.py": "slow senders are left alone with the server, whose patience is what is tried",
    "tests/compliance/casework/services/test_alert_delivery.py": "a webhook is slow while another worker looks",
    "tests/portal/operations/backups/test_backups.py": "a dump takes longer than the server lets a session stand still",
    "tests/journeys/test_lost_connection_story.py": "a second press within a second is half of a double click",
    "tests/journeys/test_story.py": "a mail leaves in another thread, a moment after the page",
    "tests/pictures/__main__.py": "until the server, another program, answers",
    "tests/portal/core/test_lanes.py": "until another thread waits for its turn, which tells nobody of it",
    "tests/portal/core/test_safe_fetch.py": "a page drips: each drop is read alone",
    "tests/portal/core/test_sandbox.py": "work that never ends, and a process of another process that is to end",
    "tests/portal/operations/test_caddy.py": "until Caddy, another program, answers",
    "tests/portal/operations/test_face_proxies.py": "until the proxy, another program, answers",
    "tests/portal/operations/test_proxy.py": "until nginx, another program, answers",
    "tests/reliability/floods.py": "a slow phone waits between two pieces of a file",
    "tests/reliability/test_floods.py": "a flood is older than the grace of its senders before people come",
    "tests/reliability/overload.py": "until Redis answers; people who read, and slow ones who hold places meanwhile",
    "tests/reliability/servers.py": "until another program starts, or has done something; people who try again",
    "tests/reliability/test_every_process_killed.py": "systemd waits before it starts it, people before another try",
    "tests/reliability/test_pooler.py": "until the pooler, another program, answers",
    "tests/reliability/test_restart.py": "people go on asking for some seconds between two restarts",
    "tests/reliability/test_scaled_out.py": "the seconds that only a program takes less for",
    "tests/reliability/test_db_down.py": "a database that is away for seconds, on PostgreSQL's own clock",
    "tests/reliability/test_web_killed.py": "the seconds that only a program takes less for; moments between kills",
    "tests/support/clamd.py": "until clamd, another program, answers",
    "tests/support/small_init.py": "until another program has stopped",
    "tests/support/database_snapshot.py": "until other threads and processes of a test have committed",
}
WAITING_NAMES = {"sleep", "wait_for_timeout"}
TIMED_NAMES = {"took", "elapsed", "seconds", "duration"}


def looks_at_a_clock(node: ast.AST) -> bool:
    if isinstance(node, ast.Attribute):
        own = isinstance(node.value, ast.Name) and node.value.id in CLOCK_MODULES
        return node.attr == "settimeout" or (own and node.attr in CLOCK_NAMES)
    if isinstance(node, ast.ImportFrom):
        return node.module in CLOCK_MODULES and bool({alias.name for alias in node.names} & CLOCK_NAMES)
    return (isinstance(node, ast.keyword) and node.arg in TIME_LIMITS) or (
        isinstance(node, ast.Constant) and node.value in TIME_LIMITS
    )


def reads_a_clock(node: ast.AST) -> bool:
    calls = (inner.func for inner in ast.walk(node) if isinstance(inner, ast.Call))
    return any(looks_at_a_clock(call) for call in calls)


def timed_assertions(tree: ast.AST) -> Iterator[int]:
    """Yield the lines where a test compares what a clock said, or what is called seconds, with something."""
    for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        timed = TIMED_NAMES | set(names_of_times(function))
        for node in (inner for inner in ast.walk(function) if isinstance(inner, ast.Assert)):
            if any(is_timed(comparison, timed) for comparison in ast.walk(node.test)):
                yield node.lineno


def names_of_times(function: ast.FunctionDef) -> Iterator[str]:
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and reads_a_clock(node.value):
            yield from (
                named.id for target in node.targets for named in ast.walk(target) if isinstance(named, ast.Name)
            )


def is_timed(node: ast.AST, timed: set[str]) -> bool:
    if not isinstance(node, ast.Compare) or not all(
        isinstance(sign, ast.Lt | ast.LtE | ast.Gt | ast.GtE) for sign in node.ops
    ):
        return False
    return reads_a_clock(node) or any(
        (isinstance(part, ast.Name) and part.id in timed)
        or (isinstance(part, ast.Attribute) and part.attr in TIMED_NAMES)
        for part in ast.walk(node)
    )


def waits_by_the_clock(node: ast.AST) -> bool:
    """Whether it sleeps, or waits so many seconds for what nobody will tell, as `Event().wait(1)`."""
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str) and "pg_sleep(" in node.value
    if not isinstance(node, ast.Call):
        return False
    called = node.func
    if isinstance(called, ast.Name):
        return called.id in WAITING_NAMES
    if not isinstance(called, ast.Attribute):
        return False
    is_in_vain = called.attr == "wait" and isinstance(called.value, ast.Call) and bool(node.args)
    return called.attr in WAITING_NAMES or is_in_vain


def test_every_clock_of_the_program_refuses_or_tries_again():
    looking = {name(path) for path in sources() if any(map(looks_at_a_clock, ast.walk(ast.parse(path.read_text()))))}
    assert looking == set(CLOCKS), "Say in CLOCKS what happens when the time is over: nothing may be left out for it"


def makes_a_day_of_a_moment(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "date"
        and not (node.args or node.keywords)
    )


def test_days_are_those_of_london():
    """What is kept until a day, or shown with one, is not a day early for an hour of every summer night."""
    found = {
        name(path) for path in sources() if any(map(makes_a_day_of_a_moment, ast.walk(ast.parse(path.read_text()))))
    }
    assert found == set(LOCAL_DAYS), "Ask timezone.localdate(moment) for the day, or say in LOCAL_DAYS whose time it is"


def test_no_test_asserts_how_long_something_took():
    """Count the work instead (tests/support/work.py); what is measured in seconds stands in bench/."""
    wrong = [
        f"{name(path)}:{line}"
        for path in files(".py", under=("tests",))
        if name(path) not in TIMED_TESTS
        for line in timed_assertions(ast.parse(path.read_text()))
    ]
    assert not wrong, "\n".join(wrong)


def test_the_list_of_timed_tests_holds_no_file_that_is_gone():
    assert [path for path in TIMED_TESTS if not (ROOT / path).exists()] == []


def test_every_wait_by_the_clock_is_one_that_has_to_be():
    """What another thread or page does is waited for by an event of it, and how late it is by a clock that moves."""
    waiting = {
        name(path)
        for path in files(".py", under=("tests",))
        if name(path) != "tests/test_timing.py" and any(map(waits_by_the_clock, ast.walk(ast.parse(path.read_text()))))
    }
    assert waiting == set(WAITS), "Wait for an event, or say in WAITS why the seconds themselves are needed"


@pytest.mark.parametrize(
    "line",
    ["time.sleep(1)", "sleep(1)", "page.wait_for_timeout(300)", "x.execute('SELECT pg_sleep(1)')", "E().wait(1)"],
)
def test_a_wait_by_the_clock_is_seen(line):
    assert any(map(waits_by_the_clock, ast.walk(ast.parse(line))))


@pytest.mark.parametrize("line", ["told.wait(10)", "thread.join(3)", "server.wait(timeout=60)", "E().wait()"])
def test_what_ends_as_soon_as_something_is_done_is_no_wait_by_the_clock(line):
    assert not any(map(waits_by_the_clock, ast.walk(ast.parse(line))))


@pytest.mark.parametrize(
    "line",
    [
        "assert time.monotonic() - began < 2",
        "began = time.perf_counter(); assert began + 1 > 3",
        "took = work(); assert took <= LIMIT",
        "assert max(answer.seconds for answer in answers) < 2",
        "before = os.times(); act(); assert before.user < 1",
    ],
)
def test_an_assertion_on_seconds_is_seen(line):
    assert list(timed_assertions(ast.parse(f"def test():\n    {line}")))


@pytest.mark.parametrize(
    "line", ["assert seconds == 3", "assert answer.status < 500", "began = now(); assert began < 3"]
)
def test_another_assertion_is_none_on_seconds(line):
    assert not list(timed_assertions(ast.parse(f"def test():\n    {line}")))


@pytest.mark.parametrize(
    "line",
    ["time.process_time()", "from time import monotonic", "line.settimeout(2)", "ask(timeout=3)", "x = {'timeout': 2}"],
)
def test_a_clock_in_the_program_is_seen(line):
    assert any(map(looks_at_a_clock, ast.walk(ast.parse(line))))


def test_work_without_end_is_stopped():
    with pytest.raises(pytest.fail.Exception, match="of processor time"), limited(0.05):
        while True:
            pass


def test_a_pattern_without_end_is_stopped_within_its_search():
    with pytest.raises(pytest.fail.Exception, match="of processor time"), limited(0.05):
        re.search(r"(?:a|a)+$", "a" * 50_000 + "b")


def test_the_work_of_other_processes_counts():
    with pytest.raises(pytest.fail.Exception, match="of processor time"), limited(0.05):
        subprocess.run([sys.executable, "-c", "sum(range(10_000_000))"], check=True)


def test_who_waits_does_no_work():
    with limited(0.05):
        subprocess.run(["sleep", "0.3"], check=True)


def test_the_same_work_is_as_many_steps_each_time_and_twice_the_work_twice_as_many():
    once, again, twice = (
        count_steps(lambda size=size: sorted(n for n in range(size) if n % 3)) for size in (90, 90, 180)
    )
    assert once == again
    assert once[0] == [n for n in range(90) if n % 3]
    assert 1.8 < twice[1] / once[1] < 2.2


def test_what_the_counted_work_raises_is_raised_and_the_next_is_counted():
    with pytest.raises(ZeroDivisionError):
        count_steps(lambda: 1 / 0)
    assert count_steps(lambda: len("one"))[0] == 3
