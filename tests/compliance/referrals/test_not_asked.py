"""Harm: a child who calls for themselves is reported to the police as somebody else, because a field was left empty.

"Not asked", "not known" and "no" are three answers, from the form to what leaves.

See docs/requirements/helpline.md#who-told-us.
"""

import html
import json
import re
from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse

from compliance.casework.choices import IdentityMode
from compliance.casework.models import Case, Contact, Reporter
from compliance.casework.selectors.monthly_statistics import get_running_month, get_tables
from compliance.concerns.models import Concern
from compliance.referrals.choices import ConsentState
from compliance.referrals.models import Disclosure
from compliance.referrals.rules.disclosure import CHILD_AT_RISK, HANDLING, REPORTER, Refused
from compliance.referrals.services import consent, disclosure, dispatch, drafts
from compliance.referrals.services.disclosure import Ground
from compliance.referrals.services.nrm import packs, render
from portal.core.exceptions import ActionRefused
from tests.factories.packs import begin
from tests.factories.sharing import people
from tests.support.pdfs import extract_text

pytestmark = pytest.mark.django_db
CHILD = {"danger_level": "happening_now", "age_of_person": "under_18", "account": "I am 14, they hurt me"}
NAMED = {"name": "Marigold Quillfeather", "phone": "07700 900471", "contact_method": ["phone"]}
GROUND = Ground(ground=CHILD_AT_RISK, facts="They are 14.", is_told=True)
SELF_TOLD = "The person affected told us about themselves."
OTHER_TOLD = "Someone other than the person affected told us."
NOBODY_KNOWS = "We do not know who told us"
TOLD = {SELF_TOLD, OTHER_TOLD, NOBODY_KNOWS}
INFORMANT = "do not ask the people named"


@pytest.fixture
def client(at_desk):
    return at_desk.client()


def call(client, act: str = "case", **answers) -> Case:
    """The case that a call became, or came to."""
    address = client.post("/desk/calls/begin/")["Location"]
    answer = client.post(address, CHILD | {"act": act} | answers)
    contact = Contact.objects.get(pk=address.strip("/").rpartition("/")[2])
    assert answer.status_code in {200, 303}
    return Case.objects.select_related("data_key").get(pk=contact.case_id)


def pack_for(at_desk, case: Case, *, ground: Ground = GROUND, kinds=(HANDLING,)) -> disclosure.Package:
    offered = disclosure.get_offered_items(case, at_desk.keys, "police")
    names = [item.name for item in offered if item.kind in kinds]
    return disclosure.build_package(
        case, at_desk.keys, target="police", to="Police", names=names, note="", on=at_desk.now.date(), ground=ground
    )


def read_pack(made: disclosure.Package) -> list[str]:
    """The same package as a text, for programs and on paper."""
    document = extract_text(dispatch.render_plain_pdf(made))
    return [" ".join(text.split()) for text in (made.privacy, json.dumps(made.as_json()), document)]


def answer_to(page: str, question: str) -> str:
    """What a page of the case says beside a question."""
    found = re.search(rf">{re.escape(question)}</dt><dd[^>]*>(.*?)</dd>", page)
    assert found, question
    return html.unescape(re.sub(r"<[^>]+>", " ", found[1]).strip())


def page_of(client, name: str, case: Case, *more) -> str:
    return client.get(reverse(name, args=[case.pk, *more])).text


