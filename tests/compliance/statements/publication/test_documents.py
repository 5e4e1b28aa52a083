"""The public data file tells all that the domain vocabulary holds, whole, and nothing that is private."""

import json

import pytest

from compliance.statements import vocabulary
from compliance.statements.choices import SectionCode, State
from compliance.statements.presenters import signoff as presenters_signoff
from compliance.statements.publication import documents
from compliance.statements.rules.content import assemble, content_hash
from tests.factories.domain import domain, domain_fields, list_of, needs_domain
from tests.factories.statements import ApprovalFactory, PublicationFactory, SignatureFactory, VersionFactory

# Where the data file tells a field that is not among its answers.
TOLD_AS = {
    "legal_form": ("organisation", "legal_form"),
    "disclosures": ("disclosures",),
    "statement_url": ("statement_url",),
    "request_email": ("request_email",),
    "has_website": ("statement_url",),
    "late_reason": ("late_reason",),
    "published_on": ("first_published_on",),
    "approving_body": ("signoff", "approval", "body"),
    "approving_body_name": ("signoff", "approval", "body_name"),
    "approval_date": ("signoff", "approval", "approved_on"),
    "approval_hash": ("content_hash",),
    "signature_hash": ("content_hash",),
    "signatory_first_name": ("signoff", "signature", "first_name"),
    "signatory_last_name": ("signoff", "signature", "last_name"),
    "signatory_job_title": ("signoff", "signature", "job_title"),
    "signatory_role": ("signoff", "signature", "role"),
    "signatory_on_approving_board": ("signoff", "signature", "is_on_approving_board"),
    "signed_date": ("signoff", "signature", "signed_on"),
    "amendment_kind": ("amendment",),
    "amendment_note": ("amendment",),
}
# Not in the data file, and why.
NOT_TOLD = {
    "approval_reference": "private, as the vocabulary says",
    "group_member_manual_name": "becomes the legal name of a member",
    "declaration_accepted": "belongs to a submission to the government registry",
    "homepage_link_confirmed": "a task after publication; the file is of the day of publication",
    "homepage_link_checked_on": "a task after publication; the file is of the day of publication",
    "registry_submitted_on": "comes after publication; the file is of the day of publication",
    "registry_url": "comes after publication; the file is of the day of publication",
}


def everything():
    """An answer to every question that can stand beside the others, texts as long as they may be."""
    sections = {code: {} for code in SectionCode.values}
    for question in vocabulary.fields():
        if question.section in sections and not question.prefix and question.code != "group_member_manual_name":
            sections[question.section][question.code] = full_answer(question)
    for item in vocabulary.disclosures():
        sections[item.area].setdefault("disclosures", {})[item.code] = {"status": "covered", "text": "w" * 500}
    sections["risk"].pop("no_risks")
    sections["period"] |= {"period_start": "2025-04-01", "period_end": "2026-03-31", "statement_kind": "steps_taken"}
    sections["signoff"] |= {"legal_form": "company", "approving_body": "board_of_directors"}
    return sections


def full_answer(question):
    if question.type == "list":
        row = {one.name: full_answer(one) for one in vocabulary.item_fields(question.code)}
        row |= {"source": "supply_chains"} if question.code == "risks" else {}
        return [row]
    if question.type == "enum_list":
        options = vocabulary.enumeration(question.enumeration)
        return [code for code in options.codes if code != options.exclusive_code]
    answers = {
        "boolean": True,
        "enum": question.enumeration and vocabulary.enumeration(question.enumeration).codes[0],
        "date": "2026-03-31",
        "countries": ["country:ES", "country:GB"],
        "rich_text": "<p>" + "w" * 500 + "</p>",
        "url": "https://gull.example/a",
        "email": "a@gull.example",
    }
    return answers.get(question.type) or "w" * question.max_length


