"""Runs a plan: makes the rows, starts the portal, lets people come, and counts. Django is ready."""

import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress
from django.apps import apps
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection
from django.utils import timezone
from nacl.pwhash import argon2id

from bench import worlds
from bench.load.figures import Plan, count_failed, summarise
from bench.load.progress import Progress
from bench.load.visitors import Browser, Crowd, People, Visit, crowd
from bench.register import make_publications
from bench.risk import make_sites
from bench.vault_fixture import HANDLER, PASSPHRASE
from compliance.casework.models import Case
from compliance.concerns.models import Concern
from compliance.organisations.models import Membership
from compliance.suppliers.services.risk import recompute_scores
from portal.accounts.models import User
from portal.core.models import Outbox
from portal.settings.base import VAULT_STRETCH
from portal.vault.models import DataKey
from tests.portal.core.test_mail import SmtpSink
from tests.reliability.overload import SlowClients, stack
from tests.reliability.servers import database_of_the_test, working

PASSWORD = "correct horse battery staple"  # noqa: S105 – of people who are invented
ON_CALL = "night@helpline.example"
SETTINGS = "tests.reliability.overload_settings"


def run(plan: Plan, folder: Path, progress: Progress) -> dict[str, Any]:
    """Return the figures of the plan. folder: what the portal keeps."""
    fill(plan, progress)
    figures: dict[str, Any] = describe_machine(plan) | {"argon2": measure_argon2()}
    progress.tell(f"Argon2 alone: {figures['argon2'] * 1000:.0f} ms")
    with ExitStack() as started:
        with progress.stage("Starting the portal, its proxy and its worker"):
            post = started.enter_context(SmtpSink())
            mail = {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(post.port), "ON_CALL_EMAILS": ON_CALL}
            mail |= {"SECOND_FACTOR_DEMANDED": "no", "DATABASE_POOL": "13"}
            portal = started.enter_context(stack(folder, **mail))
            worker = {"DJANGO_SETTINGS_MODULE": SETTINGS, **mail}
            started.enter_context(working(folder, database=database_of_the_test(), **worker))
        with progress.stage("Signing in, and opening each page once"):
            people = welcome(portal.port)
        figures |= measure(people, plan, progress, post=post, master=portal.server.process.pid)
        with progress.stage("Stopping the portal"):
            started.close()
    cores = figures["cores"]
    figures["failed"] = sum(count_failed(step["statuses"]) for step in figures["steps"] if step["users"] <= 20 * cores)
    return figures


def measure(people: People, plan: Plan, progress: Progress, *, post: SmtpSink, master: int) -> dict[str, Any]:
    """Return the figures of each stage. master: the process of the web server."""
    cores = os.cpu_count() or 1
    figures: dict[str, Any] = {"steps": []}
    for number, users in enumerate(plan.users_a_core, start=1):
        with progress.stage(f"Step {number} of {len(plan.users_a_core)}: {users * cores} users", plan.step):
            figures["steps"].append(take_step(people, users * cores, plan.step))
            progress.tell_figures(figures["steps"][-1])
    with progress.stage(f"{plan.slow_clients} slow clients", plan.slow):
        figures["slow"] = meet_slow_clients(people, plan)
        progress.tell_figures(figures["slow"])
    with progress.stage(f"Memory with {10 * cores} users", plan.soak):
        figures["memory"] = soak(people, 10 * cores, plan.soak, lambda: measure_memory(master), progress)
    with progress.stage(f"{plan.reports} reports", plan.spike):
        figures["spike"] = spike = meet_a_spike(people, plan, post)
        progress.tell_figures(spike)
        progress.tell(f"  {spike['lost']} lost, {spike['alerts']} alerts, {spike['waiting_mails']} mails left waiting")
    return figures


def fill(plan: Plan, progress: Progress) -> None:
    """Make the rows, with the functions that the benchmarks use."""
    with progress.stage("Making the tables"):
        call_command("migrate", verbosity=0)
    with progress.stage("Loading the guidance"):
        call_command("load_guidance", verbosity=0, stdout=open(os.devnull, "w"))  # noqa: SIM115, PTH123 – until the end
    with progress.stage(f"Making {plan.statements:,} statements"):
        make_publications(plan.statements)
        reset_sequences()
    with progress.stage(f"Making {plan.cases:,} cases"):
        worlds.make_desk(plan.cases)
    with progress.stage(f"Making {plan.sites:,} sites"):
        # As `worlds.make_business`, but without lines of history, whose numbers are those of the desk's.
        organisation = make_sites(plan.sites)
        member = worlds.make_member(organisation)
        worlds.make_audits(organisation, plan.sites)
        recompute_scores(organisation, event="import", now=timezone.now())
        worlds.make_draft(organisation, member, comments=5)
        worlds.analyse()
    handler = User.objects.get(email=HANDLER)
    EmailAddress.objects.create(user=handler, email=handler.email, verified=True, primary=True)


