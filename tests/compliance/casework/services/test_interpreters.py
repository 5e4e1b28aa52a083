"""Interpreters: chosen in one press, measured, never a companion (docs/requirements/helpline.md#interpreters)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from compliance.casework.models import InterpreterProvider, InterpreterSession
from compliance.casework.selectors import monthly_statistics
from compliance.casework.services import call_endings, calls, interpreters
from portal.core.exceptions import ActionRefused, RowGone
from portal.history.models import Entry

pytestmark = pytest.mark.django_db


def provider(at, name="Lingualink", *, languages=("vi", "pl"), genders=("female",), position=1, pin="4711"):
    facts = {"name": name, "dial_in": "0300 000 0001", "languages": list(languages), "genders": list(genders),
             "hours": "Day and night", "position": position}  # fmt: skip
    return interpreters.save_provider(provider=InterpreterProvider(**facts), pin=pin, actor=at.lead, at=at.now)


def ask(at, call, **given):
    said = {"language": "vi", "mode": "three_way_call", "gender": "female", "provider": None} | given
    return interpreters.request_interpreter(call=call, actor=at.handler, at=at.now, **said)


def test_the_pin_is_sealed_and_showing_it_is_history(at_desk):
    row = provider(at_desk)
    assert b"4711" not in bytes(row.pin)
    session = ask(at_desk, at_desk.case().contacts.get().pk, provider=row)
    assert interpreters.get_dial_in(session=session, actor=at_desk.handler, at=at_desk.now).pin == "4711"
    assert Entry.objects.filter(action="casework.interpreters.pin_shown").count() == 1


def test_those_with_the_language_come_first_by_the_wish_then_by_the_leads_order(at_desk):
    provider(at_desk, "Third", genders=(), position=1)
    provider(at_desk, "Second", genders=("female",), position=3)
    provider(at_desk, "First", genders=("female", "male"), position=2)
    provider(at_desk, "Other", languages=("ar",))
    names = [one.name for one in interpreters.get_providers_for("vi", "female")]
    assert names == ["First", "Second", "Third"]
    assert [one.name for one in interpreters.get_providers_for("vi")] == ["Third", "First", "Second"]


def test_the_wait_is_measured_once_and_the_exact_times_are_sealed(at_desk):
    session = ask(at_desk, at_desk.case().contacts.get().pk)
    given = {"session": session, "keys": at_desk.keys, "is_gender_met": False, "actor": at_desk.handler}
    row = interpreters.record_join(at=at_desk.now + timedelta(seconds=95), **given)
    assert (row.wait_seconds, row.is_gender_met) == (95, False)
    assert interpreters.record_join(at=at_desk.now + timedelta(seconds=300), **given).wait_seconds == 95
    over = {
        "session": session,
        "outcome": "completed",
        "complaint": "Rude",
        "keys": at_desk.keys,
        "actor": at_desk.handler,
    }
    row = interpreters.record_end(at=at_desk.now + timedelta(seconds=695), **over)
    assert (row.talk_seconds, row.hour.minute) == (600, 0)
    assert at_desk.keys.read(row, "complaint") == "Rude"
    with pytest.raises(ActionRefused):
        interpreters.record_end(at=at_desk.now, **over)


def rows(month) -> list:
    return next(table.rows for table in monthly_statistics.get_tables(month) if table.title == "Interpreters")


def test_the_month_counts_requests_waits_and_wishes_by_language(at_desk):
    call = at_desk.case().contacts.get().pk
    for seconds, met in ((30, True), (90, False), (60, False)):
        session = ask(at_desk, call)
        interpreters.record_join(
            session=session,
            keys=at_desk.keys,
            is_gender_met=met,
            actor=at_desk.handler,
            at=at_desk.now + timedelta(seconds=seconds),
        )
    ask(at_desk, call, language="pl", gender="any")
    interpreters.refuse_companion(call=call, language="pl", actor=at_desk.handler, at=at_desk.now)
    month, before = monthly_statistics.get_months(timezone.localdate(at_desk.now))[:2]
    # Whose companion was refused asked for no interpreter.
    assert rows(month) == [["Vietnamese", 3, 3, 0, 60, 90, 3, 1], ["Polish", 1, 0, 1, None, None, 0, 0]]
    assert rows(before) == []


def test_in_an_open_call_it_takes_one_press_and_stays_with_the_contact(at_desk):
    row, client = provider(at_desk), at_desk.client()
    draft = calls.start_call(handler=at_desk.handler, at=at_desk.now)
    calls.save_draft(draft, {"language": "vi", "began_at": at_desk.now.isoformat()}, at=at_desk.now)
    address = reverse("interpreters:call", args=[draft.token])
    page = client.get(address).content.decode()
    assert '<option value="vi" selected' in page
    response = client.post(address, {"language": "vi", "gender": "female", "who": "three_way_call"})
    session = InterpreterSession.objects.get()
    assert (response.status_code, session.provider, session.contact) == (303, row, None)
    shown = client.get(response.headers["Location"]).content.decode()
    assert "0300 000 0001" in shown and "4711" in shown
    client.post(reverse("interpreters:joined", args=[draft.token, session.pk]), {"is_gender_met": "yes"})
    contact = call_endings.end_without_case(
        draft=draft, answers={}, outcome="information_given", actor=at_desk.handler, at=at_desk.now
    )
    assert (interpreters.link_sessions_to_contacts(), interpreters.link_sessions_to_contacts()) == (1, 0)
    session.refresh_from_db()
    assert session.contact == contact and session.wait_seconds is not None


def test_one_press_on_the_form_of_a_call_saves_it_and_asks(at_desk):
    row, client = provider(at_desk), at_desk.client()
    draft = calls.start_call(handler=at_desk.handler, at=at_desk.now)
    address = reverse("desk:call", args=[draft.token])
    response = client.post(address, {"act": "interpreter", "language": "vi", "account": "She whispers"})
    session = InterpreterSession.objects.get()
    assert response.headers["Location"] == reverse("interpreters:session", args=[draft.token, session.pk])
    assert session.provider == row
    assert "She whispers" in client.get(address).content.decode()
    response = client.post(address, {"act": "interpreter"})
    assert response.headers["Location"] == reverse("interpreters:call", args=[draft.token])


def test_a_companion_is_declined_with_the_words_to_say(at_desk):
    client, call = at_desk.client(), at_desk.case().contacts.get().pk
    address = reverse("interpreters:call", args=[call])
    response = client.post(address, {"language": "vi", "gender": "any", "who": "companion"})
    assert response.status_code == 422 and "A companion never interprets" in response.content.decode()
    session = InterpreterSession.objects.get()
    assert (session.mode, session.is_independent) == ("informal_refused", False)


def test_where_nobody_has_the_language_the_page_says_so_and_another_can_be_tried(at_desk):
    client, call = at_desk.client(), at_desk.case().contacts.get().pk
    address = reverse("interpreters:call", args=[call])
    response = client.post(address, {"language": "ti", "gender": "any", "who": "three_way_call"})
    assert "No provider on the list has this language" in client.get(response.headers["Location"]).content.decode()
    first, second = provider(at_desk, "First"), provider(at_desk, "Second", position=2)
    client.post(address, {"language": "vi", "gender": "any", "who": "three_way_call"})
    session = InterpreterSession.objects.get(provider=first)
    client.post(reverse("interpreters:other", args=[call, session.pk, second.pk]))
    session.refresh_from_db()
    assert session.outcome == "unavailable" and InterpreterSession.objects.filter(provider=second).exists()


def test_a_call_of_somebody_else_is_not_there(at_desk):
    draft = calls.start_call(handler=at_desk.lead, at=at_desk.now)
    assert at_desk.client().get(reverse("interpreters:call", args=[draft.token])).status_code == 404
    case = at_desk.case()
    call = case.contacts.get().pk
    case.marking, case.owner = "sealed", at_desk.lead
    case.save()
    assert at_desk.client().get(reverse("interpreters:call", args=[call])).status_code == 404


def test_leads_keep_the_table_and_handlers_read_it(at_desk):
    lead, handler = at_desk.client(at_desk.lead), at_desk.client()
    given = {"name": "Lingualink", "dial_in": "0300", "pin": "pin-77", "languages": ["vi"], "position": 1}
    assert lead.post(reverse("interpreters:add"), given).status_code == 303
    row = InterpreterProvider.objects.get()
    assert handler.get(reverse("interpreters:change", args=[row.pk])).status_code == 403
    assert "pin-77" not in handler.get(reverse("interpreters:table")).content.decode()
    lead.post(reverse("interpreters:change", args=[row.pk]), given | {"pin": "", "name": "Renamed"})
    kept = row.pin
    row.refresh_from_db()
    assert (row.name, bytes(row.pin)) == ("Renamed", bytes(kept))
    lead.post(reverse("interpreters:end", args=[row.pk]))
    assert interpreters.get_providers() == []


def test_a_provider_is_changed_in_the_form_and_keeps_its_pin_until_it_is_dropped(at_desk):
    client = at_desk.client(at_desk.lead)
    given = {"name": "Lingualink", "dial_in": "0300 000 0001", "languages": ["vi"], "position": 2, "pin": "4711#"}
    assert 'value="1"' in client.get(reverse("interpreters:add")).text, "a new one comes first"
    assert client.post(reverse("interpreters:add"), given | {"languages": []}).status_code == 422
    assert not InterpreterProvider.objects.exists()
    client.post(reverse("interpreters:add"), given | {"genders": ["female"], "hours": "By day"})
    row = InterpreterProvider.objects.get()
    pin = bytes(row.pin)
    assert b"4711#" not in pin
    page = client.get(reverse("interpreters:change", args=[row.pk])).text
    assert 'value="Lingualink"' in page and "4711#" not in page
    client.post(reverse("interpreters:change", args=[row.pk]), given | {"pin": "", "languages": ["vi", "ro"]})
    row.refresh_from_db()
    assert (row.languages, row.genders, row.hours, bytes(row.pin)) == (["vi", "ro"], [], "", pin)
    client.post(reverse("interpreters:change", args=[row.pk]), given | {"pin": "", "drop_pin": "on"})
    row.refresh_from_db()
    assert (row.languages, row.pin) == (["vi"], None)


def test_a_provider_that_was_ended_meanwhile_is_neither_changed_nor_ended_again(at_desk):
    row = provider(at_desk)
    shown = [interpreters.find_provider(row.pk) for _number in range(2)]
    interpreters.end_provider(row=row, actor=at_desk.lead, at=at_desk.now)
    with pytest.raises(RowGone):
        interpreters.save_provider(provider=shown[0], pin=None, actor=at_desk.lead, at=at_desk.now)
    with pytest.raises(RowGone):
        interpreters.end_provider(row=shown[1], actor=at_desk.lead, at=at_desk.now + timedelta(hours=1))
    row.refresh_from_db()
    assert row.ended_at == at_desk.now
