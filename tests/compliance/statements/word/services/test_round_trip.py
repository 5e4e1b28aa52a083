"""The draft to Word and back: one area taken over, another left, nothing lost."""

import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from compliance.statements.choices import SectionCode, WordDecision
from compliance.statements.core import services as core_services
from compliance.statements.models import Section, Version, WordPart
from compliance.statements.rules.text import plain_text
from compliance.statements.signoff.services import review
from portal.history.models import Entry
from tests.compliance.statements.conftest import AT, Business
from tests.compliance.statements.word.round_trip import (
    address,
    below,
    came_back,
    decide,
    exported,
    opened,
    paragraph,
    part_of,
    saved,
    send_back,
)
from tests.factories.accounts import sign_in

MONITORING = "Monitoring and evaluation: goals and KPIs, effectiveness"


@pytest.fixture
def version(business: Business) -> Version:
    return business.written()


@pytest.fixture
def editor(business: Business, client):
    sign_in(client, business.editor)
    return client


def narrative(version: Version, code: str) -> str:
    return Section.objects.get(version=version, code=code).answers[f"narrative_{code}"]


def save(business: Business, version: Version, code: str, text: str) -> Section:
    section = Section.objects.get(version=version, code=code)
    section.version = version
    answers = section.answers | {f"narrative_{code}": text}
    return core_services.save_section(
        section=section, actor=business.editor, at=AT, revision=section.revision, answers=answers, is_complete=True
    )


def test_a_document_that_nobody_changed_changes_nothing(editor, version):
    returned = came_back(editor, version, exported(editor, version))
    assert {part.decision for part in returned.parts.all()} == {WordDecision.SAME}
    assert {part.section for part in returned.parts.all()} == {
        "intro", "structure", "policies", "risk", "due_diligence", "training", "monitoring"
    }  # fmt: skip
    assert not returned.is_of_another
    assert (
        "Everything has been decided."
        in editor.get(address(version, "word_return", word=returned.uuid)).content.decode()
    )


def test_one_area_is_taken_over_and_another_left_out(business, editor, version):
    document = opened(exported(editor, version))
    before = {code: narrative(version, code) for code in ("policies", "training")}
    for heading in ("Policies", "Training"):
        below(document, heading).insert_paragraph_before("A lawyer's sentence on this.")
    returned = came_back(editor, version, saved(document))

    policies, training = part_of(returned, "policies"), part_of(returned, "training")
    url = address(version, "word_part", word=returned.uuid, part=policies.uuid)
    assert "[added:" in editor.get(url).content.decode()
    assert (policies.words_added, policies.words_removed) == (5, 0)

    assert decide(editor, policies).url == address(version, "word_return", word=returned.uuid)
    assert decide(editor, training, "leave").status_code == 303

    assert plain_text(narrative(version, "policies")).startswith("A lawyer's sentence on this.")
    assert plain_text(before["policies"]) in plain_text(narrative(version, "policies"))
    assert narrative(version, "training") == before["training"]
    decisions = dict(returned.parts.values_list("section", "decision"))
    assert (decisions["policies"], decisions["training"]) == (WordDecision.TAKEN, WordDecision.LEFT)
    lines = Entry.objects.filter(action__startswith="statements.word").order_by("pk").values_list("action", flat=True)
    assert list(lines) == [f"statements.word.{verb}" for verb in ("exported", "received", "taken", "left")]


def test_a_second_answer_to_a_part_changes_nothing(editor, version):
    document = opened(exported(editor, version))
    document.paragraphs[-1].insert_paragraph_before("More.")
    paragraph(document, "Training").add_run()
    returned = came_back(editor, version, saved(document))
    loose = returned.parts.get(section="")
    decide(editor, loose, "leave")
    assert decide(editor, loose, "take", section="risk").status_code == 303
    loose.refresh_from_db()
    assert loose.decision == WordDecision.LEFT
    assert "More." not in narrative(version, "risk")


def test_text_without_an_area_is_put_at_the_end_of_the_one_that_is_chosen(editor, version):
    document = opened(exported(editor, version))
    document.add_heading("Definitions", level=1)
    document.add_paragraph("A supplier is who sells to us.")
    returned = came_back(editor, version, saved(document))
    loose = returned.parts.get(section="")
    assert plain_text(loose.html) == "Definitions\nA supplier is who sells to us."
    nowhere = decide(editor, loose, section="")
    assert nowhere.status_code == 422
    assert "Select the area that the text belongs to" in nowhere.content.decode()
    decide(editor, loose, section="structure")
    assert plain_text(narrative(version, "structure")).endswith("Definitions\nA supplier is who sells to us.")