def reset_sequences() -> None:
    """Let new rows come after those that the database made by numbers of its own."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), apps.get_models()):
            cursor.execute(statement)


def describe_machine(plan: Plan) -> dict[str, Any]:
    return {
        "plan": plan.name,
        "at": datetime.now(UTC).isoformat(timespec="minutes"),
        "cores": os.cpu_count(),
        "other_work": os.getloadavg()[0],
        "step_seconds": plan.step,
        "rows": {"statements": plan.statements, "cases": plan.cases, "sites": plan.sites},
    }


def measure_argon2() -> float:
    """Return the seconds of one derivation with the figures of the vault, on the machine as it is."""
    began = time.perf_counter()
    for _ in range(3):
        argon2id.kdf(
            32, b"20 digits", b"0" * 16, opslimit=VAULT_STRETCH["passes"], memlimit=VAULT_STRETCH["memory_bytes"]
        )
    return (time.perf_counter() - began) / 3


def welcome(port: int) -> People:
    """Sign in a handler, who unlocks the desk, and somebody at an organisation; each kind of page comes once."""
    case = Case.objects.order_by("pk").first()
    slug = Membership.objects.get(user__email=worlds.MEMBER).organisation.slug
    desk_pages = ("/desk/", "/desk/", f"/desk/cases/{case.pk}/") if case else ("/desk/",)
    pages = tuple(f"/o/{slug}/{page}" for page in ("", "suppliers/", "statements/", "audits/", "actions/"))
    desk, business = sign_in(port, HANDLER, "127.250.1.1"), sign_in(port, worlds.MEMBER, "127.250.2.1")
    desk.get("/desk/unlock/", "desk")
    desk.post("/desk/unlock/", "desk", passphrase=PASSPHRASE)
    people = People(port, desk.cookies, desk_pages, business.cookies, pages)
    catch_up(desk, desk_pages[-1])
    check_each(desk, desk_pages)
    check_each(business, pages)
    return people


def sign_in(port: int, email: str, source: str) -> Browser:
    browser = Browser(port, source)
    browser.get("/accounts/login/")
    browser.post("/accounts/login/", "public", login=email, password=PASSWORD)
    return browser


def catch_up(desk: Browser, page: str) -> None:
    """Open a case until the index of what was told before has the words of all: a desk at work is never behind."""
    waiting = DataKey.objects.filter(indexed_words=None)
    left, before = waiting.count(), -1
    while left and left != before:
        desk.get(page)
        left, before = waiting.count(), left


def check_each(browser: Browser, pages: tuple[str, ...]) -> None:
    """Raise where a page that people are to open does not open: its figures would be those of an error."""
    for page in pages:
        if (status := browser.get(page)) != 200:
            raise RuntimeError(f"{page} answers {status}: {browser.text[:500]}")


def take_step(people: People, users: int, seconds: float) -> dict[str, Any]:
    with crowd(people, users, seconds) as visits:
        return {"users": users} | summarise(visits, seconds=seconds * 0.8)


def meet_slow_clients(people: People, plan: Plan) -> dict[str, Any]:
    """Let half of them send a byte a second and half read one, while somebody reads pages."""
    reader = people.browser()
    reader.get("/check-a-statement/")
    cookies = "; ".join(f"{name}={value}" for name, value in reader.cookies.items())
    with SlowClients(people.port) as slow:
        slow.send(plan.slow_clients // 2, "/check-a-statement/", networks=30, cookies=cookies)
        slow.read(plan.slow_clients // 2, "/statements/statements.csv", networks=30)
        with crowd(people, 5, plan.slow) as visits:
            return {"clients": len(slow.clients)} | summarise(visits, seconds=plan.slow * 0.8)


def soak(people: People, users: int, seconds: float, memory: Callable[[], float], progress: Progress) -> list[float]:
    """Return the megabytes of the web processes, at the start and after each tenth of the time."""
    sizes = [memory()]
    with Crowd(people, users, seed=7):
        for _ in range(10):
            time.sleep(seconds / 10)
            sizes.append(memory())
            progress.tell(f"  {sizes[-1]:.0f} MB")
    return sizes


def measure_memory(master: int) -> float:
    """Return megabytes of the server and its processes; what they share is counted once."""
    children = Path(f"/proc/{master}/task/{master}/children").read_text().split()
    pages = [
        line
        for process in (str(master), *children)
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
        if line.startswith("Pss:")
    ]
    return sum(int(line.split()[1]) for line in pages) / 1024


def meet_a_spike(people: People, plan: Plan, post: SmtpSink) -> dict[str, Any]:
    """Let so many people tell the helpline, spread over the time, while others read; count what arrived."""
    before, codes, told = Concern.objects.count(), len(people.codes), []

    def tell(number: int) -> list[Visit]:
        time.sleep(plan.spike * number / plan.reports)
        browser = people.browser()
        people.tell(browser, is_urgent=number % 10 == 0)
        browser.close()
        return browser.visits

    with Crowd(people, 10, seed=9), ThreadPoolExecutor(plan.reports) as pool:
        for visits in pool.map(tell, range(plan.reports)):
            told += visits
    arrived, promised = Concern.objects.count() - before, len(people.codes) - codes
    alerts = [letter for letter in post.received if ON_CALL in letter]
    return {
        "reports": plan.reports,
        "seconds": plan.spike,
        # The crowd tells something now and then, too: each code has its row.
        "lost": max(0, plan.reports - promised) + max(0, promised - arrived),
        "alerts": len(alerts),
        "waiting_mails": Outbox.objects.filter(state=Outbox.State.WAITING).count(),
    } | summarise(told, seconds=plan.spike)