@pytest.fixture
def told(db, monkeypatch):
    # Where its page is does not matter here.
    monkeypatch.setattr(documents, "address", lambda publication: "https://portal.example/statements/gull/2026/")
    content = assemble(
        organisation={"name": "Gull Ltd", "company_number": "01234567"}, year=2026, sections=everything()
    )
    version = VersionFactory(state=State.PUBLISHED)
    signoff = presenters_signoff.get_signoff(ApprovalFactory(version=version), SignatureFactory(version=version))
    publication = PublicationFactory(
        version=version, content=content, content_hash=content_hash(content), signoff=signoff
    )
    return json.loads(documents.render_json(publication)), content


@needs_domain
def test_the_data_file_tells_every_field(told):
    data, _content = told
    for theirs in domain_fields():
        code = theirs["code"]
        question = vocabulary.field(code)
        if code in NOT_TOLD:
            assert code not in data["answers"], code
        elif code in TOLD_AS:
            assert reached(data, TOLD_AS[code]), code
        elif question.prefix:
            rows = data["answers"][list_of(question)]
            assert any(question.name in row for row in rows) or not any(question.is_asked(row) for row in rows), code
        else:
            assert code in data["answers"], code


def reached(data, path):
    for part in path:
        if not isinstance(data, dict) or part not in data:
            return False
        data = data[part]
    return True


@needs_domain
def test_the_data_file_tells_every_answer_whole(told):
    data, content = told
    assert {code: value for code, value in data["answers"].items() if value is not None} == content["answers"]
    public = {
        code: row for code, row in content["disclosures"].items() if row.get("status") not in (None, "", "not_covered")
    }
    assert data["disclosures"] == public
    assert len(content["disclosures"]) == len(domain()["disclosures"])


@needs_domain
def test_what_is_private_is_not_in_the_data_file(told):
    data, _content = told
    assert "reference" not in json.dumps(data["signoff"])
    assert not [code for code in data["answers"] if code.startswith("signatory_")]


@pytest.mark.django_db
def test_no_form_of_a_statement_says_that_its_text_lacks_something():
    """The editor promises that "Not covered" is not published, in its page, its data or its PDF."""
    disclosures = {
        "rsk1_method": {"status": "not_covered", "text": "Nobody asked us"},
        "rsk1_steps": {"status": "planned", "text": "From April"},
    }
    publication = PublicationFactory()
    publication.content["disclosures"] = disclosures
    data = json.loads(documents.render_json(publication))
    assert data["disclosures"] == {"rsk1_steps": {"status": "planned", "text": "From April"}}
    for form in (documents.render_html(publication).decode(), documents.render_pdf_source(publication)):
        assert "From April" in form
        assert "Nobody asked us" not in form
        assert "ot covered" not in form


@pytest.mark.django_db
def test_the_data_file_calls_no_area_left_out_that_has_a_text():
    publication = PublicationFactory()
    publication.content["answers"] |= {
        "area_risk": False,
        "area_risk_note": "We start next year",
        "area_training": False,
        "area_training_note": "We start next year",
    }
    answers = json.loads(documents.render_json(publication))["answers"]
    assert (answers["area_risk"], answers["area_risk_note"]) == (None, None)
    assert (answers["area_training"], answers["area_training_note"]) == (False, "We start next year")


@pytest.mark.django_db
def test_that_a_topic_is_left_out_is_said_as_the_organisations_answer():
    """A text elsewhere in the statement may speak of it."""
    publication = PublicationFactory()
    publication.content["answers"] |= {"area_training": False}
    for form in (documents.render_html(publication).decode(), documents.render_pdf_source(publication)):
        assert "The organisation answered that this statement does not cover this topic." in form


@pytest.mark.django_db
def test_a_pdf_names_the_page_that_keeps_its_words_and_shows_the_answers_open():
    """The page of its year shows a later version one day; and paper has nothing to press."""
    publication = PublicationFactory()
    publication.content["disclosures"] = {"rsk1_steps": {"status": "planned", "text": "From April"}}
    source = documents.render_pdf_source(publication)
    about = source.split('id="copy"')[1]
    assert "the same words as the page at this address" in " ".join(about.split())
    assert documents.version_address(publication) in about
    assert "From April" in source and "Show the answers" not in source