def test_what_changed_here_meanwhile_is_settled_as_between_two_writers(business, editor, version):
    body = exported(editor, version)
    save(business, version, "training", "<p>Ours, written meanwhile.</p>")
    document = opened(body)
    below(document, "Training").insert_paragraph_before("Theirs, from the lawyer.")
    returned = came_back(editor, version, saved(document))
    part = part_of(returned, "training")
    url = address(version, "word_part", word=returned.uuid, part=part.uuid)
    assert "has changed since the document was made" in editor.get(url).content.decode()

    conflict = decide(editor, part)
    assert conflict.status_code == 409
    assert "Theirs, from the lawyer." in conflict.content.decode()
    context = conflict.context
    settled = editor.post(
        address(version, "merge", section="training"),
        {name: context[name] for name in ("revision", "base", "mine", "then")}
        | {"is_complete": "yes", "choice-narrative_training": "mine"},
    )
    assert settled.url == address(version, "word_return", word=returned.uuid)
    assert "Theirs, from the lawyer." in narrative(version, "training")
    part.refresh_from_db()
    assert part.decision == WordDecision.TAKEN


def test_an_area_changed_here_only_is_no_change_of_the_document(business, editor, version):
    body = exported(editor, version)
    save(business, version, "training", "<p>Ours, written meanwhile.</p>")
    assert part_of(came_back(editor, version, body), "training").decision == WordDecision.SAME


def test_comments_go_out_and_come_back(business, editor, version):
    review.comment(version=version, actor=business.approver, at=AT, text="Which tier?", section="risk")
    review.comment(version=version, actor=business.approver, at=AT, text="Who reads it?")
    document = opened(exported(editor, version))
    assert [(one.author, one.text) for one in document.comments] == [
        (str(business.approver), "Who reads it?"), (str(business.approver), "Which tier?")
    ]  # fmt: skip
    said = below(document, "Policies")
    document.add_comment(said.runs, text="Too strong. Say “we aim to”.", author="A. Lawyer", initials="AL")
    returned = came_back(editor, version, saved(document))
    assert part_of(returned, "risk").comments == []
    part = part_of(returned, "policies")
    comment = part.comments[0]
    assert (comment["author"], comment["text"]) == ("A. Lawyer", "Too strong. Say “we aim to”.")
    assert comment["quote"] == said.text
    url = address(version, "word_part", word=returned.uuid, part=part.uuid)
    assert "A. Lawyer" in editor.get(url).content.decode()
    assert editor.post(url, {"ask": "0"}).status_code == 303
    put = version.comments.get(section="policies")
    assert "A. Lawyer, in Word: Too strong." in put.text
    assert editor.post(url, {"ask": "0"}).status_code == 303
    assert editor.post(url, {"ask": "x"}).status_code == 303
    assert version.comments.filter(section="policies").count() == 1


def test_a_document_of_another_version_is_compared_with_the_text_here(business, editor, version):
    document = opened(exported(editor, version))
    for mark in list(document.element.iter(qn("w:bookmarkStart"))):
        if "daylight_v_" in mark.get(qn("w:name")):
            mark.getparent().remove(mark)
    returned = came_back(editor, version, saved(document))
    assert returned.is_of_another
    assert set(returned.parts.values_list("base_revision", flat=True)) == {None}
    page = editor.get(address(version, "word_return", word=returned.uuid)).content.decode()
    assert "was not made from this version" in page


@pytest.mark.parametrize(
    ("name", "body", "sentence"),
    [
        ("draft.pdf", b"%PDF-1.7", "Choose a Word document (DOCX)"),
        ("draft.docx", b"PK\x03\x04 broken", "This file is damaged"),
        ("draft.docx", b"", "The file is empty"),
        ("draft.docx", b"PK" + bytes(26 * 1024 * 1024), "must be smaller than 25 MB"),
    ],
)
def test_what_is_no_document_is_refused_with_a_sentence(editor, version, name, body, sentence):
    response = send_back(editor, version, body, name)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not WordPart.objects.exists()


def test_a_text_that_was_sent_on_takes_nothing_over(business, editor, version):
    document = opened(exported(editor, version))
    document.add_heading("Definitions", level=1)
    returned = came_back(editor, version, saved(document))
    review.send_for_review(version=version, actor=business.editor, at=AT)
    loose = returned.parts.get(section="")
    url = address(version, "word_part", word=returned.uuid, part=loose.uuid)
    assert "Add it to the area" not in editor.get(url).content.decode()
    editor.post(url, {"act": "take", "section": "risk"})
    loose.refresh_from_db()
    assert loose.decision == WordDecision.WAITING
    assert send_back(editor, version, saved(document)).status_code == 303
    assert WordPart.objects.values("word_return").distinct().count() == 1


def test_a_viewer_reads_and_decides_nothing(business, client, version):
    sign_in(client, business.people["viewer"])
    body = exported(client, version)
    assert send_back(client, version, body).status_code == 403
    assert "Show what changed" not in client.get(address(version, "word")).content.decode()


