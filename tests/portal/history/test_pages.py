"""The activity of an organisation and the log of the portal: who reads what, and what may be taken away."""

import csv
import io
import json
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from portal.accounts.roles import StaffRole
from portal.core import rate_limits
from portal.history import event_labels
from portal.history.chain import find_export_breaks
from portal.history.models import Entry
from portal.history.services import record
from tests.factories.accounts import PASSWORD, UserFactory, sign_in
from tests.factories.organisations import MembershipFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation():
    return OrganisationFactory(slug="alder")


@pytest.fixture
def administrator(organisation, client):
    person = MembershipFactory(organisation=organisation, role="administrator").user
    sign_in(client, person)
    return person


def act(organisation, actor="system", action="organisations.organisation.changed", at=None, **data) -> Entry:
    return record(actor, action, organisation, data, scope=organisation.uuid, at=at)


def activity(client, **query):
    return client.get(reverse("organisations:activity", args=["alder"]), query)


def lines(response) -> list[Entry]:
    return list(response.context["page"])


def test_activity_shows_ones_own_lines_in_words_the_newest_first(client, organisation, administrator):
    act(organisation, administrator)
    act(organisation, administrator, "organisations.organisation.created")
    act(OrganisationFactory(name="Neighbour Limited"))
    response = activity(client)
    assert [entry.action for entry in lines(response)] == [
        "organisations.organisation.created",
        "organisations.organisation.changed",
    ]
    page = response.content.decode()
    assert f"created {organisation.name}" in page
    assert "Neighbour Limited" not in page


def test_activity_is_narrowed_by_person_action_and_day(client, organisation, administrator):
    other = UserFactory()
    act(organisation, administrator, at=datetime(2026, 5, 1, 12, tzinfo=UTC))
    act(organisation, other, at=datetime(2026, 5, 31, 23, 30, tzinfo=UTC))  # 00:30 on 1 June in London
    act(organisation, other, "organisations.organisation.created", at=datetime(2026, 6, 2, tzinfo=UTC))
    assert len(lines(activity(client, person=other.pk))) == 2
    assert len(lines(activity(client, action="organisations.organisation.created"))) == 1
    june = {"since_day": "1", "since_month": "6", "since_year": "2026"}
    assert len(lines(activity(client, **june))) == 2
    first_of_june = june | {"until_day": "1", "until_month": "June", "until_year": "2026"}
    assert len(lines(activity(client, **first_of_june))) == 1


@pytest.mark.parametrize(
    "query",
    [
        {"since_day": "31", "since_month": "2", "since_year": "2026"},
        {"person": "' OR 1=1--"},
        {"action": "password"},
        {"since_day": "2", "since_month": "6", "since_year": "2026"}
        | {"until_day": "1", "until_month": "6", "until_year": "2026"},
        {"until_day": "31", "until_month": "12", "until_year": "9999"},
    ],
)
def test_a_condition_that_makes_no_sense_is_said_to_be_so(client, organisation, administrator, query):
    response = activity(client, **query)
    assert response.status_code == 422
    assert "There is a problem" in response.content.decode()


@pytest.mark.parametrize("page", ["0", "-1", "999999999", "x", "١"])
def test_any_page_number_shows_a_page(client, organisation, administrator, page):
    act(organisation)
    assert activity(client, page=page).status_code == 200


def test_a_long_log_costs_no_more_queries(client, organisation, administrator, django_assert_max_num_queries):
    people = UserFactory.create_batch(5)
    for number in range(120):
        act(organisation, people[number % 5])
    activity(client)
    with django_assert_max_num_queries(10):
        response = activity(client)
    assert len(lines(response)) == 50
    assert response.context["page"].paginator.num_pages == 3


def take_away(client, kind: str, **query):
    return client.get(reverse(f"organisations:activity_{kind}", args=["alder"]), query)


def test_the_spreadsheet_holds_what_is_shown_and_who_took_it(client, organisation, administrator):
    act(organisation, "=HYPERLINK(1)")
    act(organisation, administrator)
    response = take_away(client, "csv", person=administrator.pk)
    text = response.getvalue().decode()
    assert text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert rows[1][1:4] == [str(administrator), "Settings changed", organisation.name]
    assert ["Downloaded by", str(administrator)] in rows
    assert ["Filters", f"Who: {administrator}"] in rows
    assert rows[-1] == ["Entries", "1"]
    assert "'=HYPERLINK(1)" in take_away(client, "csv").getvalue().decode()
    last = Entry.objects.for_scope(organisation.uuid).last()
    assert last.action == "history.log.exported"


