"""/desk/requests/: one writes, another releases; who may be an exploiter learns nothing.

See docs/requirements/helpline.md#data-requests.
"""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from compliance.casework import models as m
from compliance.casework.choices import Marking
from compliance.data_protection import models as data_protection_models
from compliance.data_protection.services import access_requests as services
from portal.history.models import Entry
from tests.factories import cases as cf
from tests.factories.casework import keys_of, unlock
from tests.support.pdfs import assert_ua, open_pdf

pytestmark = pytest.mark.django_db
NOW = timezone.now()
TODAY = timezone.localdate(NOW)
GIVES = "You called us on 3 May 2026 and told us about your pay."


def to(name, *args):
    return reverse(f"duties:{name}", args=args)


def day(name, value):
    return {f"{name}_day": value.day, f"{name}_month": value.month, f"{name}_year": value.year}


def taken(by, *, kind="access", apart=False):
    return services.record_request(
        kind=kind, who="Robin Wren", how="by post", wants="All", received_on=TODAY, is_held_apart=apart, by=by, at=NOW
    )  # fmt: skip


def searching(by, **given):
    request = taken(by, **given)
    return services.save_identity_check(
        access_request=request, outcome="confirmed", how="receipt", by=by, keys=keys_of(by), at=NOW
    )


def written(by, *, gives=GIVES, erases=False, **given):
    request = searching(by, **given)
    return services.write_answer(
        access_request=request, gives=gives, left_out="The rest is about others", exemptions=["sch2_para16"],
        erases=erases,
        review_on=TODAY, by=by, keys=keys_of(by), at=NOW,
    )  # fmt: skip


def test_a_request_is_taken_down_sealed_and_due_in_a_month(desk, handler):
    sent = {"kind": "access", "who": "Robin Wren", "how": "by post", "wants": "All", "is_held_apart": "no"}
    assert desk.post(to("request_take"), sent | day("received_on", TODAY)).status_code == 303
    request = data_protection_models.SubjectAccess.objects.get()
    assert b"Robin" not in bytes(request.request)
    assert request.due_on > TODAY + timedelta(days=27)
    assert request.reference in desk.get(to("requests")).content.decode()
    assert "Robin Wren" in desk.get(to("request", request.pk)).content.decode()


def test_what_is_missing_is_said_and_what_was_typed_stays(desk):
    page = desk.post(to("request_take"), {"who": "Robin Wren"} | day("received_on", TODAY + timedelta(days=1)))
    assert page.status_code == 422
    assert "Robin Wren" in page.content.decode()
    assert not data_protection_models.SubjectAccess.objects.exists()


class TestHeldApart:
    def test_only_leads_see_it(self, desk, handler, lead_desk):
        request = taken(handler, apart=True)
        assert request.reference not in desk.get(to("requests")).content.decode()
        assert desk.get(to("request", request.pk)).status_code == 404
        assert desk.post(to("request_check", request.pk), {}).status_code == 404
        assert request.reference in lead_desk.get(to("requests")).content.decode()
        assert lead_desk.get(to("request", request.pk)).status_code == 200

    def test_a_handler_who_grows_wary_can_hold_it_apart(self, desk, handler):
        request = taken(handler)
        assert desk.post(to("request_apart", request.pk)).url == to("requests")
        assert desk.get(to("request", request.pk)).status_code == 404

    def test_its_letter_is_the_same_whatever_was_found(self, lead, handler, lead_desk):
        second = unlock(Client(), second_lead())
        letters = []
        for gives in (GIVES, ""):
            request = written(lead, gives=gives, apart=True)
            assert second.post(to("request_release", request.pk)).status_code == 303
            letters.append(lead_desk.get(to("letter_text", request.pk)).content.decode().replace(request.reference, ""))
        assert letters[0] == letters[1]
        assert "neither confirm nor deny" in letters[0]


def second_lead():
    from portal.accounts.roles import StaffRole
    from tests.factories.accounts import UserFactory
    from tests.factories.vault import give_key

    person = UserFactory(role=StaffRole.TRIAGE_LEAD)
    give_key(person)
    return person


class TestSearching:
    @pytest.fixture
    def case(self, vault, lead):
        return cf.full_case(vault.unlocked, at=NOW, owner=lead)

    def test_nothing_is_searched_before_it_is_known_who_asks(self, desk, handler, case):
        request = taken(handler)
        page = desk.post(to("request_look", request.pk), {"words": cf.MARKER})
        assert page.status_code == 422
        assert case.reference not in page.content.decode()

    def test_sealed_words_are_found_and_what_is_ticked_is_noted(self, desk, handler, case):
        request = searching(handler)
        look = to("request_look", request.pk)
        page = desk.post(look, {"words": cf.MARKER.lower()})
        assert case.reference in page.content.decode()
        assert desk.post(look, {"words": cf.MARKER, "keep": "1"}).status_code == 422
        assert desk.post(look, {"words": cf.MARKER, "keep": "1", "kept": [str(case.pk)]}).status_code == 303
        request.refresh_from_db()
        answer = services.read_answer(request, keys_of(handler))
        assert [one["reference"] for one in answer.found] == [case.reference]
        assert cf.MARKER not in str(list(Entry.objects.values_list("detail", "object_label")))

    def test_nobody_notes_what_their_words_did_not_find(self, desk, handler, case):
        request = searching(handler)
        sent = {"words": "somethingelse", "keep": "1", "kept": [str(case.pk)]}
        desk.post(to("request_look", request.pk), sent)
        request.refresh_from_db()
        assert services.read_answer(request, keys_of(handler)).found == []

    def test_a_case_that_is_not_for_the_person_is_not_opened_for_them(self, desk, handler, case):
        m.Case.objects.update(marking=Marking.SEALED)
        page = desk.post(to("request_look", searching(handler).pk), {"words": cf.MARKER})
        assert case.reference not in page.content.decode()
        assert page.context["result"].closed_off == 1


