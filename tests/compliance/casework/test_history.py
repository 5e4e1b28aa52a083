"""Every opening, reveal, download and refusal at the desk is a line of its actor, and no line holds what was told.

A table: what somebody does in a browser, and the lines that come of it, all of them and no others.

See docs/requirements/security.md#history.
"""

import re
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from compliance.casework.models import Case
from compliance.casework.services import restrictions
from compliance.concerns.forms import submission
from compliance.concerns.models import Concern
from portal.history.event_labels import get_entry_sentence
from portal.history.models import Entry
from tests.factories import told_files
from tests.factories.accounts import sign_in
from tests.factories.casework import keys_of, taken_by, unlock
from tests.factories.concerns import Reporter
from tests.factories.sharing import AGENCY_PASSPHRASE
from tests.factories.vault import PASSPHRASE
from tests.factories.world import World

pytestmark = pytest.mark.django_db
# Told, written, or named anywhere in the scene.
MARK = "CANARY-LINE-c51b"
NUMBER = "07700 900123"


@dataclass
class Scene:
    """A case of the handler's with a file, one that is not for them, and everything else of the world."""

    world: World
    digits: str
    case: Case
    concern: Concern
    restricted: Case
    browsers: dict[str, Client] = field(default_factory=dict)
    # What a form needs beside the act's own words.
    sent: dict[str, str] = field(default_factory=dict)

    def url(self, name: str, *args: object) -> str:
        return reverse(f"cases:{name}", args=[self.case.pk, *args])

    def file(self, role: str) -> str:
        """The address of a file of the reporter's."""
        with_role = {str(one.pk): one.role for one in self.concern.files.all()}
        return self.url("file", next(uuid for uuid, its in with_role.items() if its == role))


# On a slow machine the acts together take longer than a desk that nobody uses stays open.
AHEAD = timedelta(hours=1)


