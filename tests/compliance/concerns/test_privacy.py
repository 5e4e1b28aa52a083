"""Nothing ties a visit to a person, and nothing of what was told lies anywhere in the clear.

See docs/requirements/security.md#no-visitor-traces.
"""

import io
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import DateTimeField
from django.test import Client
from django.utils import timezone

from compliance.concerns import sweep
from compliance.concerns.models import Concern, Draft, Visit
from compliance.concerns.response_targets import get_targets
from compliance.concerns.services import submission
from portal.accounts.models import User
from portal.history.models import Entry
from tests.factories import told_files
from tests.factories.accounts import sign_in
from tests.factories.concerns import Reporter, key_of, make_concern
from tests.factories.organisations import MembershipFactory
from tests.support.leaks import capture_log, get_places

WORDS = "CANARY-WORDS-5a1e"
NAME = "CANARY-NAME-7c3d"
PHONE = "01632 960077"
BROWSER = "UA-CANARY-9f2c"
ADDRESS = "127.0.0.77"
# Made here, where making it is not yet written into the log of the test.
PHOTO = told_files.photo()


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    with capture_log() as out:
        yield out


def marked_reporter() -> Reporter:
    """Somebody whose address, browser and way here would be known anywhere."""
    return Reporter(Client(REMOTE_ADDR=ADDRESS), headers={"user-agent": BROWSER, "referer": f"https://{BROWSER}/"})


def tell_all(reporter: Reporter) -> str:
    """A concern with a marked answer to everything, and a photo; the 20 digits, of which one was typed wrongly."""
    reporter.begins("seeking_help_self")
    reporter.answers(
        r3={"account": f"{WORDS} they took my passport"},
        r4={"address": WORDS, "town": WORDS, "local_authority": "Chesterfield"},
        r5={"identity_mode": "named_share", "consent": ["police"]},
    )
    reporter.sends("/r/8", name=NAME, contact_method="phone", phone=PHONE, safe_times=WORDS)
    reporter.sends("/r/2/child", place=WORDS)
    upload = SimpleUploadedFile(f"{NAME}.jpg", PHOTO)
    reporter.sends("/r/9", file=upload, token="0b54ed4c-5b0a-4dd0-9d0e-0f0b4a3f7f01", note=WORDS, keeps_original="on")
    digits = reporter.submits()
    reporter.client.post("/r/7", {"ending": "0"})
    return digits


def come_back(reporter: Reporter, digits: str) -> None:
    """With a wrong code, with the right one, and with more to say."""
    reporter.confirms(digits)
    reporter.returns("1" * 20, 422)
    reporter.returns(digits)
    reporter.sends("/r/talk/", text=f"{WORDS} again", token="0b54ed4c-5b0a-4dd0-9d0e-0f0b4a3f7f02")
    reporter.opens("/r/talk/")
    reporter.client.get("/r/nothing-here")


def spellings(digits: str) -> tuple[str, str]:
    """A code, and as it is shown."""
    return digits, " ".join(digits[n : n + 4] for n in range(0, 20, 4))


@pytest.fixture
def told(door, log, tmp_path, monkeypatch) -> dict[str, str]:
    """The whole way: told with a file, the code, come back, written more."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    reporter = marked_reporter()
    digits = tell_all(reporter)
    during = get_places(log, tmp_path)
    come_back(reporter, digits)
    return {
        "digits": digits,
        **{f"{name} before the code was confirmed": text for name, text in during.items()},
        **get_places(log, tmp_path),
    }


def test_plaintext_canary(told):
    """See docs/requirements/security.md#sealed-content."""
    codes = spellings(told.pop("digits"))
    for name, text in told.items():
        for canary in (WORDS, NAME, PHONE, told_files.MARK, *codes, "took my passport"):
            assert canary not in text, f"{canary} in {name}"


def test_ip_canary(told):
    """Neither the address, nor the browser, nor where somebody came from.

    See docs/requirements/security.md#no-visitor-traces.
    """
    for name, text in told.items():
        for canary in (ADDRESS, "127.0.0.0/24", BROWSER):
            assert canary not in text, f"{canary} in {name}"


def test_what_stays_is_enough_to_open_it_with_the_key(told):
    """The canaries are absent because they are sealed, not because they were lost."""
    from compliance.concerns.services import desk

    concern = Concern.objects.get()
    whole = desk.read_concern(concern, key_of(concern))
    assert WORDS in whole.answers["account"] and whole.answers["name"] == NAME
    assert whole.messages[0].text == f"{WORDS} again"
    assert {facts["name"] for facts in whole.files} == {f"{NAME}.jpg"}


def test_an_error_within_the_journey_tells_nothing_of_it(reporter, log, monkeypatch):
    """Not even where the exception itself holds the words (docs/requirements/security.md#error-reports)."""
    reporter.begins()
    reporter.answers(r3={"account": f"{WORDS} and more"})
    token = reporter.token

    def fall(answers, **kwargs):
        raise ValueError(f"cannot take {answers['account']}")

    monkeypatch.setattr(submission, "create_concern", fall)
    reporter.client.raise_request_exception = False
    assert reporter.client.post("/r/6", {"token": token}).status_code == 500
    assert "ValueError" in log.getvalue() and "submission.py" in log.getvalue()
    assert WORDS not in log.getvalue()
    assert not mail.outbox


