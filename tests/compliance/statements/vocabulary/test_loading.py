"""Our data files hold every code, option, limit, dependency, message and weight of the domain vocabulary."""

import json
import re

import pytest

from compliance.statements import vocabulary
from compliance.statements.choices import AREAS, STEPS, AmendmentKind, SectionCode, State
from compliance.statements.vocabulary import Condition
from compliance.statements.vocabulary.loading import DATA
from tests.factories import domain as published
from tests.factories.domain import helpline_lists, needs_domain, our_words, reworded


@pytest.fixture(scope="module")
def domain():
    return published.domain()


# Said in plainer words than the vocabulary's.
REWORDED_OPTIONS = {
    *(("legal_form", code) for code in ("body_corporate", "other_partnership", "other_unincorporated", "public_body")),
    ("amendment_kind", "link_or_contact"),
}
RECORDS = {"areas", "extra", "approval", "signature", "publication", "registry", "amendment"}
TYPES = {
    "absolute URL (http or https)": "url",
    "URL": "url",
    "string (no limit set in the registry)": "string",
    "list[enum]": "enum_list",
    "rich text": "rich_text",
    "language code": "enum",
    "list[organisation]": "list",
    "list[risk]": "list",
    "list[{code,status,text}]": "disclosures",
    "list[{text,target_date,status,result}]": "list",
    "list[{name,unit,this_year,last_year,kind}]": "list",
    "list[country]": "countries",
    "sha256": "hash",
}
REQUIRED = {"when is_group": "to publish", "when scope is in_scope": "to publish"}


def dependency(text):
    """The structured form of the domain's words: attributes of our Field."""
    if match := re.fullmatch(r"required when (\S+) contains (\S+?)(; cleared otherwise)?", text):
        return {"required_when": Condition(match[1], "contains", match[2]), "cleared_otherwise": True}
    if match := re.fullmatch(r"required when (\S+) = (\S+?)(; cleared otherwise)?", text):
        return {"required_when": Condition(match[1], "is", match[2]), "cleared_otherwise": True}
    if match := re.fullmatch(r"(\w+) = (true|false)", text):
        return {"asked_when": Condition(match[1], "is", match[2] == "true"), "cleared_otherwise": True}
    if match := re.fullmatch(r"exactly one of (\w+) / (\w+)(; only if no website)?", text):
        wanted = {"one_of": (match[1], match[2])}
        return wanted | ({"asked_when": Condition("has_website", "is", False)} if match[3] else {})
    if match := re.fullmatch(r"asked only when (\w+) has a value other than (\w+); cleared when .*", text):
        return {"asked_when": Condition(match[1], "has_other_than", match[2]), "cleared_otherwise": True}
    if match := re.fullmatch(r"exclusive with (\w+)", text):
        return {"exclusive_with": match[1]}
    known = {
        "member not found in search": {"asked_when": Condition("group_members", "not_found", None)},
        "one page per described risk": {"asked_when": Condition("risk.description", "not_empty", None)},
    }
    return known[text]


@needs_domain
def test_every_enumeration_and_option_is_ours(domain):
    reworded = set()
    for code, theirs in domain["enumerations"].items():
        ours = vocabulary.enumeration(code)
        assert (ours.label, ours.source, ours.multiple) == (theirs["label"], theirs["source"], theirs["multiple"])
        assert ours.exclusive_code == theirs.get("exclusive_code", "")
        assert ours.other_code == theirs.get("other_code", "")
        assert ours.note == theirs.get("notes", "")
        options = [{"code": o.code, "label": o.label, **o.facts} for o in ours.values]
        reworded |= {
            (code, o["code"]) for o, said in zip(options, theirs["values"], strict=True) if o["label"] != said["label"]
        }
        assert [{**o, "label": ""} for o in options] == [{**said, "label": ""} for said in theirs["values"]], code
    assert reworded == REWORDED_OPTIONS
    assert len(domain["enumerations"]) == 30


@needs_domain
def test_every_registry_field_is_ours(domain):
    for theirs in domain["registry_fields"]:
        ours = vocabulary.field(theirs["code"])
        place = ours.registry
        assert place is not None, theirs["code"]
        assert (place.order, place.page, place.slug) == (theirs["order"], theirs["page"], theirs["page_slug"])
        assert (place.name, place.column) == (theirs["registry_name"], theirs.get("csv_column", ""))
        assert ours.type == TYPES.get(theirs["type"], theirs["type"])
        assert ours.enumeration == theirs.get("enumeration", "")
        assert ours.required == ("to publish" if theirs["required_to_submit"] else "no")
        assert_same_limit(ours, theirs)
        for attribute, value in dependency(theirs["depends_on"]).items() if "depends_on" in theirs else ():
            assert getattr(ours, attribute) == value, (ours.code, attribute)
    assert len(domain["registry_fields"]) == 50