def test_the_json_proves_itself_without_the_portal(client, organisation, administrator):
    for number in range(5):
        act(organisation, administrator, number=number)
        act(OrganisationFactory())  # lines of others in between are no gap, and do not show
    export = json.loads(take_away(client, "json").content)
    assert export["count"] == len(export["entries"]) == 5
    assert not find_export_breaks(export)
    assert "seq" not in export["entries"][0], "how much goes on elsewhere is nobody's business"


@pytest.mark.parametrize(
    "tamper",
    [
        lambda entries: entries[2].update(actor="somebody else"),
        lambda entries: entries[2]["detail"].update(number=7),
        lambda entries: entries.pop(2),
        lambda entries: entries.pop(),
        lambda entries: entries.reverse(),
        lambda entries: entries.insert(1, dict(entries[0])),
    ],
)
def test_a_tampered_export_does_not_hold(client, organisation, administrator, tamper, tmp_path, capsys):
    for number in range(5):
        act(organisation, administrator, number=number)
    export = json.loads(take_away(client, "json").content)
    tamper(export["entries"])
    assert find_export_breaks(export)
    file = tmp_path / "export.json"
    file.write_text(json.dumps(export))
    call_command("audit_verify", export=file)
    assert "NOT complete" in capsys.readouterr().out


def test_each_reading_of_the_whole_log_is_a_line(client):
    reader = UserFactory(role=StaffRole.SITE_ADMINISTRATOR)
    client.force_login(reader)
    client.get(reverse("history:log"))
    client.get(reverse("history:log"), {"page": 2})
    assert list(Entry.objects.by(reader).values_list("action", flat=True)) == ["history.log.read"] * 2


def test_a_handler_reads_their_own_acts_only(client):
    handler = UserFactory(role=StaffRole.HANDLER)
    record(handler, "organisations.organisation.changed")
    record("somebody else", "organisations.organisation.created")
    client.force_login(handler)
    assert [entry.actor_id for entry in lines(client.get(reverse("history:log")))] == [handler.pk]


def test_a_site_administrator_can_have_the_log_checked(client):
    client.force_login(UserFactory(role=StaffRole.SITE_ADMINISTRATOR))
    record("system", "organisations.organisation.changed")
    assert "The log is complete and unchanged" in client.post(reverse("history:verify")).content.decode()


def test_the_command_prints_its_verdict(capsys):
    record("system", "tests.thing.done")
    call_command("audit_verify")
    assert capsys.readouterr().out.startswith("The chain is complete: 1 entries, 0 anchors")
    call_command("audit_verify", json=True)
    verdict = json.loads(capsys.readouterr().out)
    assert (verdict["whole"], verdict["entries"], verdict["problems"]) == (True, 1, [])


@pytest.mark.parametrize("option", ["anchors", "export"])
def test_the_command_ends_with_2_where_it_cannot_look(tmp_path, option):
    with pytest.raises(CommandError) as problem:
        call_command("audit_verify", **{option: tmp_path / "nowhere"})
    assert problem.value.returncode == 2


def test_an_anchor_that_cannot_be_read_is_not_taken_for_none(tmp_path):
    (tmp_path / "2026-01-01.json").write_text("{")
    with pytest.raises(CommandError) as problem:
        call_command("audit_verify", anchors=tmp_path)
    assert problem.value.returncode == 2


def test_a_refused_permission_is_a_line_once_in_ten_minutes(client, organisation):
    viewer = MembershipFactory(organisation=organisation, role="viewer").user
    client.force_login(viewer)
    for _ in range(3):
        assert activity(client).status_code == 403
    (entry,) = Entry.objects.by(viewer)
    assert entry.action == "history.access.refused"
    assert entry.detail == {
        "address": "organisations:activity",
        "method": "GET",
        "status": 403,
        "organisation": "alder",
    }
    assert entry.scope is None, "the neighbour does not learn who knocked"


@pytest.mark.parametrize("slug", ["alder", "nowhere"])
def test_knocking_at_a_neighbours_door_is_a_line_whether_or_not_they_are_there(client, organisation, slug):
    stranger = UserFactory()
    client.force_login(stranger)
    client.get(reverse("organisations:activity", args=[slug]))
    assert Entry.objects.by(stranger).get().detail["status"] == 404