@pytest.fixture
def member(world) -> Client:
    client = Client()
    sign_in(client, world.a.people["administrator"])
    return client


def test_a_signed_in_person_is_nobody_here(member, world, monkeypatch, door_of_world):
    """No line of history, no session, no time of last use tells that an account was at the door."""
    user = world.a.people["administrator"]
    before = Entry.objects.count()
    reporter = Reporter(member)
    session = dict(member.session)
    reporter.confirms(reporter.tells("business_concern"))
    reporter.client.get("/r/nothing-here")
    lines = Entry.objects.order_by("seq")[before:]
    assert [line.actor_id for line in lines] == [None] * len(lines)
    assert dict(member.session) == session
    assert user.email not in reporter.opens("/report/")
    assert member.get("/dashboard/").status_code == 200


@pytest.fixture
def door_of_world(world, monkeypatch):
    from datetime import timedelta

    from compliance.concerns.forms import submission as submission_forms

    monkeypatch.setattr(submission_forms, "MIN_FILL_TIME", timedelta(0))


def test_no_relation_leads_from_a_concern_to_people_or_businesses():
    """Nor can one be walked back from anything outside (docs/requirements/helpline.md#no-links-from-concerns)."""
    from django.apps import apps

    for model in apps.get_app_config("concerns").get_models():
        for field in model._meta.get_fields():
            if field.is_relation and field.related_model:
                assert field.related_model._meta.app_label in {"concerns", "vault"}, field
        assert not {"ip", "user_agent", "user", "organisation", "created_at"} & {
            f.name for f in model._meta.get_fields()
        }
    for model in (User, MembershipFactory._meta.model):
        assert not [f for f in model._meta.get_fields(include_hidden=True) if "concern" in str(f.name)]


def test_rows_tell_no_order():
    from django.apps import apps

    for model in apps.get_app_config("concerns").get_models():
        assert model._meta.pk.get_internal_type() == "UUIDField"


def test_the_pages_have_neutral_titles_and_addresses(reporter):
    reporter.begins()
    for url in ("/r/1", "/r/online", "/r/leaving", "/r/return/", "/report/"):
        html = reporter.opens(url)
        title = html.split("<title>")[1].split("</title>")[0].lower()
        assert not {"slavery", "helpline", "report", "traffick", settings.PORTAL_NAME.lower()} & set(title.split())


def test_the_minute_of_a_visit_stands_nowhere(reporter, log):
    """Neither in what stays in the database, nor in the log, nor in what the disk says of a file.

    See docs/requirements/security.md#rounded-times.
    """
    begun = time.time()
    digits = tell_all(reporter)
    come_back(reporter, digits)
    reporter.client.post("/r/exit")
    concern = Concern.objects.get()
    drafts_and_visits = (Draft, Visit)
    for model in (*apps.get_app_config("concerns").get_models(), Entry):
        if model in drafts_and_visits:
            # They live for minutes, and are what the person works in.
            continue
        for column in [field.name for field in model._meta.fields if isinstance(field, DateTimeField)]:
            for at in model.objects.exclude(**{column: None}).values_list(column, flat=True):
                if (model, column) == (Concern, "due_at"):
                    continue
                assert (at.minute, at.second) == (0, 0), f"{model.__name__}.{column}"
    # Counted from the hour of the arrival, the deadline tells no more than that hour does.
    hour = timezone.localtime(concern.arrived_hour)
    assert concern.due_at == get_targets(concern.triage_level).first_action.after(hour)
    assert log.getvalue() == ""
    where = Path(settings.STORAGES["concerns"]["OPTIONS"]["location"])
    kept = [where, *(where / file.uuid.hex[:2] for file in concern.files.all())]
    kept += [where / file.uuid.hex[:2] / file.uuid.hex for file in concern.files.all()]
    assert len(kept) > 1
    for path in kept:
        assert path.stat().st_mtime % 3600 == 0 and path.stat().st_mtime > begun, path
    # Its place in the history would tell it too, so nothing is there within the hour.
    assert not Entry.objects.filter(object_uuid=concern.uuid).exists()


def test_after_the_hour_the_history_tells_it_in_no_order(door):
    told = [make_concern().concern for _ in range(20)]
    assert sweep.sweep(timezone.now()) == 0
    assert sweep.sweep(timezone.now() + timedelta(hours=1)) == 20
    lines = list(Entry.objects.filter(action="concerns.concern.received").order_by("seq"))
    assert {line.object_uuid for line in lines} == {concern.uuid for concern in told}
    assert [line.object_uuid for line in lines] != [concern.uuid for concern in told]
    assert sweep.sweep(timezone.now() + timedelta(hours=1)) == 0