@needs_domain
def test_every_portal_field_is_ours(domain):
    for theirs in domain["portal_fields"]:
        ours = vocabulary.field(theirs["code"])
        assert ours.type == TYPES.get(theirs["type"], theirs["type"])
        if "enumeration" in theirs:
            assert ours.enumeration == theirs["enumeration"]
        required = theirs["required"].removesuffix(" when steps_taken")
        assert ours.required == REQUIRED.get(required, required)
        assert_same_limit(ours, theirs)
    steps = Condition("statement_kind", "is", "steps_taken")
    assert vocabulary.field("covers_own_business").required_when == steps
    assert vocabulary.field("covers_supply_chains").required_when == steps
    assert vocabulary.field("no_steps_reason").asked_when == Condition("statement_kind", "is", "no_steps")
    assert vocabulary.field("group_member.covered").required_when == Condition("group_member.scope", "is", "in_scope")
    assert len(domain["portal_fields"]) == 38


def assert_same_limit(ours, theirs):
    if "max_length" in theirs:
        assert (ours.max_length, ours.limit_is_ours) == (theirs["max_length"], False), ours.code
    else:
        assert ours.max_length is None or ours.limit_is_ours, ours.code


@needs_domain
def test_the_limits_that_stand_in_words_are_ours(domain):
    words = {field["code"]: field["validation"] for field in domain["registry_fields"] if "validation" in field}
    assert "at most 3" in words["risks"] and vocabulary.field("risks").max_items == 3
    assert "at least one member" in words["group_members"] and vocabulary.field("group_members").min_items == 1
    assert "12 to 18 months" in words["period_end"] and vocabulary.field("period_end").max_months == 18
    assert "before period_end" in words["period_start"] and vocabulary.field("period_start").before == "period_end"
    dated = {code for code, text in words.items() if "not in the future" in text}
    assert dated == {code for code in words if vocabulary.field(code).not_in_future}


@needs_domain
def test_every_disclosure_is_ours(domain):
    ours = [
        {
            "area": d.area,
            "level": d.level,
            "code": d.code,
            "text": d.text,
            "evidence": d.evidence,
            "sources": list(d.sources),
            "level_certain": d.level_certain,
        }
        for d in vocabulary.disclosures()
    ]
    theirs = [reworded(disclosure, "code") for disclosure in domain["disclosures"]]
    assert sorted(ours, key=lambda d: d["code"]) == sorted(theirs, key=lambda d: d["code"])
    assert len(ours) == 54


@needs_domain
def test_every_criterion_is_ours_in_the_same_order(domain):
    ours = [
        {
            "id": c.code,
            "area": c.area,
            "legal_status": c.weight,
            "question": c.question,
            "applies_when": c.applies_when,
            "structured_check": c.structured_check,
            "text_check": c.text_check,
            "message_when_missing": c.message,
            "blocks_publication": c.blocks,
            "needs_person": c.needs_person,
            "sources": list(c.sources),
        }
        for c in vocabulary.criteria()
    ]
    assert ours == [reworded(criterion, "id") for criterion in domain["rubric"]]
    assert len(ours) == 56


@needs_domain
def test_no_sentence_is_called_reworded_that_the_vocabulary_does_not_have(domain):
    sentences = {(one["code"], one["text"]) for one in domain["disclosures"]}
    sentences |= {(one["id"], one[key]) for one in domain["rubric"] for key in ("question", "message_when_missing")}
    sentences |= {(one["code"], one["message"]) for one in domain["claims_to_avoid"]}
    sentences |= {(code, one["title"]) for code, one in domain["sources"].items()}
    sentences |= {(one["code"], one["label"]) for listed in helpline_lists().values() for one in listed["values"]}
    assert set(our_words()) <= sentences
    assert all(ours != theirs for (_code, theirs), ours in our_words().items())