# --- Who told us ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "sentence", "on_page"),
    [
        ("", NOBODY_KNOWS, "Not known"),
        ("unknown", NOBODY_KNOWS, "Not known"),
        ("no", OTHER_TOLD, "Someone other than the person affected"),
        ("yes", SELF_TOLD, "The person affected"),
    ],
)
@pytest.mark.parametrize("code", [{}, {"give_code": "on"}], ids=["no code", "with a code"])
def test_for_whom_a_caller_speaks_is_what_they_said(at_desk, client, said, sentence, on_page, code):
    case = call(client, for_self=said, **code)
    assert answer_to(page_of(client, "cases:people", case), "Who told us") == on_page
    for text in read_pack(pack_for(at_desk, case)):
        assert sentence in text
        assert not any(other in text for other in TOLD - {sentence})
        assert (INFORMANT in text) is (said == "no")


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"purpose": ""}, NOBODY_KNOWS),
        ({"purpose": "unknown"}, NOBODY_KNOWS),
        ({"purpose": "", "reporter_type": "unknown"}, NOBODY_KNOWS),
        ({"purpose": "seeking_help_self", "reporter_type": "family_friend"}, NOBODY_KNOWS),
        ({"purpose": "report_concern"}, OTHER_TOLD),
        ({"purpose": "", "reporter_type": "public"}, OTHER_TOLD),
        ({"purpose": "seeking_help_self"}, SELF_TOLD),
        ({"purpose": "report_concern", "reporter_type": "potential_victim"}, SELF_TOLD),
        ({"purpose": "report_concern", "reporter_proximity": "self"}, SELF_TOLD),
    ],
    ids=str,
)
def test_of_a_report_too_only_what_was_said_decides_who_told_us(at_desk, answers, sentence):
    text = pack_for(at_desk, at_desk.case(**answers)).privacy
    assert sentence in text and not any(other in text for other in TOLD - {sentence})


@pytest.mark.parametrize("said", ["", "yes", "no"])
@pytest.mark.parametrize("code", [{}, {"give_code": "on"}], ids=["no code", "with a code"])
def test_whoever_calls_again_is_no_second_informant(at_desk, client, said, code):
    case = call(client, for_self=said, contact_safety=["no_voicemail"], **code)
    before = pack_for(at_desk, case).privacy
    reference = case.contacts.get().reference
    assert call(client, act="known", known=reference).pk == case.pk
    assert call(client, act="known", known=reference, purpose="existing_case").pk == case.pk
    assert case.contacts.count() == 3
    assert pack_for(at_desk, case).privacy == before


def test_whoever_calls_again_after_a_case_was_closed_or_without_one_is_the_same_person(at_desk, client):
    address = client.post("/desk/calls/begin/")["Location"]
    ending = client.post(address, {"act": "line_dropped", "for_self": "yes"})["Location"].split("?")[0]
    client.post(ending, {"outcome": "line_dropped", "what_was_said": "A child.", "why_no_case": "The line dropped."})
    case = call(client, act="known", known=Contact.objects.get().reference)
    assert case.contacts.count() == 2
    text = pack_for(at_desk, case).privacy
    assert text.count(SELF_TOLD) == 1 and not any(other in text for other in TOLD - {SELF_TOLD})


@pytest.mark.parametrize(("said", "sentence"), [("no", OTHER_TOLD), ("unknown", NOBODY_KNOWS)])
def test_somebody_else_who_calls_with_the_reference_is_said_as_what_they_said(at_desk, client, said, sentence):
    case = call(client, for_self="yes")
    call(client, act="known", known=case.contacts.get().reference, for_self=said)
    text = pack_for(at_desk, case).privacy
    assert SELF_TOLD in text and sentence in text


def test_who_knows_the_reference_of_the_case_is_not_the_caller(at_desk, client):
    case = call(client, for_self="yes")
    call(client, act="known", known=case.reference)
    text = pack_for(at_desk, case).privacy
    assert SELF_TOLD in text and NOBODY_KNOWS in text


# --- Why they call ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("", "Not asked"),
        ("unknown", "Not known"),
        ("other", "Something else"),
        ("report_concern", "I want to report something I have seen or am concerned about"),
    ],
)
@pytest.mark.parametrize("code", [{}, {"give_code": "on"}], ids=["no code", "with a code"])
def test_why_somebody_calls_is_what_they_said(at_desk, client, said, words, code):
    case = call(client, purpose=said, **code)
    assert case.purpose == case.contacts.get().purpose == said
    assert answer_to(page_of(client, "cases:case", case), "Why they contacted us") == words
    assert words not in json.dumps(pack_for(at_desk, case).as_json()) or not said
    (table,) = [table for table in get_tables(get_running_month(at_desk.now.date())) if "by purpose" in table.title]
    assert table.rows == [["Not known" if said in {"", "unknown"} else words, 1]]


