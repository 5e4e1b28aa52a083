"""Sections of the organisation's own: from adding one to reading it in public, with all that the areas have."""

import json

import pytest
from django.urls import reverse

from compliance.statements.core import services as core_services
from compliance.statements.core.selectors import get_content
from compliance.statements.editor.services import custom_sections, draft
from compliance.statements.models import Comment, Document, Notice, Publication, Section, Version, WordPart
from compliance.statements.presenters.changes import changes
from compliance.statements.presenters.parts import parts
from compliance.statements.publication import documents, pdf_job
from compliance.statements.publication.services import publish as services_publish
from compliance.statements.rules import outline
from compliance.statements.rules.content import content_hash, count_narrative_words
from compliance.statements.signoff.services import comment_digest, review, signoff
from portal.core.exceptions import ActionRefused
from portal.history.event_labels import get_entry_sentence
from portal.history.models import Entry
from tests.compliance.statements.conftest import AT, Business
from tests.compliance.statements.mails import get_mails, read_mail
from tests.compliance.statements.word.round_trip import came_back, decide, exported, opened, saved
from tests.factories.accounts import sign_in
from tests.support.pdfs import assert_ua, extract_text
from tests.support.pdfs import open_pdf as opened_pdf

HEADING = "Modern slavery in our shipping routes"
TEXT = "<p>Most of our tea comes by sea. We asked six ship owners who pays the crew.</p>"


def address(version: Version, name: str, **kwargs) -> str:
    slug = version.statement.organisation.slug
    return reverse(f"statements:{name}", kwargs={"organisation": slug, "year": version.statement.year, **kwargs})


def fresh(version: Version) -> Version:
    return Version.objects.select_related("statement__organisation").get(pk=version.pk)


def by(business: Business):
    return {"actor": business.editor, "at": AT}


def add(business: Business, version: Version, heading: str = HEADING, after: str = "risk", text: str = TEXT) -> Section:
    section = custom_sections.add(version=version, heading=heading, after=after, **by(business))
    return write(business, section, text) if text else section


def write(business: Business, section: Section, text: str) -> Section:
    return core_services.save_section(
        section=section, revision=section.revision, answers={f"narrative_{section.code}": text}, is_complete=True,
        **by(business),
    )  # fmt: skip


def order(version: Version) -> list[str]:
    return [part.heading for part in parts(get_content(fresh(version)))]


def publish(business: Business, version: Version) -> Publication:
    review.send_for_review(version=fresh(version), **by(business))
    ready = review.mark_ready(version=fresh(version), actor=business.approver, at=AT)
    business.approve(ready)
    business.sign(fresh(version))
    return services_publish.publish(version=fresh(version), actor=business.people["administrator"], at=AT)


@pytest.fixture
def version(business: Business) -> Version:
    return business.written()


@pytest.fixture
def editor(business: Business, client):
    sign_in(client, business.editor)
    return client


def test_it_is_added_written_and_read_in_its_place(editor, version):
    page = editor.post(address(version, "own_sections"), {"act": "add", "heading": f" {HEADING} ", "after": "risk"})
    assert page.url == address(version, "section", section="extra_1")
    shown = editor.get(page.url).content.decode()
    assert f'<h1 class="govuk-heading-xl">{HEADING}</h1>' in shown
    typed = {"revision": 0, "narrative_extra_1": "We asked six ship owners.", "is_complete": "yes", "then": "list"}
    assert editor.post(page.url, typed).url == address(version, "tasks")
    assert HEADING in editor.get(address(version, "tasks")).content.decode()
    found = order(version)
    assert found.index(HEADING) == found.index("Assessing and managing risk") + 1
    assert "six ship owners" in editor.get(address(version, "preview")).content.decode()


def test_a_section_without_text_waits_for_it(business, editor, version):
    add(business, version, text="")
    answer = editor.post(address(version, "section", section="extra_1"), {"revision": 0, "is_complete": "yes"})
    assert answer.status_code == 422
    review.send_for_review(version=fresh(version), **by(business))
    with pytest.raises(review.NotReady) as refusal:
        review.mark_ready(version=fresh(version), actor=business.approver, at=AT)
    assert f"{HEADING}: The text of this section" in refusal.value.sentence