@needs_domain
def test_claims_signals_sources_and_the_life_of_a_version_are_ours(domain):
    claims = [(c.code, c.pattern, c.weight, c.message) for c in vocabulary.claims()]
    assert claims == [
        (c["code"], c["pattern"], c["severity"], c["message"])
        for c in (reworded(claim, "code") for claim in domain["claims_to_avoid"])
    ]
    for theirs, ours in zip(domain["claims_to_avoid"], vocabulary.claims(), strict=True):
        words = theirs.get("allow_if", "").removeprefix("sentence also has one of: ")
        assert ", ".join(ours.allowed_beside) == words
    for code, words in domain["text_signals"].items():
        assert list(vocabulary.signals(code)) == words
    for code, source in domain["sources"].items():
        ours, theirs = vocabulary.source(code), reworded({"code": code, **source}, "code")
        assert (ours.title, ours.publisher, ours.date) == (theirs["title"], theirs["publisher"], theirs["date"])
    lifecycle = domain["lifecycle"]
    assert [(t.start, t.end, list(t.by), t.guard) for t in vocabulary.transitions()] == [
        (t["from"], t["to"], t["by"], t["guard"]) for t in lifecycle["transitions"]
    ]
    assert [(r.offset_days, list(r.to), r.text, r.same_as_registry) for r in vocabulary.reminders()] == [
        (r["offset_days"], r["to"], r["text"], r.get("registry", False)) for r in lifecycle["reminders"]
    ]
    deadline = vocabulary.deadline()
    assert (deadline.rule, [list(e) for e in deadline.examples], deadline.weight) == (
        lifecycle["deadline"]["rule"],
        lifecycle["deadline"]["examples"],
        lifecycle["deadline"]["weight"],
    )


def test_the_choices_of_the_database_are_those_of_the_vocabulary():
    assert [state.value for state in State] == list(vocabulary.enumeration("statement_state").codes)
    assert [kind.value for kind in AmendmentKind] == list(vocabulary.enumeration("amendment_kind").codes)
    assert [area.value for area in AREAS] == list(vocabulary.enumeration("recommended_area").codes)
    for step in vocabulary.transitions():
        assert State(step.end) in STEPS[State(step.start)], (step.start, step.end)


def test_every_field_has_a_section_a_label_and_known_names():
    codes = {field.code for field in vocabulary.fields()}
    for field in vocabulary.fields():
        assert field.section in set(SectionCode.values) | RECORDS, field.code
        assert field.label, field.code
        if field.enumeration:
            assert vocabulary.enumeration(field.enumeration).values
        if field.type in ("enum", "enum_list"):
            assert field.enumeration, field.code
        if field.type in ("string", "rich_text", "url", "email"):
            assert field.max_length, field.code
        named = [c.field for c in (field.asked_when, field.required_when) if c] + list(field.one_of)
        assert set(named) <= codes, field.code
        if field.item:
            assert vocabulary.item_fields(field.code) or field.type == "disclosures"


def test_the_words_of_questions_are_short():
    for field in vocabulary.fields():
        for sentence in [field.label, *re.split(r"(?<=[.?!])\s+", field.hint)]:
            assert len(sentence.split()) <= 25, (field.code, sentence)


def test_every_data_file_names_its_source_edition_and_licence():
    files = list(DATA.rglob("*.json"))
    assert len(files) > 25
    for path in files:
        body = json.loads(path.read_text(encoding="utf-8"))
        assert body["about"] and body["source"] and body["edition"] and body["licence"] and body["items"], path
        for code in body["source"]:
            vocabulary.source(code)


def test_an_unknown_code_is_an_error():
    for ask in (vocabulary.enumeration, vocabulary.field, vocabulary.criterion, vocabulary.signals, vocabulary.source):
        with pytest.raises(KeyError):
            ask("no_such_code")


@pytest.mark.parametrize(
    ("code", "answers", "asked", "needed"),
    [
        ("sectors_other", {"sectors": ["other", "construction"]}, True, True),
        ("sectors_other", {"sectors": ["construction"]}, False, False),
        ("area_risk_note", {"area_risk": False}, True, False),
        ("area_risk_note", {"area_risk": True}, False, False),
        ("area_risk_note", {}, False, False),
        ("remediations", {"indicators": ["deception"]}, True, False),
        ("remediations", {"indicators": ["none"]}, False, False),
        ("remediations", {"indicators": []}, False, False),
        ("risk.supply_chain_tiers", {"source": "supply_chains"}, True, True),
        ("risk.supply_chain_tiers", {"source": "own_operations"}, False, False),
        ("request_email", {"has_website": False}, True, False),
        ("covers_own_business", {"statement_kind": "no_steps"}, True, False),
        ("covers_own_business", {"statement_kind": "steps_taken"}, True, True),
        ("policies", {}, True, False),
    ],
)
def test_what_is_asked_and_needed_follows_other_answers(code, answers, asked, needed):
    field = vocabulary.field(code)
    assert (field.is_asked(answers), field.is_needed(answers)) == (asked, needed)


def test_options_for_a_legal_form():
    role = vocabulary.enumeration("signatory_role")
    assert role.choices_for("llp") == [("designated_member", "Designated member")]
    assert vocabulary.enumeration("approving_body").choices_for("company") == [
        ("board_of_directors", "Board of directors")
    ]