def test_the_level_of_a_call_is_the_same_without_a_purpose(client):
    assert {call(client, purpose=purpose).level for purpose in ("", "unknown", "report_concern")} == {"p1"}


# --- How private ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "left", "on_page", "sentence"),
    [
        ("", {}, "Not asked", "We have not asked them whether we can share their name."),
        ("", NAMED, "Not asked", "We have not asked them whether we can share their name."),
        ("anonymous", {}, "Anonymous", "They did not give us their name."),
        ("confidential", NAMED, "Confidential", "They asked us not to share their name."),
        ("named_share", NAMED, "Named, details may be shared", "If you need it, ask us."),
    ],
)
@pytest.mark.parametrize("code", [{}, {"give_code": "on"}], ids=["no code", "with a code"])
def test_how_private_a_caller_is_is_what_they_said(at_desk, client, said, left, on_page, sentence, code):
    case = call(client, identity_mode=said, **left, **code)
    assert answer_to(page_of(client, "cases:people", case), "Privacy") == on_page
    for text in read_pack(pack_for(at_desk, case)):
        assert sentence in text
        assert not any(mark in text for mark in ("Marigold", "900471"))
        if not said:
            assert "did not give" not in text and "asked us not" not in text


@pytest.mark.parametrize("code", [{}, {"give_code": "on"}], ids=["no code", "with a code"])
def test_a_name_that_nobody_asked_about_leaves_on_a_ground_of_the_law_alone(at_desk, client, code):
    case = call(client, **NAMED, **code)
    consent.save_consent(
        case=case, actor=at_desk.handler, keys=at_desk.keys, at=at_desk.now, recipient="police",
        state=ConsentState.GIVEN, on=at_desk.now.date(),
    )  # fmt: skip
    offered = disclosure.get_offered_items(case, at_desk.keys, "police")
    names = [item.name for item in offered if item.kind in {HANDLING, REPORTER}]
    agreed, _in_force = disclosure.judge(case, at_desk.keys, target="police", names=names, ground=Ground())
    assert agreed.refused == (Refused.NAME_NOT_ASKED,)
    by_law, _in_force = disclosure.judge(case, at_desk.keys, target="police", names=names, ground=GROUND)
    assert by_law.refused == () and by_law.waits, "a second person decides"
    text = pack_for(at_desk, case, kinds=(HANDLING, REPORTER)).privacy
    assert "We have shared it for a reason that the law allows." in text and "asked us not to" not in text


def test_an_anonymous_reporter_who_calls_again_has_deleted_nothing(at_desk, client):
    case = at_desk.case(identity_mode="anonymous")
    call(client, act="known", known=case.contacts.get().reference)
    reporter = Reporter.objects.get()
    assert reporter.identity_mode == IdentityMode.NOT_ASKED and not reporter.has_deleted
    assert not Reporter.objects.taken_back().exists()
    assert Concern.objects.get().identity_mode == "anonymous"
    assert "deleted their contact details" not in page_of(client, "cases:people", case)


def test_an_anonymous_reporter_who_leaves_a_name_on_the_phone_may_delete_it(at_desk, client):
    case = at_desk.case(identity_mode="anonymous")
    call(client, act="known", known=case.contacts.get().reference, **NAMED)
    assert Concern.objects.get().identity_mode == "confidential"
    Concern.objects.update(identity_mode="anonymous")
    assert Reporter.objects.taken_back().exists()
    assert Reporter.objects.get().has_deleted