@pytest.mark.parametrize(
    ("heading", "sentence"),
    [
        ("", "Enter the heading"),
        ("risk" * 31, "120"),
        ("modern  SLAVERY in our shipping routes", "already a section with this heading"),
        ("Training", "already a section with this heading"),
        ("Introduction", "already a section with this heading"),
    ],
)
def test_a_heading_is_needed_short_and_not_there_yet(business, editor, version, heading, sentence):
    add(business, version)
    answer = editor.post(address(version, "own_sections"), {"act": "add", "heading": heading, "after": "intro"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert sentence in page
    assert Section.objects.filter(version=version).exclude(heading="").count() == 1


def test_the_database_keeps_two_of_one_heading_apart(business, version):
    add(business, version)
    with pytest.raises(ActionRefused, match="already"):
        add(business, version, HEADING.upper())


def test_twenty_and_no_more(business, editor, version):
    for number in range(20):
        add(business, version, f"Our route {number}", text="")
    with pytest.raises(ActionRefused, match="20"):
        add(business, version, "One more")
    assert "as many sections" in editor.get(address(version, "own_sections")).content.decode()
    first = Section.objects.get(version=version, heading="Our route 0")
    custom_sections.remove(section=first, **by(business))
    assert add(business, version, "One more").code == first.code


def test_buttons_move_it_past_areas_and_its_like(business, editor, version):
    add(business, version)
    add(business, version, "Our crews", "risk")
    page = address(version, "own_sections")

    def press(act: str) -> list[str]:
        assert editor.post(page, {"act": act}).url == page
        return order(version)[order(version).index("Policies") :]

    risk, care = "Assessing and managing risk", "Due diligence, including remediation"
    assert press("up:extra_2")[:5] == ["Policies", risk, "Our crews", HEADING, care]
    assert press("down:extra_1")[:5] == ["Policies", risk, "Our crews", care, HEADING]
    assert press("up:extra_2")[:4] == ["Policies", "Our crews", risk, care]
    for _turn in range(9):
        press("down:extra_1")
    assert order(version)[-1] == HEADING
    for _turn in range(9):
        press("up:extra_1")
    assert order(version)[:2] == ["Introduction", HEADING]


def test_heading_and_place_are_changed_on_a_page_of_their_own(business, editor, version):
    add(business, version)
    page = address(version, "own_section", section="extra_1")
    assert HEADING in editor.get(page).content.decode()
    assert editor.post(page, {"heading": "At sea", "after": "intro"}).status_code == 303
    assert order(version)[:2] == ["Introduction", "At sea"]
    told = [
        get_entry_sentence(entry)
        for entry in Entry.objects.filter(action__startswith="statements.section.").order_by("pk")
    ]
    assert any("added the section “Modern slavery in our shipping routes”" in one for one in told)
    assert any(
        "renamed the section “Modern slavery in our shipping routes”" in one and "“At sea”" in one for one in told
    )
    assert any("moved the section “At sea”" in one for one in told)
    assert editor.get(address(version, "own_section", section="risk")).status_code == 404
    assert editor.post(address(version, "own_section_take_out", section="risk")).status_code == 404


def test_it_is_taken_out_after_a_question_and_put_back_with_its_text(business, editor, version):
    add(business, version)
    page = address(version, "own_section_take_out", section="extra_1")
    assert "It has 16 words." in editor.get(page).content.decode()
    assert HEADING in order(version)
    editor.post(page)
    assert HEADING not in order(version)
    assert "narrative_extra_1" not in get_content(fresh(version))["answers"]
    listed = editor.get(address(version, "own_sections")).content.decode()
    assert "16 words" in listed
    editor.post(address(version, "own_sections"), {"act": "put_back:extra_1"})
    assert HEADING in order(version)
    assert get_content(fresh(version))["answers"]["narrative_extra_1"] == TEXT


def test_what_somebody_typed_in_a_section_taken_out_meanwhile_is_kept(business, editor, version):
    section = add(business, version)
    custom_sections.remove(section=section, **by(business))
    page = address(version, "section", section="extra_1")
    typed = {"revision": 1, "narrative_extra_1": "Typed at the same time.", "is_complete": "no"}
    answer = editor.post(page, typed, follow=True)
    assert "was removed from the statement" in answer.content.decode()
    editor.post(address(version, "own_sections"), {"act": "put_back:extra_1"})
    assert "Typed at the same time." in editor.get(f"{page}?unsaved").content.decode()


def test_two_who_write_it_at_once_meet_on_the_page_of_conflicts(business, editor, version):
    section = add(business, version)
    write(business, section, "<p>Somebody else wrote this.</p>")
    page = address(version, "section", section="extra_1")
    answer = editor.post(page, {"revision": 1, "narrative_extra_1": "Mine.", "is_complete": "no"})
    assert answer.status_code == 409
    assert "Somebody else wrote this." in answer.content.decode()
    assert section.revisions.count() == 2


def test_comments_and_the_mail_of_the_morning_name_it(business, editor, version):
    add(business, version)
    viewer = business.people["administrator"]
    membership = business.memberships["administrator"]
    comment = {"act": "comment", "section": "extra_1", "text": "Which ships?", "mentioned": [str(membership.uuid)]}
    assert editor.post(address(version, "review"), comment).status_code == 303
    assert Comment.objects.get().section == "extra_1"
    page = editor.get(address(version, "review")).content.decode()
    assert f">{HEADING}</a>" in page
    Notice.objects.update(at=AT)
    comment_digest.send_digest(viewer.pk, AT.replace(day=25))
    assert HEADING in read_mail(get_mails()[0])
    custom_sections.remove(section=Section.objects.get(version=version, code="extra_1"), **by(business))
    assert editor.get(address(version, "review")).status_code == 200


def test_it_counts_in_the_check_and_in_the_words(business, editor, version):
    before = count_narrative_words(get_content(version))
    add(business, version, text="<p>Our ships are free of slavery, we guarantee it.</p>")
    assert count_narrative_words(get_content(fresh(version))) == before + 9
    page = editor.get(address(version, "check")).content.decode()
    assert "free of slavery" in page


def test_frozen_text_takes_no_section_and_a_change_after_approval_voids_it(business, version):
    section = add(business, version)
    review.send_for_review(version=fresh(version), **by(business))
    ready = review.mark_ready(version=fresh(version), actor=business.approver, at=AT)
    business.approve(ready)
    for act in (
        lambda: add(business, version, "Another"),
        lambda: custom_sections.move(section=section, way="up", **by(business)),
        lambda: custom_sections.remove(section=section, **by(business)),
        lambda: custom_sections.place(section=section, heading="Other", after="intro", **by(business)),
    ):
        with pytest.raises(ActionRefused):
            act()
    was = fresh(version).content_hash
    signoff.reopen(version=fresh(version), **by(business))
    assert not fresh(version).approvals.filter(voided_at=None).exists()
    custom_sections.move(section=Section.objects.get(pk=section.pk), way="up", **by(business))
    assert content_hash(get_content(fresh(version))) != was


def test_a_statement_without_them_says_nothing_of_them(version):
    assert not {code for code in get_content(version)["answers"] if "extra" in code}


def test_the_public_page_the_data_and_the_pdf_have_it(business, version, client):
    add(business, version, text=f"{TEXT}<h2>Crews</h2><table><tr><th>Route</th></tr><tr><td>Colombo</td></tr></table>")
    public = publish(business, version)
    year = {"args": (public.organisation_slug, public.year)}
    page = client.get(reverse("register:statement", **year)).content.decode()
    assert f'href="#extra_1">{HEADING}</a>' in page
    assert f'id="extra_1-heading">{HEADING}</h2>' in page
    assert f"Table 1: {HEADING}" in page
    data = json.loads(client.get(reverse("register:json", **year)).content)
    assert data["answers"]["extra_sections"] == [{"code": "extra_1", "heading": HEADING, "after": "risk"}]
    assert "six ship owners" in data["answers"]["narrative_extra_1"]
    body = documents.render_pdf_source(public)
    assert f'<a href="#extra_1">{HEADING}</a>' in body


def test_an_amendment_tells_what_became_of_whole_sections(business, version):
    add(business, version)
    add(business, version, "Our crews", "training")
    before = get_content(fresh(version))
    custom_sections.remove(section=Section.objects.get(version=version, code="extra_1"), **by(business))
    add(business, version, "Ports", "risk")
    custom_sections.place(
        section=Section.objects.get(version=version, code="extra_2"), heading="Crews", after="intro", **by(business)
    )
    found = {one.heading: one for one in changes(before, get_content(fresh(version)))}
    assert found["Ports"].sentence == "This section was added."
    assert found[HEADING].sentence == "This section was removed."
    assert found["Crews"].sentence == "It was called “Our crews” before. It has moved to another position."
    assert found["Crews"].runs == ()
    assert set(found) == {"Ports", HEADING, "Crews"}


def test_it_goes_into_an_amendment_and_into_next_year(business, editor, version):
    add(business, version)
    add(business, version, "Taken out", "intro")
    custom_sections.remove(section=Section.objects.get(version=version, code="extra_2"), **by(business))
    public = publish(business, version)
    amended = draft.amend(version=public.version, kind="substantive", note="More", **by(business))
    assert get_content(amended)["answers"] == public.content["answers"]
    draft.discard(version=amended, **by(business))
    following = business.start(
        period_start=AT.date().replace(2026, 4, 1), period_end=AT.date().replace(2027, 3, 31), copy_from=public.version
    )
    section = following.sections.get(code="extra_1")
    assert (section.heading, section.after, section.answers["copied_from"]) == (HEADING, "risk", public.year)
    assert not following.sections.filter(heading="Taken out").exists()
    page = editor.get(address(following, "section", section="extra_1")).content.decode()
    assert f"Copied from {public.year}" in page
    assert 'id="last-year"' in page
    # A new section takes no code that readers know for another.
    custom_sections.remove(section=section, **by(business))
    assert add(business, following, "Ports").code == "extra_2"


def test_no_steps_and_the_short_path_may_have_them(business):
    version = business.start(kind="no_steps", is_short=True)
    add(business, version)
    assert "extra_1" in outline.section_codes({"period": {"statement_kind": "no_steps"}, "extra": {
        "extra_sections": [{"code": "extra_1", "heading": HEADING, "after": "risk"}]}}, is_short=True)  # fmt: skip
    assert order(version) == ["No steps were taken", HEADING]


def test_word_takes_it_there_and_back(business, editor, version):
    add(business, version)
    document = opened(exported(editor, version))
    words = [one for one in document.paragraphs if "six ship owners" in one.text]
    words[0].insert_paragraph_before("A lawyer's sentence on this.")
    document.add_heading("A chapter of the lawyer's", level=1)
    document.add_paragraph("It stands under no heading of ours.")
    returned = came_back(editor, version, saved(document))
    part = returned.parts.get(section="extra_1")
    assert (part.words_added, part.words_removed) == (5, 0)
    assert returned.parts.get(section="").html.count("It stands under no heading of ours.") == 1
    decide(editor, part)
    kept = Section.objects.get(version=version, code="extra_1").answers["narrative_extra_1"]
    assert kept.index("lawyer") < kept.index("six ship owners")


def test_a_heading_within_an_area_that_is_called_like_it_stays_where_it_is(business, editor, version):
    add(business, version, "Ports")
    policies = Section.objects.get(version=version, code="policies")
    text = "<p>Our policy.</p><h2>Ports</h2><p>It holds in all ports.</p>"
    core_services.save_section(
        section=policies, revision=policies.revision, answers=policies.answers | {"narrative_policies": text},
        is_complete=True, **by(business),
    )  # fmt: skip
    returned = came_back(editor, version, exported(editor, version))
    assert set(returned.parts.values_list("decision", flat=True)) == {"same"}


def test_text_of_a_section_taken_out_meanwhile_is_put_elsewhere(business, editor, version):
    section = add(business, version)
    document = opened(exported(editor, version))
    words = [one for one in document.paragraphs if "six ship owners" in one.text]
    words[0].insert_paragraph_before("A lawyer's sentence on this.")
    returned = came_back(editor, version, saved(document))
    custom_sections.remove(section=section, **by(business))
    part = returned.parts.get(section="extra_1")
    assert editor.get(address(version, "word_return", word=returned.uuid)).status_code == 200
    page = editor.get(address(version, "word_part", word=returned.uuid, part=part.uuid)).content.decode()
    assert "Which area does it belong to?" in page
    decide(editor, part, section="risk")
    assert "lawyer" in Section.objects.get(version=version, code="risk").answers["narrative_risk"]
    assert WordPart.objects.get(pk=part.pk).decision == "taken"


def test_the_save_of_one_section_is_shown_alone(business, editor, version):
    section = add(business, version)
    write(business, section, "<p>We asked seven.</p>")
    page = editor.get(address(version, "changes"), {"area": "extra_1", "save": 2}).content.decode()
    assert f"{HEADING}: save 2" in page
    assert "seven" in page


def test_a_reader_of_the_draft_sees_the_order_and_no_buttons(business, client, version):
    add(business, version)
    sign_in(client, business.approver)
    page = client.get(address(version, "own_sections")).content.decode()
    assert HEADING in page
    assert 'value="up:' not in page
    assert client.post(address(version, "own_sections"), {"act": "up:extra_1"}).status_code == 403


def test_pdf_has_it_in_outline_and_tags(business, version):
    add(business, version, text=f"{TEXT}<h2>Crews and their pay</h2><p>Nobody pays to be hired.</p>")
    public = publish(business, version)
    assert pdf_job.make_pdfs(public.pk, now=AT)
    body = bytes(Document.objects.get(publication=public, kind="pdf").body)
    with opened_pdf(body) as made:
        assert_ua(made)
        with made.open_outline() as entries:
            titles = [str(one.title) for top in entries.root for one in (top, *top.children)]
        assert titles.index(HEADING) == titles.index("Assessing and managing risk") + 1
    assert "six ship owners" in extract_text(body)


def test_the_board_pack_has_it(business, editor, version):
    add(business, version)
    assert "six ship owners" in extract_text(editor.get(address(version, "board_pack")).content)