def test_the_pages_take_few_queries(editor, version, django_assert_max_num_queries):
    returned = came_back(editor, version, exported(editor, version))
    with django_assert_max_num_queries(12):
        editor.get(address(version, "word_return", word=returned.uuid))
    with django_assert_max_num_queries(12):
        editor.get(address(version, "word_part", word=returned.uuid, part=part_of(returned, SectionCode.RISK).uuid))


def test_a_deleted_area_is_named_and_stays(editor, version):
    document = opened(exported(editor, version))
    block = paragraph(document, "Training")._p
    while block is not paragraph(document, MONITORING)._p:
        block, gone = block.getnext(), block
        document.element.body.remove(gone)
    returned = came_back(editor, version, saved(document))
    assert not returned.parts.filter(section="training").exists()
    assert "Not in the document" in editor.get(address(version, "word_return", word=returned.uuid)).content.decode()


def test_a_tracked_insertion_counts_and_a_deletion_does_not(editor, version):
    document = opened(exported(editor, version))
    said = below(document, "Training")
    gone, new = OxmlElement("w:del"), OxmlElement("w:ins")
    run = said.runs[0]._r
    was = run.text
    run.addprevious(gone)
    gone.append(run)
    run.find(qn("w:t")).tag = qn("w:delText")
    added = said.add_run("Put in by the lawyer.")._r
    gone.addnext(new)
    new.append(added)
    part = part_of(came_back(editor, version, saved(document)), "training")
    assert part.html.count("Put in by the lawyer.") == 1
    assert part.html.count(was) == part.base.count(was) - 1


def returned_with_changes(editor, version):
    """Three changes of the text about training: words, an item of a list, a paragraph."""
    below(document := opened(exported(editor, version)), "Training")
    place = paragraph(document, "Buyers had a two-hour course")
    for run in place.runs:
        run.text = run.text.replace("two-hour", "three-hour")
    place.insert_paragraph_before("Nobody was left out.")
    paragraph(document, "Managers").add_run(" It was in May.")
    return part_of(came_back(editor, version, saved(document)), "training")


@pytest.fixture
def trained(business, editor, version):
    text = "<p>Buyers had a two-hour course about fees.</p>\n<ul><li>Buyers</li><li>Managers came too.</li></ul>"
    save(business, version, "training", text)
    return Version.objects.get(pk=version.pk)


@pytest.mark.parametrize(
    ("ticked", "text"),
    [
        (["1"], "Nobody was left out. Buyers had a two-hour course about fees. Buyers Managers came too."),
        (["2"], "Buyers had a three-hour course about fees. Buyers Managers came too."),
        (["2", "3"], "Buyers had a three-hour course about fees. Buyers Managers came too. It was in May."),
    ],
)
def test_single_changes_are_used_and_the_others_left_out(editor, trained, ticked, text):
    part = returned_with_changes(editor, trained)
    page = editor.get(address(trained, "word_part", word=part.word_return.uuid, part=part.uuid)).content.decode()
    for change in ("[added: Nobody was left out.]", "[removed: two-hour]", "[added: three-hour]"):
        assert change in page
    assert decide(editor, part, act="some", changes=ticked).status_code == 303
    part.refresh_from_db()
    assert part.decision == WordDecision.TAKEN
    assert " ".join(plain_text(narrative(trained, "training")).split()) == text


@pytest.mark.parametrize("ticked", [[], ["9"], ["x"]])
def test_no_change_that_is_there_is_ticked(editor, trained, ticked):
    part = returned_with_changes(editor, trained)
    answer = decide(editor, part, act="some", changes=ticked)
    assert answer.status_code == 422
    assert "Tick the changes that you want to use, or leave all of them out" in answer.content.decode()
    part.refresh_from_db()
    assert part.decision == WordDecision.WAITING


def test_single_changes_keep_what_a_colleague_wrote_meanwhile(business, editor, trained):
    part = returned_with_changes(editor, trained)
    save(business, trained, "training", narrative(trained, "training") + "\n<p>A colleague wrote this.</p>")
    answer = decide(editor, part, act="some", changes=["2"])
    assert answer.status_code == 409
    assert "A colleague wrote this." in answer.content.decode()
    assert "three-hour" in answer.content.decode()


def test_one_change_alone_is_used_or_left_out_as_before(editor, version):
    document = opened(exported(editor, version))
    below(document, "Training").insert_paragraph_before("A lawyer's sentence on this.")
    part = part_of(came_back(editor, version, saved(document)), "training")
    page = editor.get(address(version, "word_part", word=part.word_return.uuid, part=part.uuid)).content.decode()
    assert "Use single changes" not in page
    assert decide(editor, part, act="some", changes=["1"]).status_code == 422
