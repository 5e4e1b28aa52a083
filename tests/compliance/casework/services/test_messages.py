"""Writing to a reporter: phrases, a preview as they see it, and what a handler is told before it goes.

See docs/requirements/helpline.md#messages.
"""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from compliance.casework.message_snippets import SNIPPETS
from compliance.casework.models import Case, PersonIdentity
from compliance.casework.selectors import concerns as selectors_concerns
from compliance.casework.services import merging
from compliance.casework.services.case_keys import seal_with_own_key
from compliance.concerns.models import Message
from portal.core import readability
from portal.core.text import split_at_pauses
from portal.history.models import Entry
from tests.factories.casework import taken_by, tell
from tests.factories.concerns import Reporter

# --- The rules -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", SNIPPETS)
def test_a_phrase_is_short_and_plain(code):
    said = split_at_pauses(str(SNIPPETS[code]))
    assert max(len(readability.words(one)) for one in said) <= 15


def test_phrases_are_for_readers_of_nine():
    said = [one for phrase in SNIPPETS.values() for one in split_at_pauses(str(phrase))]
    assert max(readability.reading_ages(said)) <= 9


# --- The pages -------------------------------------------------------------------------------------------------------


def talk(case: Case) -> str:
    return reverse("cases:conversation", args=[case.pk])


def writes(desk, case, text, act="preview", **said):
    return desk.post(talk(case), {"text": text, "language": "en", "token": str(uuid4()), "act": act} | said)


def hidden(page: str) -> dict[str, str]:
    main = page.rsplit("<main", 1)[-1]
    return dict(re.findall(r'<input type="hidden" name="(text|language|token|is_told)" value="([^"]*)"', main))


@pytest.mark.django_db
def test_nothing_is_sent_before_it_was_seen_as_they_see_it(desk, handler):
    case = taken_by(handler)
    for act in ("preview", ""):
        page = writes(desk, case, "Thank you.\nLook here again tomorrow.", act)
        assert page.status_code == 200 and not Message.objects.exists()
        assert "Nothing has been sent yet" in page.text
        assert "portal-talk__message--helpline" in page.text and "Thank you.<br>Look here again" in page.text
    answer = desk.post(talk(case), hidden(page.text) | {"act": "send"})
    assert answer.status_code == 303
    assert "Thank you." in desk.get(talk(case)).text
    assert Entry.objects.filter(action="casework.message.sent").count() == 1


@pytest.mark.django_db
def test_the_preview_draws_a_message_with_the_markup_of_the_reporters_own_page(desk, handler, lead):
    made = tell()
    case = taken_by(handler, made.concern)
    preview = writes(desk, case, "Thank you. Look here again tomorrow.").text
    writes(desk, case, "Thank you. Look here again tomorrow.", "send")
    reporter = Reporter()
    reporter.returns(made.digits)
    drawn = re.search(r'<li class="portal-talk__message.*?</li>', reporter.opens("/r/talk/"), re.DOTALL)[0]
    assert drawn in preview


@pytest.mark.django_db
def test_going_back_to_change_it_loses_nothing(desk, handler):
    case = taken_by(handler)
    page = writes(desk, case, "Thank you.", is_told="on", language="vi").text
    back = desk.post(talk(case), hidden(page) | {"act": "change"}).text
    assert re.search(r"<textarea[^>]*>\s*Thank you\.</textarea>", back)
    assert re.search(r'<input[^>]*name="is_told"[^>]*checked', back)
    assert re.search(r'<option value="vi" selected', back)
    assert hidden(page)["token"] in back


@pytest.mark.django_db
def test_ticked_phrases_come_below_what_was_written(desk, handler):
    case = taken_by(handler)
    page = writes(desk, case, "Hello.", "phrases", phrases=["thanks", "tomorrow", "nonsense"])
    assert page.status_code == 200
    written = re.search(r"<textarea[^>]*>(.*?)</textarea>", page.text, re.DOTALL)[1].strip()
    assert written == "Hello.\nThank you for telling us.\nCheck back here tomorrow."
    assert not re.search(r'<input[^>]*name="phrases"[^>]*checked', page.text)
    assert not Message.objects.exists()


@pytest.mark.django_db
def test_a_name_that_the_case_knows_is_warned_of_before_it_goes(desk, handler, keys):
    case = taken_by(
        handler, name="Robin Marker", responsible="A man called Gant", pv_count_mode="exact", pv_count_min=1
    )
    group = case.persongroups.get()
    seal_with_own_key(PersonIdentity(group=group), details={"name": "Linh Tran"}).save(force_insert=True)
    page = writes(desk, case, "Robin, is Gant near Linh? Tell Sam.").text
    assert "This message names someone in the case: Robin, Gant, Linh." in page
    assert "Marker" not in page and "Tran" not in page
    assert "This message names someone" not in writes(desk, case, "Is he near? Tell Sam.").text


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "written", "words"),
    [
        ("vi", "en", "Written in English. They asked for Vietnamese."),
        ("vi", "vi", "Written in Vietnamese."),
        ("en", "en", "Written in English."),
        ("unknown", "en", "Written in English."),
    ],
)
def test_the_preview_says_in_which_language_it_is_and_which_they_asked_for(desk, handler, asked, written, words):
    case = taken_by(handler, language=asked)
    page = writes(desk, case, "Check back here tomorrow.", language=written).text
    assert words in page
    assert ("They asked for" in page) == (asked == "vi" and written == "en")
    assert ("How it reads" in page) == (written == "en")


