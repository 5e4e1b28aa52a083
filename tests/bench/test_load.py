"""How figures of load come of visits, and what is written of them; the load itself runs in `.ci/run`."""

import logging
import threading
import xml.etree.ElementTree as ET

import pytest

from bench.load import __main__ as program
from bench.load import document
from bench.load.figures import PLANS, SHORT, Visit, count_failed, find_knee, find_percentile, shorten, summarise
from bench.load.progress import Progress
from bench.load.visitors import Browser, Crowd, People


def visits(kind: str, *seconds: float, status: int = 200) -> list[Visit]:
    return [Visit(kind, status, 0, each) for each in seconds]


def step(users: int, *, public: float = 0.05, desk: float = 0.2, failed: int = 0) -> dict:
    seen = visits("public", public) * 20 + visits("desk", desk) * 5 + visits("public", 1, status=503) * failed
    return {"users": users} | summarise(seen, seconds=10)


@pytest.mark.parametrize(("count", "expected"), [(100, 95), (20, 19), (1, 1)])
def test_the_95th_percentile_is_what_95_of_100_do_not_exceed(count, expected):
    assert find_percentile(range(1, count + 1)) == expected


def test_of_nothing_there_is_no_percentile():
    assert find_percentile([]) is None
    assert summarise(visits("public", 1), seconds=1)["p95"]["desk"] is None


def test_whatever_was_not_answered_as_it_should_be_has_failed():
    assert count_failed({"200": 5, "303": 4, "0": 1, "429": 2, "503": 3}) == 6


def test_the_knee_is_the_last_step_at_which_all_goals_are_met():
    assert find_knee([step(10), step(20), step(40, desk=0.31)])["users"] == 20
    assert find_knee([step(10), step(20, failed=1), step(40, public=0.11)])["users"] == 10
    assert find_knee([step(10, public=0.2)]) is None


def test_a_plan_is_run_in_a_tenth_of_its_time_with_all_its_rows():
    short = shorten(PLANS["tenfold"])
    assert (short.step, short.reports, short.statements) == (6, 50, 100_000)


@pytest.fixture
def figures() -> dict:
    return {
        "plan": "today", "at": "2026-11-29T10:00+00:00", "cores": 2, "other_work": 0.1, "step_seconds": 60,
        "argon2": 0.22, "rows": {"statements": 10_000}, "steps": [step(10), step(40, desk=0.5)],
        "slow": {"clients": 300} | step(5), "memory": [300.0, 310.0, 311.0],
        "spike": {"reports": 500, "seconds": 1200, "lost": 0, "alerts": 3, "waiting_mails": 0} | step(10),
    }  # fmt: skip


def test_the_page_says_where_the_goals_end_and_what_was_lost(figures):
    page = document.describe(figures)
    for words in ("up to 5 users a core", "500 reports in 1,200 seconds: 0 lost", "3 alerts", "300 slow clients"):
        assert words in page
    assert "no figure to plan by" not in page


def test_figures_of_a_busy_machine_are_marked_as_such(figures):
    assert "no figure to plan by" in document.describe(figures | {"other_work": 3.0})


def test_the_plot_has_a_line_for_each_kind_that_was_seen(figures):
    drawn = ET.fromstring(document.draw_plot(figures["steps"]))
    lines = drawn.findall("{http://www.w3.org/2000/svg}polyline")
    assert [len(line.get("points").split()) for line in lines][:2] == [2, 2]


def test_the_short_plan_takes_seconds():
    assert SHORT.step + SHORT.soak + SHORT.spike < 60


def test_a_plan_says_how_long_measuring_takes():
    assert PLANS["today"].seconds == 6 * 60 + 30 + 1800 + 1200
    assert program.describe_seconds(shorten(PLANS["today"]).seconds) == "5 min 39 s"
    assert program.describe_seconds(SHORT.seconds) == "36 s"


def test_a_stage_is_told_when_it_begins_and_with_its_figures_when_it_ends():
    lines: list[str] = []
    progress = Progress(lines.append)
    with progress.stage("Step 1 of 6: 10 users", 6):
        assert lines[0].endswith(" s  Step 1 of 6: 10 users, for 6 s")
        progress.tell_figures(step(10, failed=1))
    assert lines[1].endswith("3 requests a second, 1 failed; 95 of 100 within: public 50 ms, desk 200 ms")
    assert "took" in lines[2]


def test_when_a_stage_is_over_nobody_asks_for_more():
    browser = Browser(port=1, source="127.0.0.1")
    browser.over.set()
    assert browser.get("/") == 0
    assert browser.visits == []


def test_a_crowd_goes_home_in_the_middle_of_what_it_tells(monkeypatch):
    """Of ten pages in a row, each of them slow, the one that was asked for is the last."""
    asked, is_asked, may_answer = [], threading.Event(), threading.Event()

    def answer(browser: Browser, method: str, path: str, *_: object) -> int:
        if browser.over.is_set():
            return real(browser, method, path, None, "public")
        asked.append(path)
        is_asked.set()
        may_answer.wait(60)
        return 200

    real = Browser._ask
    monkeypatch.setattr(Browser, "_ask", answer)
    monkeypatch.setattr(Crowd, "MIX", (0, 0, 0, 1))
    with Crowd(People(1, {}, (), {}, ()), 1) as crowd:
        assert is_asked.wait(60)
        crowd._over.set()
        may_answer.set()
    assert asked == ["/report/"]


def test_what_the_processes_log_is_in_a_file(tmp_path):
    (tmp_path / "worker-1").write_text("of the worker\n")
    log = tmp_path / "load.log"
    with program.logging_to(log, tmp_path):
        logging.getLogger("django.tasks").error("of this process")
    assert "of this process" in log.read_text()
    assert log.read_text().endswith("of the worker\n")