def test_the_migrations_lead_back_to_what_shares_no_more(at_desk, client):
    unnamed, named = call(client), call(client, **NAMED)
    coded = call(client, give_code="on")
    consent.save_consent(
        case=named, actor=at_desk.handler, keys=at_desk.keys, at=at_desk.now, recipient="police",
        state=ConsentState.UNKNOWN, on=at_desk.now.date(),
    )  # fmt: skip
    for app, name in (("casework", "0004"), ("concerns", "0002"), ("referrals", "0002")):
        migration = import_module(f"compliance.{app}.migrations.{name}_not_asked")
        migration.say_it_as_before(apps, None)
    assert Reporter.objects.get(case=unnamed).identity_mode == "anonymous"
    assert Reporter.objects.get(case=named).identity_mode == "confidential"
    concern = Concern.objects.get(pk=coded.contacts.get().concern_id)
    assert (concern.identity_mode, concern.purpose) == ("confidential", "other")
    assert consent.get_consent_for(named, at_desk.keys, "police").state == ConsentState.NOT_ASKED


# --- Consent and awareness --------------------------------------------------------------------------------------------

CHILD_NOT_ASKED = "We did not ask: a child needs no consent"
CONSENTS = [(None, CHILD_NOT_ASKED), ("unknown", "Not known"), ("refused", "No"), ("given", "Yes")]


@pytest.mark.parametrize(("state", "words"), CONSENTS)
def test_whether_they_agreed_is_what_they_said(at_desk, client, state, words):
    case = call(client)
    if state:
        data = {"whose": "teller", "recipient": "police", "state": state, "how_given": "call"}
        day = at_desk.now.date()
        data |= {"on_day": day.day, "on_month": day.month, "on_year": day.year}
        assert client.post(reverse("cases:consent", args=[case.pk]), data).status_code == 303
    page = page_of(client, "cases:referrals", case)
    if state:
        assert answer_to(page, "Police").startswith(str(ConsentState(state).label))
        assert "Not asked about: Local authority safeguarding" in page
    else:
        assert "No one has been asked yet." in page
    made = pack_for(at_desk, case)
    assert dict(made.about)["Their agreement"] == words
    for text in read_pack(made)[1:]:
        assert re.search(rf'Their agreement(?:", "|: ){words}\b', text)
    verdict, _in_force = disclosure.judge(
        case, at_desk.keys, target="police", names=[item.name for item in made.items], ground=Ground()
    )
    assert (Refused.NO_GROUND in verdict.refused) is (state != "given")


@pytest.mark.parametrize(
    ("is_told", "why", "on_page", "sentence"),
    [
        (None, "", "Not asked", "We have not asked whether the person affected knows that we are sharing this."),
        (
            None,
            "We cannot reach them.",
            "Not known",
            "We do not know whether the person affected knows that we are sharing this.",
        ),
        (False, "We cannot reach them.", "No", "The person affected does not know that we are sharing this."),
        (True, "", "Yes, they were told", "The person affected knows that we are sharing this."),
    ],
)
def test_whether_they_know_is_what_was_said(at_desk, client, is_told, why, on_page, sentence):
    case = call(client)
    ground = Ground(ground=CHILD_AT_RISK, facts="They are 14.", is_told=is_told, why_not_told=why)
    made = pack_for(at_desk, case, ground=ground)
    others = {"We have not asked whether the person", "We do not know whether the person",
              "The person affected does not know", "The person affected knows"}  # fmt: skip
    for text in read_pack(made)[1:]:
        assert sentence in text
        assert sum(other in text for other in others) == 1
    target = {"target_type": "police", "name": "Police"}
    row = drafts.start_draft(
        case=case, kind="referral", target=target, actor=at_desk.handler, keys=at_desk.keys, at=at_desk.now
    )
    row = drafts.choose_items(
        referral=row, names=[item.name for item in made.items], note="", keys=at_desk.keys, version=row.version
    )
    row = drafts.save_ground(referral=row, ground=ground, keys=at_desk.keys, version=row.version)
    answer = answer_to(page_of(client, "cases:refer_check", case, row.pk), "Have they been told?")
    assert answer == f"{on_page} {why}".strip()
    may_go = not drafts.judge_draft(row, at_desk.keys).verdict.refused
    assert may_go is bool(is_told or why), "nothing goes before somebody has asked"


