"""The forms ask all that the domain vocabulary holds: fields, options, limits, dependencies."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.forms import Field as FormField
from django.http import QueryDict

from compliance.statements import vocabulary
from compliance.statements.choices import SectionCode
from compliance.statements.core.forms.items import ITEM_LISTS, items_factory
from compliance.statements.core.forms.section import SectionContext, SectionForm
from compliance.statements.editor.forms.start import AmendForm
from compliance.statements.registry.forms import RegistryForm
from compliance.statements.rules import legal_forms
from compliance.statements.signoff.forms.signoff import ApproveForm, SignForm
from compliance.statements.vocabulary import Condition
from portal.reference.tables import countries
from tests.factories.accounts import UserFactory
from tests.factories.domain import domain, domain_fields, list_of, needs_domain, reworded

pytestmark = needs_domain
TODAY = date(2026, 7, 1)
AROUND = SectionContext(organisation_name="Gull Ltd", company_number="01234567", today=TODAY)

# Fields that no form asks, and what fills them.
NOT_ASKED = {
    "approval_hash": "worked out from the content",
    "signature_hash": "worked out from the content",
    "published_on": "the day of publication",
    "homepage_link_confirmed": "the button of the task after publication",
    "homepage_link_checked_on": "the day on which that button was pressed",
    "declaration_accepted": "belongs to a submission to the government registry, which is made there",
}
# Fields of the records: form and name there.
RECORD_FIELDS = {
    "approval_date": ("approve", "approved_on"),
    "approval_reference": ("approve", "reference"),
    "signed_date": ("sign", "signed_on"),
    "amendment_kind": ("amend", "kind"),
    "amendment_note": ("amend", "note"),
    "registry_submitted_on": ("registry", "registry_submitted_on"),
    "registry_url": ("registry", "registry_url"),
}


def section_form(code, data=None, *, legal_form="company", others=None):
    around = SectionContext(
        organisation_name="Gull Ltd", company_number="01234567", today=TODAY, others=others or {"statement_kind": ""}
    )
    return SectionForm(posted(data), code=SectionCode(code), around=around, legal_form=legal_form)


def item_form(list_code, data=None):
    return items_factory(list_code).form(posted(data), around=AROUND)


def posted(data):
    if data is None:
        return None
    found = QueryDict(mutable=True)
    for name, value in data.items():
        found.setlist(name, value if isinstance(value, list) else [value])
    return found


def records(legal_form="company"):
    given = {"legal_form": legal_form, "today": TODAY}
    return {
        "approve": ApproveForm(**given, period_end=None) if legal_forms.needs_approval(legal_form) else None,
        "sign": SignForm(**given, signer=UserFactory.build()),
        "amend": AmendForm(),
        "registry": RegistryForm(today=TODAY),
    }


def asked(code, legal_form="company") -> FormField | None:
    """The form field that asks a question, wherever that is."""
    question = vocabulary.field(code)
    if code in RECORD_FIELDS:
        form, name = RECORD_FIELDS[code]
        return records(legal_form)[form].fields[name]
    if question.prefix:
        return item_form(list_of(question)).fields.get(question.name)
    if question.section in SectionCode.values:
        return section_form(question.section, legal_form=legal_form).fields.get(code)
    return None


def is_asked_as_a_list(code):
    question = vocabulary.field(code)
    if question.type == "disclosures":
        return True
    return question.type == "list" and code in ITEM_LISTS.get(SectionCode(question.section), ())


@pytest.mark.parametrize("theirs", domain_fields(), ids=lambda field: field["code"])
def test_every_field_is_asked_or_filled(theirs):
    code = theirs["code"]
    if code in NOT_ASKED:
        assert asked(code) is None
        return
    assert asked(code) is not None or is_asked_as_a_list(code), f"no form asks {code}"


LISTED = [one for one in domain_fields() if one.get("enumeration") and one["type"] != "boolean"]


@pytest.mark.parametrize("theirs", LISTED, ids=lambda field: field["code"])
def test_every_option_can_be_chosen(theirs):
    code = theirs["code"]
    listed = [value["code"] for value in domain()["enumerations"][theirs["enumeration"]]["values"]]
    forms = (
        domain()["enumerations"]["legal_form"]["values"] if vocabulary.field(code).by_form else [{"code": "company"}]
    )
    offered = [str(value) for form in forms for value, _label in asked(code, form["code"]).choices]
    if vocabulary.field(code).by_form:
        assert set(listed) - {"not_prescribed"} <= set(offered)
    else:
        assert [value for value in offered if value] == listed


def test_each_legal_form_is_offered_only_its_own_bodies_and_roles():
    for form in ("company", "body_corporate", "llp", "limited_partnership", "other_partnership", "public_body"):
        for code in ("approving_body", "signatory_role"):
            fitting = [value["code"] for value in domain()["enumerations"][code]["values"] if form in value["for"]]
            offered = [value for value, _label in asked(code, form).choices if value]
            assert offered == fitting, (form, code)


def test_every_disclosure_is_asked_with_every_status_and_text():
    for item in domain()["disclosures"]:
        form = section_form(item["area"])
        status, words = form.fields[f"{item['code']}-status"], form.fields[f"{item['code']}-text"]
        assert [value for value, _label in status.choices] == ["covered", "planned", "not_covered", "not_relevant"]
        assert status.label == reworded(item, "code")["text"]
        assert words is not None


def test_every_country_of_the_registry_can_be_named():
    field = asked("risk.countries")
    for country in countries():
        assert field.clean(country.name) == [country.code]


LIMITED = [one for one in domain_fields() if one.get("max_length")]


@pytest.mark.parametrize("theirs", LIMITED, ids=lambda field: field["code"])
def test_every_limit_holds(theirs):
    code, limit = theirs["code"], theirs["max_length"]
    field = asked(code)
    if field is None:
        pytest.fail(f"no form asks {code}")
    field.clean(of_length(code, limit))
    with pytest.raises(ValidationError):
        field.clean(of_length(code, limit + 1))


def of_length(code, length):
    kind = vocabulary.field(code).type
    if kind == "url":
        start = "https://gull.example/"
        return start + "a" * (length - len(start))
    if kind == "email":
        # The parts of a domain have 63 letters at most, and what stands before the @ 64.
        rest = length - 64 - 1
        labels = "a" * 63 + "." + "a" * 63 + "." + "a" * (rest - 128 - len(".example")) + ".example"
        return "a" * 64 + "@" + labels
    return "1" * length if code.endswith("company_number") else "a" * length


def test_the_lists_hold_no_more_than_they_may():
    for code, most in (("risks", 3),):
        rows = {f"{code}-{n}-description": "Fees" for n in range(most + 1)}
        counts = {f"{code}-TOTAL_FORMS": str(most + 1), f"{code}-INITIAL_FORMS": "0"}
        assert not items_factory(code)(posted(rows | counts), prefix=code, around=AROUND).is_valid()
        counts[f"{code}-TOTAL_FORMS"] = str(most)
        assert items_factory(code)(posted(rows | counts), prefix=code, around=AROUND).is_valid()


# Dependencies


SAMPLES = {"string": "Some words", "date": None, "url": "https://gull.example/a", "email": "a@gull.example"}


def sample(question):
    """Something to post for a question."""
    if question.enumeration and question.type in ("enum", "enum_list"):
        options = vocabulary.enumeration(question.enumeration)
        return next(code for code in options.codes if code not in (options.exclusive_code, options.other_code))
    return "yes" if question.type == "boolean" else SAMPLES[question.type]


def to_post(condition: Condition, *, holds: bool):
    """What to post for the question that a condition names, so that it holds or does not."""
    question = vocabulary.field(condition.field)
    match condition.operator:
        case "is" if isinstance(condition.value, bool):
            return {question.name: "yes" if condition.value == holds else "no"}
        case "is" | "contains":
            options = vocabulary.enumeration(question.enumeration).codes
            return {question.name: condition.value if holds else next(c for c in options if c != condition.value)}
        case "has_other_than":
            options = vocabulary.enumeration(question.enumeration).codes
            return {question.name: next(c for c in options if c != condition.value) if holds else condition.value}
    raise AssertionError(condition)


DEPENDENT = [
    question
    for question in vocabulary.fields()
    if question.cleared_otherwise
    and question.type not in ("list", "rich_text")
    and question.section in {*SectionCode.values}
    and (question.asked_when or question.required_when).operator != "in"
]


def answered(question, data):
    """The answers and the errors of the form that asks a question."""
    if question.prefix:
        names = {"risk": "description", "group_member": "legal_name", "kpi": "name", "goal": "text"}
        form = item_form(list_of(question), {names[question.prefix]: "A name", "scope": "out_of_scope"} | data)
    else:
        others = {"indicators": ["deception"]} if question.code == "remediations_other" else {}
        form = section_form(question.section, {"is_complete": "no"} | others | data)
    form.is_valid()
    return form.answers, form.errors


@pytest.mark.parametrize("question", DEPENDENT, ids=lambda question: question.code)
def test_an_answer_stays_only_while_its_question_is_asked(question):
    condition = question.asked_when or question.required_when
    value = sample(question)
    kept, _errors = answered(question, to_post(condition, holds=True) | {question.name: value})
    assert question.name in kept
    dropped, errors = answered(question, to_post(condition, holds=False) | {question.name: value})
    assert question.name not in dropped
    assert question.name not in errors


@pytest.mark.parametrize(
    "question", [one for one in DEPENDENT if one.required_when], ids=lambda question: question.code
)
def test_what_another_answer_makes_needed_is_asked_for(question):
    _answers, errors = answered(question, to_post(question.required_when, holds=True))
    assert question.name in errors
    _answers, errors = answered(question, to_post(question.required_when, holds=False))
    assert question.name not in errors


EXCLUSIVE = [
    one
    for one in vocabulary.fields()
    if one.type == "enum_list" and vocabulary.enumeration(one.enumeration).exclusive_code
]


@pytest.mark.parametrize("question", EXCLUSIVE, ids=lambda question: question.code)
def test_an_option_that_excludes_the_rest_stands_alone(question):
    options = vocabulary.enumeration(question.enumeration)
    base = {"source": "supply_chains", "indicators": ["deception"]}
    ticks = [
        options.exclusive_code,
        *(c for c in options.codes if c not in (options.exclusive_code, options.other_code)),
    ]
    kept, errors = answered(question, base | {question.name: ticks})
    assert kept.get(question.name) == [options.exclusive_code] or question.name in errors


def test_exactly_one_of_address_and_email_is_kept():
    both = {"is_complete": "no", "statement_url": "https://gull.example/a", "request_email": "a@gull.example"}
    for answer, kept in (("yes", "statement_url"), ("no", "request_email")):
        form = section_form("web", both | {"has_website": answer})
        assert form.is_valid(), form.errors
        assert {"statement_url", "request_email"} & set(form.answers) == {kept}
