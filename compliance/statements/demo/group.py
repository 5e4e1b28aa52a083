"""The demo's group statement: members, figures, a case study, what a lawyer sent back, and a year published elsewhere.

Organisations, people and numbers are invented.
"""

from datetime import date, datetime, timedelta
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from docx import Document
from PIL import Image, ImageDraw

from compliance.organisations.models import Organisation
from compliance.organisations.rules.publication_deadline import shift_year_end
from compliance.statements.choices import SectionCode
from compliance.statements.external_statements import services as earlier
from compliance.statements.figures import services as figures
from compliance.statements.groups import services as members
from compliance.statements.models import Version
from compliance.statements.rules import richtext
from compliance.statements.signoff.services import review
from compliance.statements.types import AnswersBySection
from compliance.statements.word.services import round_trip
from portal.accounts.models import User

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# Name, company number, has to publish itself, covered, where its steps are told.
MEMBERS = (
    ("Harbour and Vale Orchards Limited", "ZZ000111", "in_scope", True, SectionCode.DUE_DILIGENCE),
    ("Saltmarsh Fish Packing Limited", "ZZ000112", "in_scope", True, SectionCode.RISK),
    ("Vale Chilled Meals Limited", "ZZ000113", "out_of_scope", True, SectionCode.TRAINING),
    ("Harbour and Vale Transport Limited", "ZZ000114", "out_of_scope", True, ""),
    ("Saltmarsh Cold Stores (Jersey) Limited", "", "out_of_scope", False, ""),
)
# How many of them say that their own board approved the text too.
APPROVING = 2
CHART = 1
CHART_SAYS = (
    "Bar chart of suppliers visited without notice: 3 in the first year, 5 in the second and 7 in the third. "
    "The number of visits grows by two each year."
)
CASE = (
    "::: Nine pickers, and the money they had paid\n"
    "A picker told our interpreter that the job had cost £900. Eight others said the same. The grower did not know the "
    "agent who had sent them, and paid everyone back within two months.\n\n"
    "- We asked the pickers before we asked the grower.\n- The agent is no longer used.\n:::"
)
COMMENTS = (
    (SectionCode.RISK, "You know the packing sites best: is the list of countries still right?"),
    (SectionCode.MONITORING, "Last year we promised to visit every supplier with a high risk. What happened?"),
)


def tell(texts: AnswersBySection) -> None:
    """Put the group, its case study and its chart into the answers of a year."""
    listed = [
        {"legal_name": name, "company_number": number, "scope": scope, "covered": covered, "section": section}
        for name, number, scope, covered, section in MEMBERS
    ]
    texts[SectionCode.ORGANISATIONS] |= {"is_group": True, "group_members": listed}
    for code, more in ((SectionCode.DUE_DILIGENCE, CASE), (SectionCode.MONITORING, f"[figure {CHART}]")):
        texts[code][f"narrative_{code}"] += richtext.to_html(more)


def add_figures(version: Version, actor: User, at: datetime) -> None:
    for is_logo, name, alt, caption in (
        (True, "logo.png", "Harbour and Vale Foods", ""),
        (False, "visits.png", CHART_SAYS, "Suppliers visited without notice, by year"),
    ):
        figures.add(
            statement=version.statement,
            actor=actor,
            at=at,
            upload=SimpleUploadedFile(name, _logo() if is_logo else _chart(), "image/png"),
            alt=alt,
            caption=caption,
            is_logo=is_logo,
        )


def _logo() -> bytes:
    """A hill and the sea below it."""
    picture = Image.new("RGB", (240, 120), "white")
    draw = ImageDraw.Draw(picture)
    draw.polygon([(20, 80), (80, 20), (140, 80)], fill="#2f6f4f")
    draw.rectangle([20, 80, 220, 100], fill="#1d4f7c")
    return _png(picture)


def _chart() -> bytes:
    picture = Image.new("RGB", (640, 360), "white")
    draw = ImageDraw.Draw(picture)
    for index, visits in enumerate((3, 5, 7)):
        left = 80 + 190 * index
        draw.rectangle([left, 320 - 40 * visits, left + 110, 320], fill="#1d4f7c")
    draw.line([40, 320, 620, 320], fill="black", width=3)
    return _png(picture)


def _png(picture: Image.Image) -> bytes:
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def approve_as_members(version: Version, actor: User, at: datetime) -> None:
    """Record that some of the members say that their own boards approved the frozen text."""
    for index, member in enumerate(members.get_members(version)[:APPROVING], start=1):
        members.record_approvals(
            version=version,
            members=[member],
            actor=actor,
            at=at,
            body="board_of_directors",
            body_name="",
            approved_on=timezone.localdate(at) - timedelta(days=index),
            reference=f"Minute {3 + index}",
        )


def add_a_year_elsewhere(organisation: Organisation, actor: User, at: datetime, *, ends: date) -> None:
    """Add a statement that is on the organisation's own website, with who approved and signed it."""
    starts = shift_year_end(ends, -12) + timedelta(days=1)
    details = earlier.EarlierYearDetails(
        period_start=starts,
        period_end=ends,
        published_on=shift_year_end(ends, 5),
        url=f"https://www.harbourandvalefoods.example/modern-slavery-{ends.year}.pdf",
        body="board_of_directors",
        approved_on=shift_year_end(ends, 4),
        signatory="Helen Okonjo",
        job_title="Managing director",
        signed_on=shift_year_end(ends, 4),
    )
    earlier.add(organisation=organisation, actor=actor, at=at, file=None, details=details)


def discuss(version: Version, *, editor: User, approver: User, at: datetime) -> None:
    """Seed a discussion: the approver names the editor; a lawyer's document comes back and waits for a decision."""
    for code, text in COMMENTS:
        review.comment(version=version, actor=approver, at=at, section=code, text=text, mentioned=[editor])
    sections = {section.code: section for section in version.sections.all()}
    sent = round_trip.export(version=version, actor=editor, at=at, sections=sections, comments=[])
    upload = SimpleUploadedFile("draft with our lawyer's changes.docx", _changed(sent), DOCX)
    round_trip.receive(version=version, actor=editor, at=at, upload=upload, sections=sections)


def _changed(sent: bytes) -> bytes:
    """A sentence more in one area, one in another with a comment, and a chapter of the lawyer's own."""
    document = Document(BytesIO(sent))
    texts = [paragraph.text for paragraph in document.paragraphs]
    for code, more in (
        (SectionCode.POLICIES, "The board looks at the code again each year."),
        (SectionCode.TRAINING, "Agency staff are not counted here."),
    ):
        first = document.paragraphs[texts.index(str(code.label)) + 1]
        first.add_run(f" {more}")
    document.add_comment(first.runs, text="Is that so? Then say why.", author="A. Lawyer", initials="AL")
    document.add_heading("Words that we use", level=1)
    document.add_paragraph("A supplier is anyone who sends us an invoice.")
    out = BytesIO()
    document.save(out)
    return out.getvalue()