@pytest.mark.parametrize(
    ("chosen", "is_told"), [("yes", True), ("no", False), ("unknown", None)], ids=["yes", "no", "not known"]
)
def test_the_form_tells_not_known_from_no(at_desk, client, chosen, is_told):
    case = call(client)
    data = {"recipients": [], "ground": CHILD_AT_RISK, "facts": "They are 14.", "is_told": chosen, "version": 1}
    target = {"target_type": "police", "name": "Police"}
    row = drafts.start_draft(
        case=case, kind="referral", target=target, actor=at_desk.handler, keys=at_desk.keys, at=at_desk.now
    )
    address = reverse("cases:refer_ground", args=[case.pk, row.pk])
    answer = client.post(address, data | {"version": row.version})
    assert (answer.status_code == 303) is (chosen == "yes"), "why they were not told is needed"
    client.post(address, data | {"version": row.version, "why_not_told": "We cannot reach them."})
    row.refresh_from_db()
    assert drafts.read_draft(row, at_desk.keys).ground.is_told is is_told
    assert re.search(rf'value="{chosen}"[^>]*checked', client.get(address).text)


@pytest.mark.parametrize(
    ("basis", "ground", "is_told", "words"),
    [
        ("consent", "", True, "they agreed"),
        ("vital_interests", "imminent_danger", True, "they were told"),
        ("vital_interests", "imminent_danger", False, "they were not told"),
        ("vital_interests", "imminent_danger", None, "not known whether they were told"),
        ("recognised_legitimate_interest", "", None, "not known whether they were told"),
    ],
)
def test_the_log_of_what_was_shared_says_no_more_than_is_known(at_desk, client, basis, ground, is_told, words):
    case = call(client)
    row = Disclosure(
        case=case, recipient_type="police", basis=basis, override_ground=ground, is_person_told=is_told, at=at_desk.now
    )
    at_desk.keys.seal(row, words={"to": "Police"})
    row.save(force_insert=True)
    log = page_of(client, "cases:referrals", case).partition("What was shared</h2>")[2]
    wordings = ("they agreed", "not known whether they were told", "they were not told", "they were told")
    assert next(one for one in wordings if one in log) == words


# --- Packs for a first responder --------------------------------------------------------------------------------------

NRM_CONSENT = "pv-want-to-submit-nrm"


@pytest.mark.parametrize("state", ["", "not_asked", "unknown"])
def test_there_is_no_pack_of_an_adult_whom_nobody_asked_or_of_whom_nobody_knows(at_desk, state):
    with pytest.raises(ActionRefused):
        begin(at_desk, consents=state)


@pytest.mark.parametrize(
    ("age", "state", "answer", "words"),
    [
        ("adult", "given", "yes", "Given"),
        ("adult", "refused", "no", "Refused"),
        ("not_sure", "", None, ""),
        ("under_18", "", None, ""),
    ],
)
def test_a_pack_says_of_consent_what_was_said(at_desk, age, state, answer, words):
    pack = begin(at_desk, age=age, consents=state)
    made = render.build_content(pack, at_desk.keys, on=at_desk.now.date())
    assert made.consent.get("state", "") == words
    assert json.loads(render.render_json(made))["answers"].get(NRM_CONSENT) == answer
    paper = extract_text(render.render_pdf(made))
    assert all((one in paper) is (one == words) for one in ("Given", "Refused"))
    assert ("We did not ask: a child needs no consent" in " ".join(paper.split())) is (answer is None)


@pytest.mark.parametrize("said", ["", "unknown", "no", "yes"])
def test_what_a_handler_ticked_on_a_call_is_in_a_pack_as_recorded_by_the_handler(at_desk, client, said):
    case = call(client, for_self=said, exploitation_type=["labour"])
    group = people(case, at_desk.keys, still_in_situation="yes")
    pack = packs.start_pack(
        case=case, group=group, age="under_18", consents="", helps_authorities=False, facts={}, words="",
        actor=at_desk.handler, keys=at_desk.keys, at=at_desk.now,
    )  # fmt: skip
    made = render.build_content(pack, at_desk.keys, on=at_desk.now.date())
    filled = [line for _label, lines in made.sections for line in lines if line.text]
    assert {line.source_label for line in filled if line.question.key != NRM_CONSENT} == {"Recorded by the handler"}