@pytest.mark.parametrize("url", ["/desk/", "/desk/cases/00000000-0000-4000-8000-000000000000/", "/staff/accounts/"])
@pytest.mark.parametrize("role", [None, StaffRole.PARTNER, StaffRole.STATISTICIAN, StaffRole.CONTENT_EDITOR])
def test_knocking_at_the_desk_or_at_our_staffs_pages_is_a_line(client, url, role):
    stranger = UserFactory(role=role)
    client.force_login(stranger)
    assert client.get(url).status_code == 404
    (entry,) = Entry.objects.by(stranger)
    assert (entry.action, entry.detail["status"]) == ("history.access.refused", 404)
    assert "00000000" not in str(entry.detail), "which case it was is nobody's to know"


def test_what_a_handler_does_not_find_at_the_desk_is_no_refusal(client):
    handler = UserFactory(role=StaffRole.HANDLER)
    client.force_login(handler)
    client.get("/desk/cases/00000000-0000-4000-8000-000000000000/")
    assert not Entry.objects.by(handler).exists()


def test_whoever_knocks_at_door_after_door_does_not_fill_the_log(client, settings):
    settings.LIMITS = settings.LIMITS | {"refusal": (3, 3600)}
    stranger = UserFactory()
    client.force_login(stranger)
    for number in range(40):
        assert client.get(f"/o/alder-{number}/activity/").status_code == 404
    lines = list(Entry.objects.by(stranger).order_by("seq").values_list("action", "detail__count"))
    assert lines == [("history.access.refused", None)] * 3 + [("history.access.cut_off", n) for n in (4, 30)]
    assert "was refused 30 times within an hour" in event_labels.get_entry_sentence(
        Entry.objects.by(stranger).latest("seq")
    )


def test_the_next_hour_is_written_again_and_others_are_not_touched(client, settings, monkeypatch):
    settings.LIMITS = settings.LIMITS | {"refusal": (1, 3600)}
    now = 1_200_000_000.0
    monkeypatch.setattr(rate_limits, "time", lambda: now)
    stranger, other = UserFactory(), UserFactory()
    client.force_login(stranger)
    for number in range(5):
        client.get(f"/o/alder-{number}/activity/")
    now += 3600
    client.get("/o/birch/activity/")
    assert [line.action.split(".")[2] for line in Entry.objects.by(stranger).order_by("seq")] == [
        "refused", "cut_off", "refused"
    ]  # fmt: skip
    client.force_login(other)
    client.get("/o/birch/activity/")
    assert Entry.objects.by(other).get().action == "history.access.refused"


def test_a_page_that_is_not_there_is_no_refusal(client):
    client.force_login(UserFactory())
    client.get("/no/such/page/")
    client.get("/no-such-page/")
    assert not Entry.objects.exists()


def test_an_action_without_words_is_still_readable():
    entry = Entry(action="suppliers.site_visit.planned", object_label="Bay 4", detail={})
    assert event_labels.get_entry_sentence(entry) == "Site visit planned: Bay 4"


def test_a_sentence_may_name_facts_that_an_old_line_lacks():
    entry = Entry(action="statements.version.withdrawn", object_label="Alder 2026", detail={})
    assert event_labels.get_entry_sentence(entry) == "withdrew Alder 2026: "


def test_a_fact_that_looks_like_a_placeholder_stays_text():
    entry = Entry(action="statements.version.withdrawn", object_label="{reason.__class__}", detail={"reason": "{x}"})
    assert event_labels.get_entry_sentence(entry) == "withdrew {reason.__class__}: {x}"


@pytest.mark.parametrize(
    ("action", "detail", "said"),
    [
        (
            "statements.section.saved",
            {"section": "risk"},
            "saved the section “Assessing and managing risk” of Alder 2026",
        ),
        ("statements.section.saved", {"section": "of_old"}, "saved the section “of_old” of Alder 2026"),
        (
            "statements.check.answered",
            {"criterion": "law_approval"},
            "answered the check “Was it approved by the right body?” of Alder 2026",
        ),
    ],
)
def test_codes_are_said_in_words(action, detail, said):
    assert event_labels.get_entry_sentence(Entry(action=action, object_label="Alder 2026", detail=detail)) == said


@pytest.mark.parametrize("name", ["organisations:activity_csv", "organisations:activity_json"])
def test_whoever_takes_the_log_away_shows_again_who_they_are(organisation, administrator, client, name):
    sign_in(client, administrator, seconds_ago=301)
    asked = client.get(reverse(name, args=["alder"]))
    assert asked["Location"].startswith("/accounts/reauthenticate/?next=")
    assert not Entry.objects.filter(action="history.log.exported").exists()
    back = client.post(asked["Location"], {"password": PASSWORD})
    assert client.get(back["Location"]).status_code == 200
    assert activity(client).status_code == 200, "to read it is no export"