class TestTwoPeople:
    def test_the_writer_cannot_release(self, lead, lead_desk):
        request = written(lead)
        assert lead_desk.get(to("request_release", request.pk)).status_code == 403
        assert lead_desk.post(to("request_release", request.pk)).status_code == 403
        request.refresh_from_db()
        assert (request.status, request.second_by) == ("review", None)

    def test_another_handler_cannot_release_what_a_handler_wrote(self, handler, colleague_desk, lead_desk):
        request = written(handler)
        assert colleague_desk.post(to("request_release", request.pk)).status_code == 403
        assert lead_desk.post(to("request_release", request.pk)).status_code == 303

    def test_a_released_answer_becomes_a_letter(self, handler, desk, lead_desk, lead):
        request = written(handler)
        assert desk.get(to("letter_text", request.pk)).status_code == 303
        page = lead_desk.get(to("request_release", request.pk))
        assert GIVES in page.content.decode()
        assert "The rest is about others" in page.content.decode()
        lead_desk.post(to("request_release", request.pk))
        letter = desk.get(to("letter_text", request.pk)).content.decode()
        assert GIVES in letter
        assert "about others" not in letter
        request.refresh_from_db()
        assert (request.status, request.first_by, request.second_by) == ("answered", handler, lead)
        assert Entry.objects.filter(action="casework.request.letter_taken", actor_id=handler.pk).exists()

    def test_the_letter_is_a_tagged_pdf_too(self, handler, desk, lead_desk):
        request = written(handler)
        lead_desk.post(to("request_release", request.pk))
        response = desk.get(to("letter_pdf", request.pk))
        assert response["Content-Type"] == "application/pdf"
        assert_ua(open_pdf(response.content))

    def test_the_second_person_sends_it_back_with_what_has_to_change(self, handler, desk, lead_desk):
        request = written(handler)
        address = to("request_send_back", request.pk)
        assert lead_desk.post(address, {}).status_code == 422
        assert lead_desk.post(address, {"why": "Take the name out"}).status_code == 303
        page = desk.get(to("request", request.pk)).content.decode()
        assert "Take the name out" in page
        assert GIVES in desk.get(to("request_write", request.pk)).content.decode()

    def test_two_releases_at_once_are_one(self, handler, lead_desk):
        request = written(handler)
        assert lead_desk.post(to("request_release", request.pk)).status_code == 303
        assert lead_desk.post(to("request_release", request.pk)).status_code == 303
        assert Entry.objects.filter(action="casework.request.released").count() == 1


class TestErasure:
    @pytest.fixture
    def request_about(self, handler):
        def do(case):
            request = searching(handler, kind="erasure")
            hit = services.Hit("case", case.pk, case.reference)
            keys = keys_of(handler)
            services.save_findings(access_request=request, hits=[hit], by=handler, keys=keys, at=NOW)
            return services.write_answer(
                access_request=request, gives="It is erased.", left_out="", exemptions=[], erases=True, review_on=None,
                by=handler, keys=keys, at=NOW,
            )  # fmt: skip

        return do

    def test_what_was_found_is_erased_when_the_second_person_releases_it(self, vault, request_about, lead_desk):
        case = cf.case(at=NOW, closed_at=NOW)
        request = request_about(case)
        assert m.Case.objects.get(pk=case.pk).data_key is not None
        lead_desk.post(to("request_release", request.pk))
        assert m.Case.objects.get(pk=case.pk).data_key is None

    def test_a_hold_stops_it_and_nothing_is_released(self, vault, request_about, lead_desk):
        case = cf.case(at=NOW, closed_at=NOW)
        cf.hold(case, vault.unlocked)
        request = request_about(case)
        page = lead_desk.post(to("request_release", request.pk), follow=True)
        assert "legal hold" in page.content.decode()
        assert m.Case.objects.get(pk=case.pk).data_key is not None
        request.refresh_from_db()
        assert request.status == "review"

    def test_a_refusal_has_a_reason_and_a_day_to_look_again(self, handler, desk):
        request = searching(handler, kind="erasure")
        page = desk.post(to("request_write", request.pk), {"gives": "", "left_out": "A crime is looked into"})
        assert page.status_code == 422
        assert "Enter the date we will review the refusal" in page.content.decode()
        sent = {"left_out": "A crime is looked into", "exemptions": ["sch2_para2"]} | day("review_on", TODAY)
        assert desk.post(to("request_write", request.pk), sent).status_code == 303
        request.refresh_from_db()
        assert (request.review_on, request.exemptions) == (TODAY, ["sch2_para2"])


def test_a_request_from_somebody_who_cannot_be_confirmed_ends(desk, handler):
    request = taken(handler)
    desk.post(to("request_check", request.pk), {"how": "No code, no number", "outcome": "cannot"})
    request.refresh_from_db()
    assert (request.status, request.answered_at is not None) == ("refused", True)
    assert "neither confirm nor deny" in desk.get(to("letter_text", request.pk)).content.decode()