@pytest.mark.django_db
def test_the_language_goes_with_the_message_to_both_sides(desk, handler):
    made = tell(language="vi")
    case = taken_by(handler, made.concern)
    writes(desk, case, "Cảm ơn bạn.", "send", language="vi")
    assert "in Vietnamese" in desk.get(talk(case)).text
    reporter = Reporter()
    reporter.returns(made.digits)
    assert '<p class="govuk-body portal-anywhere" lang="vi" dir="auto">Cảm ơn bạn.</p>' in reporter.opens("/r/talk/")


@pytest.mark.django_db
def test_a_colleague_answers_while_the_owner_is_away(colleague_desk, handler):
    case = taken_by(handler)
    for act in ("preview", "phrases", "change"):
        assert writes(colleague_desk, case, "Thank you.", act).status_code == 200
    assert not Message.objects.exists()
    writes(colleague_desk, case, "Thank you.", "send")
    assert Message.objects.count() == 1
    case.refresh_from_db()
    assert (case.owner, case.has_news) == (handler, True)


# --- Two people who told us ------------------------------------------------------------------------------------------


@pytest.fixture
def two(handler, keys):
    """A case that another was merged into: the codes of both, the merged one's last."""
    first, second = tell(at=timezone.now() - timedelta(hours=3)), tell(at=timezone.now())
    case, other = taken_by(handler, first.concern), taken_by(handler, second.concern)
    merging.merge_cases(case=other, into=case, reason="The same.", actor=handler, keys=keys, at=timezone.now())
    return case, first, second


def read_by(made) -> str:
    reporter = Reporter()
    reporter.returns(made.digits)
    return reporter.opens("/r/talk/")


@pytest.mark.django_db
def test_each_of_two_people_is_answered_under_their_own_code_and_no_other(desk, two):
    case, first, second = two
    page = desk.get(talk(case)).text
    references = [contact.reference for contact in case.contacts.all()]
    assert len(references) == 2 and all(f"Write to contact {reference}" in page for reference in references)
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    seen = writes(desk, case, "Thank you. A colleague reads it at noon.", concern=str(first.concern.pk)).text
    carried = hidden(seen) | {"act": "send", "concern": re.search(r'name="concern" value="([^"]+)"', seen)[1]}
    assert carried["concern"] == str(first.concern.pk)
    assert desk.post(talk(case), carried).status_code == 303
    assert "A colleague reads it at noon" in read_by(first)
    assert "A colleague reads it at noon" not in read_by(second)


@pytest.mark.django_db
def test_without_saying_to_whom_nothing_goes_where_there_are_two(desk, two, handler):
    case = two[0]
    other = taken_by(handler, tell().concern)
    for wanted in ("", "nonsense", str(selectors_concerns.get_concerns(other)[0].pk)):
        assert writes(desk, case, "Thank you.", "send", concern=wanted).status_code == 404
    assert not Message.objects.exists()


@pytest.mark.django_db
def test_what_is_wrong_is_said_at_the_message_it_is_about(desk, two):
    case, _first, second = two
    page = writes(desk, case, " ", concern=str(second.concern.pk))
    assert page.status_code == 422 and "Enter a message" in page.text
    reference = case.contacts.get(concern=second.concern).reference
    assert f'href="#id_{reference}_text"' in page.text


@pytest.mark.django_db
def test_help_is_named_to_the_one_who_was_chosen(desk, two):
    case, first, second = two
    address = reverse("cases:signpost", args=[case.pk])
    given = {
        "kind": "service",
        "code": "safe_accommodation",
        "title": "A refuge",
        "address": "0808",
        "is_safe": "on",
        "token": str(uuid4()),
    }
    refused = desk.post(address, given)
    assert refused.status_code == 422 and "Select who to tell" in refused.text
    assert desk.post(address, given | {"concern": str(second.concern.pk)}).status_code == 303
    assert "A refuge" in read_by(second)
    assert "A refuge" not in read_by(first)


@pytest.mark.django_db
def test_a_signpost_sent_again_is_one_and_other_help_in_the_same_form_is_another(desk, two):
    case, first, second = two
    address = reverse("cases:signpost", args=[case.pk])
    given = {"kind": "service", "code": "safe_accommodation", "is_safe": "on", "token": str(uuid4())}
    refuge = {"title": "A refuge", "address": "0808", "concern": str(first.concern.pk)}
    advice = {"title": "A law centre", "address": "0809", "concern": str(second.concern.pk)}
    for help_item in (refuge, advice, refuge, advice):
        assert desk.post(address, given | help_item).status_code == 303
    assert case.signposts.count() == 2
    assert read_by(first).count("A refuge") == 1 and "A law centre" not in read_by(first)
    assert read_by(second).count("A law centre") == 1 and "A refuge" not in read_by(second)


@pytest.mark.django_db
def test_one_form_in_two_cases_names_help_in_both(desk, handler):
    cases, token = [taken_by(handler), taken_by(handler)], str(uuid4())
    given = {"kind": "guidance", "title": "Wages", "address": "https://guide.example", "is_safe": "on", "token": token}
    for case in cases:
        assert desk.post(reverse("cases:signpost", args=[case.pk]), given).status_code == 303
    assert [case.signposts.count() for case in cases] == [1, 1]