@pytest.fixture(scope="module")
def shared_scene(shared_world, django_db_blocker) -> Scene:
    """One for all acts: each of them is undone in the database, and scene gives it browsers of its own."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patched:
        patched.setattr(submission, "MIN_FILL_TIME", timedelta(0))
        return build_scene(shared_world)


@pytest.fixture
def scene(shared_scene) -> Scene:
    browsers = {name: Client() for name in shared_scene.browsers}
    for name, browser in browsers.items():
        browser.cookies = deepcopy(shared_scene.browsers[name].cookies)
    case, concern = (type(row).objects.get(pk=row.pk) for row in (shared_scene.case, shared_scene.concern))
    return replace(shared_scene, case=case, concern=concern, browsers=browsers, sent={})


def build_scene(world: World) -> Scene:
    handler, lead = world.staff["handler"], world.staff["triage_lead"]
    reporter, known = Reporter(), set(Concern.objects.values_list("pk", flat=True))
    reporter.begins()
    reporter.answers(
        r3={"account": f"{MARK} takes the wages"}, r5={"identity_mode": "named_share", "consent": ["police"]}
    )
    reporter.sends("/r/8", name=MARK, contact_method="phone", phone=NUMBER, contact_safety=["safe_anytime"])
    upload = SimpleUploadedFile(f"{MARK}.jpg", told_files.photo())
    reporter.sends("/r/9", file=upload, token="0b54ed4c-5b0a-4dd0-9d0e-0f0b4a3f7f01", keeps_original="on")
    digits = reporter.submits()
    concern = Concern.objects.exclude(pk__in=known).get()
    found = Scene(world, digits, taken_by(handler, concern), concern, taken_by(lead, account=MARK, name=MARK))
    restrictions.restrict_case(
        case=found.restricted, marking="restricted", reason=MARK, actor=lead, keys=keys_of(lead), at=timezone.now()
    )
    opened_at = timezone.now() + AHEAD
    found.browsers = {name: unlock(Client(), world.staff[name], at=opened_at) for name in ("handler", "triage_lead")}
    locked = Client()
    found.browsers["handler, locked"] = sign_in(locked, handler, seconds_ago=-3600)
    for name in ("partner", "site_administrator", "content_editor"):
        found.browsers[name] = sign_in(Client(), world.staff[name], seconds_ago=-3600)
    return found


@dataclass(frozen=True)
class Act:
    """who: the browser. url: of the scene. sent: a form, or nothing to look only. lines: the actions, in order."""

    who: str
    url: Callable[[Scene], str]
    lines: tuple[str, ...]
    sent: dict[str, str] | None = None
    status: int = 200
    # Done before, and not counted.
    first: Callable[[Scene], object] = lambda scene: None


def opened(scene: Scene) -> None:
    """The case is open already: going from page to page of it is one opening."""
    scene.browsers["handler"].get(scene.url("case"))


def of_a_colleague(scene: Scene) -> None:
    opened(scene)
    Case.objects.filter(pk=scene.case.pk).update(owner=scene.world.staff["triage_lead"])


def of_desk(name: str, row: str, *more: str) -> Callable[[Scene], str]:
    return lambda scene: reverse(name, args=[scene.world.desk[row].pk, *(scene.world.desk[one].pk for one in more)])


def refer(scene: Scene, names: tuple[str, ...]) -> str:
    """The address of the preview of a referral with these kinds of things in it; begun without counting."""
    client = scene.browsers["handler"]
    client.post(scene.url("refer"), {"target": "other", "kind": "referral", "other_type": "police", "other_name": "A"})
    row = scene.case.referrals.latest("made_at")
    page = client.get(scene.url("refer_what", row.pk)).text
    found = [one for one in re.findall(r'value="([^"]+)"', page) if one.partition(":")[0] in names]
    assert found, page
    client.post(scene.url("refer_what", row.pk), {"names": found, "note": MARK, "version": row.version})
    row.refresh_from_db()
    client.post(scene.url("refer_ground", row.pk), {"ground": "consent", "version": row.version})
    return scene.url("refer_check", row.pk)


def make_file(scene: Scene) -> str:
    """The address that makes the encrypted file; what it needs is left in the scene."""
    check = refer(scene, ("account",))
    page = scene.browsers["handler"].get(check).text
    scene.sent["digest"] = re.search(r'name="digest" value="([0-9a-f]{64})"', page)[1]
    return check.replace("/check/", "/file/")


def by_code(scene: Scene) -> str:
    scene.sent["said"] = scene.digits
    return reverse("desk:find")


OPENED, REFUSED = "casework.case.opened", "casework.case.refused"
REVEALED, FILE = "casework.identity.revealed", "concerns.file.opened"
ACTS = {
    "open a case": Act("handler", lambda s: s.url("case"), (OPENED,)),
    "open it at its conversation": Act("handler", lambda s: s.url("conversation"), (OPENED,)),
    "go on to another page of it": Act("handler", lambda s: s.url("timeline"), (), first=opened),
    "open a case that is not for them": Act(
        "handler", lambda s: reverse("cases:case", args=[s.restricted.pk]), (REFUSED,), status=404
    ),
    "open a file of such a case": Act(
        "handler", lambda s: reverse("cases:files", args=[s.restricted.pk]), (REFUSED,), status=404
    ),
    "look who somebody of such a case is": Act(
        "handler",
        lambda s: reverse("cases:reveal", args=[s.restricted.pk, "concern", s.restricted.contacts.get().concern_id]),
        (REFUSED,),
        {"reason": "safety"},
        status=404,
    ),
    "write into such a case": Act(
        "handler", lambda s: reverse("cases:note", args=[s.restricted.pk]), (REFUSED,), {"text": MARK}, status=404
    ),
    "close a case that somebody else has": Act(
        "handler",
        lambda s: s.url("close"),
        ("casework.case.change_refused", "history.access.refused"),
        status=403,
        first=of_a_colleague,
    ),
    "look for words in all cases": Act(
        "handler", lambda s: reverse("desk:find"), ("casework.desk.searched",), {"act": "words", "words": MARK}
    ),
    "look who told": Act(
        "handler", lambda s: s.url("reveal", "concern", s.concern.pk), (REVEALED,), {"reason": "safety"}, first=opened
    ),
    "look who told, with more words": Act(
        "handler",
        lambda s: s.url("reveal", "concern", s.concern.pk),
        ("casework.note.added", REVEALED),
        {"reason": "safety", "words": MARK},
        first=opened,
    ),
    "look who told without a reason": Act(
        "handler", lambda s: s.url("reveal", "concern", s.concern.pk), (), {"words": MARK}, status=422, first=opened
    ),
    "look who somebody is who is not of the case": Act(
        "handler",
        lambda s: s.url("reveal", "concern", s.restricted.contacts.get().concern_id),
        (),
        {"reason": "safety"},
        status=404,
        first=opened,
    ),
    "be shown a number": Act(
        "handler",
        lambda s: s.url("number", "concern", s.concern.pk),
        (REVEALED, "casework.number.shown"),
        {"is_safe": "on", "how": MARK},
        first=opened,
    ),
    "download a cleaned file": Act("handler", lambda s: s.file("cleaned"), (FILE,), first=opened),
    "ask for an original": Act("handler", lambda s: s.file("original"), (), first=opened),
    "download an original, by a reason": Act(
        "handler", lambda s: s.file("original"), (FILE,), {"reason": "evidence"}, first=opened
    ),
    "preview a referral that says who somebody is": Act(
        "handler", lambda s: refer(s, names=("reporter",)), (REVEALED,), first=opened
    ),
    "preview a referral that does not": Act("handler", lambda s: refer(s, names=("account",)), (), first=opened),
    "download a referral as an encrypted file": Act(
        "handler",
        make_file,
        ("casework.referral.file_made",),
        {"passphrase": "six words that nobody typed"},
        first=opened,
    ),
    "see a PIN": Act(
        "handler", of_desk("interpreters:session", "contact", "session"), ("casework.interpreters.pin_shown",)
    ),
    "read a contact without a case": Act("handler", of_desk("desk:contact", "contact"), ("casework.contact.read",)),
    "look at a concern that nobody has taken": Act("handler", of_desk("desk:untaken", "untaken"), ()),
    "take it": Act(
        "handler",
        of_desk("desk:take", "untaken"),
        ("concerns.concern.status_changed", "casework.case.taken"),
        {},
        status=303,
    ),
    "find a concern by its code": Act(
        "handler",
        by_code,
        ("casework.concern.found_by_code",),
        {},
        status=303,
    ),
    "download the figures": Act("handler", lambda s: reverse("duties:workbook"), ("casework.figures.exported",)),
    "take a letter": Act("handler", of_desk("duties:letter_text", "ended"), ("casework.request.letter_taken",)),
    "search for a request": Act(
        "handler", of_desk("duties:request_look", "asked"), ("casework.request.searched",), {"words": MARK}
    ),
    "unlock with a wrong passphrase": Act(
        "handler, locked",
        lambda s: reverse("desk:unlock"),
        ("casework.desk.wrong_passphrase",),
        {"passphrase": MARK, "until": ""},
        status=422,
    ),
    "unlock": Act(
        "handler, locked",
        lambda s: reverse("desk:unlock"),
        ("casework.desk.unlocked",),
        {"passphrase": PASSPHRASE, "until": ""},
        status=302,
    ),
    "lock": Act("handler", lambda s: reverse("desk:lock"), ("casework.desk.locked",), {}, status=302),
    "open a page of leads": Act("handler", lambda s: reverse("desk:lead"), ("history.access.refused",), status=403),
    "open what an agency was sent": Act(
        "partner",
        of_desk("agency:referral", "sent_referral"),
        ("casework.partner.opened", "casework.referral.answered"),
        {"passphrase": AGENCY_PASSPHRASE},
    ),
    "try another passphrase of the agency": Act(
        "partner",
        of_desk("agency:referral", "sent_referral"),
        ("casework.partner.wrong_passphrase",),
        {"passphrase": MARK},
        status=422,
    ),
    "look at what an agency was sent before it is opened": Act(
        "partner", of_desk("agency:referral", "sent_referral"), ()
    ),
    "open the desk, from outside it": Act(
        "content_editor", lambda s: reverse("desk:queue"), ("history.access.refused",), status=404
    ),
    "open a case, from outside the desk": Act(
        "site_administrator", lambda s: s.url("case"), ("history.access.refused",), status=404
    ),
    "viewed the log": Act("site_administrator", lambda s: reverse("history:log"), ("history.log.read",)),
}


def do(act: Act, scene: Scene, url: str) -> tuple[int, list[Entry]]:
    """The status of the answer, and the lines that came of it."""
    browser, before = scene.browsers[act.who], Entry.objects.count()
    response = browser.get(url) if act.sent is None else browser.post(url, act.sent | scene.sent)
    return response.status_code, list(Entry.objects.order_by("seq")[before:])


@pytest.mark.parametrize("name", ACTS)
def test_what_is_done_leaves_its_lines_and_no_others(scene, name):
    """Each time: going from page to page of a case, and knocking at one door, are one within some minutes only."""
    act, actor = ACTS[name], scene.world.staff[ACTS[name].who.partition(",")[0]]
    act.first(scene)
    url = act.url(scene)
    status, lines = do(act, scene, url)
    assert (status, tuple(line.action for line in lines)) == (act.status, act.lines)
    assert {line.actor_id for line in lines} <= {actor.pk}
    check_nothing_told(lines, scene)
    if act.status in {200, 403, 404} and OPENED not in act.lines:
        cache.clear()
        act.first(scene)
        again = [line.action for line in do(act, scene, url)[1]]
        assert again[: len(act.lines)] == list(act.lines) or "casework.referral.answered" in act.lines


def check_nothing_told(lines: list[Entry], scene: Scene) -> None:
    """In no column, and in no sentence that is made of them."""
    for line in lines:
        text = " ".join(map(str, [*vars(line).values(), get_entry_sentence(line)]))
        for told in (MARK, NUMBER, NUMBER.replace(" ", ""), scene.digits, "wages", PASSPHRASE, AGENCY_PASSPHRASE):
            assert told not in text, line.action
