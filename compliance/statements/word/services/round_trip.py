"""The draft to Word and back: a document to send to a lawyer, and what came back of it, taken over area by area."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.statements.choices import SectionCode, WordDecision
from compliance.statements.core.selectors import get_content, group_answers
from compliance.statements.figures import services as figures
from compliance.statements.models import Comment, Section, SectionRevision, Version, WordPart, WordReturn
from compliance.statements.presenters.changes import get_answer_lines
from compliance.statements.presenters.figures import get_caption
from compliance.statements.presenters.parts import build_appendix, build_cover, parts
from compliance.statements.rules import outline, richtext
from compliance.statements.rules.content import NARRATIVES
from compliance.statements.rules.difference import Kind, Run, compare_texts
from compliance.statements.rules.text import plain_text, tidy
from compliance.statements.signoff.services import review
from compliance.statements.types import ProposedPicture, ReadArea, ReadDocument
from compliance.statements.word import reader
from compliance.statements.word.section_matching import MAX_PARTS
from compliance.statements.word.services import pictures as services_pictures
from compliance.statements.word.writer import Chapter, Draft, Picture, Remark, write
from portal.core import rate_limits
from portal.core.exceptions import ActionRefused
from portal.core.sandbox import Busy, FunctionRaised, LimitExceeded, run_in_sandbox
from portal.files.file_types import SENTENCES, Overloaded, Refused, clean_name
from portal.history.services import record

# Of the process's own work, where the counts of the reader refuse nothing: ninety pages take half a second.
SECONDS, MEGABYTES = 4, 512
MAX_BYTES = 25 * 1024 * 1024  # See docs/requirements/statements.md#returned-documents.
MAX_CHARACTERS = 500_000  # of HTML in all areas: twice what 90 pages have, so that comparing them takes a moment
PROBLEMS = SENTENCES | {
    "too_much": gettext_lazy(
        "This document is far longer than a statement, so we could not read it. Download the draft as a Word "
        "document again, copy the text of each area into it, and choose that file."
    ),
    "too_many_chapters": gettext_lazy(
        "This document has more than 500 chapters of its own. Use smaller headings within "
        "the areas, save it again and choose the new file."
    ),
}
Sections = Mapping[str, Section]


def narrative_code(code: str) -> str:
    """Return the question of an area that is answered with its text."""
    return f"narrative_{code}"


def get_area_codes(version: Version, sections: Sections) -> list[str]:
    """Return the areas that have a text of their own, in the order of the statement."""
    codes = outline.section_codes(group_answers(sections.values()), is_short=version.is_short)
    return [code for code in codes if code in NARRATIVES]


def build_document(
    version: Version, sections: Sections, comments: Sequence[Comment], *, with_pictures: bool = False
) -> Draft:
    """Return the draft as the Word writer takes it. comments: those that are open."""
    content = get_content(version, group_answers(sections.values()))
    organisation = version.statement.organisation
    shown_parts = [part for part in (*parts(content), build_cover(content), build_appendix(content)) if part]
    shown = content.get("figures") or {}
    bodies = figures.get_bodies(version.statement, shown) if shown and with_pictures else {}
    return Draft(
        title=_("Modern slavery statement %(year)s: %(name)s")
        % {"year": version.statement.year, "name": organisation.name},
        author=organisation.name,
        version=version.uuid.hex,
        language=sections[SectionCode.PERIOD].answers.get("language") or "en",
        notes=[
            _("This is a draft. Change the text below each heading, with tracked changes or without, and comment."),
            _("Leave the headings of the areas as they are: we use them to find where each text belongs."),
        ],
        chapters=[
            Chapter(
                code,
                sections[code].revision,
                sections[code].title,
                sections[code].answers.get(narrative_code(code)) or "",
                [_remark(comment) for comment in comments if comment.section == code],
            )
            for code in get_area_codes(version, sections)
        ],
        beside=(
            _("Other answers, for reading only"),
            [line for part in shown_parts for line in (*part.sentences, *get_answer_lines(part)) if line],
        ),
        remarks=[_remark(comment) for comment in comments if not comment.section],
        captions={int(number): get_caption(int(number), figure) for number, figure in shown.items()},
        pictures={number: Picture(body, shown[str(number)]["alt"]) for number, body in bodies.items()},
    )


def _remark(comment: Comment) -> Remark:
    return Remark(str(comment.author or ""), comment.text)


@transaction.atomic
def export(*, version: Version, actor, at: datetime, sections: Sections, comments: Sequence[Comment]) -> bytes:
    body = write(build_document(version, sections, comments, with_pictures=True))
    scope = version.statement.organisation.uuid
    record(actor, "statements.word.exported", version, {"bytes": len(body)}, scope=scope, at=at)
    return body


@dataclass(frozen=True)
class ReturnedPart:
    """A part as the reader told it."""

    code: str
    revision: int | None
    after: str
    html: str
    pictures: int
    comments: list[dict[str, str]]
    proposed: list[ProposedPicture]


def receive(*, version: Version, actor, at: datetime, upload: UploadedFile, sections: Sections) -> WordReturn:
    """Read a document that came back. Nothing of the draft changes.

    Raises ActionRefused or OverLimit, for the form field.
    """
    if wait := rate_limits.count_and_get_wait("upload", actor.pk):
        raise rate_limits.OverLimit(wait)
    if (upload.size or 0) > MAX_BYTES:
        raise Refused(_("The file must be smaller than %(size)d MB.") % {"size": MAX_BYTES // 1024 // 1024})
    upload.seek(0)
    comments = list(version.comments.select_related("author"))
    draft = build_document(version, sections, comments)
    document = _read(upload.read(), version, sections, draft)
    known = {(str(comment.author or ""), _fold(comment.text)) for comment in comments}
    with transaction.atomic():
        made_of_this = document["version"] == version.uuid.hex[:16]
        returned = WordReturn.objects.create(
            version=version,
            name=clean_name(upload.name or ""),
            is_of_another=not made_of_this,
            received_by=actor,
            received_at=at,
        )
        bases = _bases(document["areas"] if made_of_this else [], sections)
        for index, came in enumerate(_read_parts(document["areas"], sections)):
            part = _part(returned, index, came, bases, sections, known)
            part.save()
            services_pictures.save_pictures(part, came.proposed)
        _record("received", returned, actor, at)
    return returned


def _read(body: bytes, version: Version, sections: Sections, draft: Draft) -> ReadDocument:
    labels = {code: _labels(sections[code]) for code in get_area_codes(version, sections)}
    order = json.dumps({"labels": labels, "ours": draft.around}).encode()
    if not body.startswith(b"PK"):
        raise Refused(_("Choose a Word document (DOCX). Save any other kind of document as DOCX first."))
    try:
        document = run_in_sandbox(reader.read, order + b"\n" + body, seconds=SECONDS, megabytes=MEGABYTES)
    except Busy:
        raise Overloaded from None
    except LimitExceeded:
        raise Refused(str(PROBLEMS["too_much"])) from None
    except FunctionRaised:
        raise Refused(str(PROBLEMS["damaged"])) from None
    if not isinstance(document, dict) or "refused" in document or len(document["areas"]) > MAX_PARTS + 1:
        problem = document.get("refused") if isinstance(document, dict) else None
        raise Refused(str(PROBLEMS.get(str(problem), PROBLEMS["damaged"])))
    if sum(len(area["html"]) for area in document["areas"]) > MAX_CHARACTERS:
        raise Refused(str(PROBLEMS["too_much"]))
    return cast(ReadDocument, document)


def _labels(section: Section) -> list[str]:
    """The heading of an area in the reader's language and in English; of the organisation's own as it stands."""
    with translation.override("en"):
        english = section.title
    return list(dict.fromkeys([section.title, english]))


def _read_parts(areas: Sequence[ReadArea], sections: Sections) -> Iterator[ReturnedPart]:
    """Each as it is kept: in the one shape that the editor writes."""
    for area in areas:
        html = tidy(richtext.to_html(richtext.to_marks(area["html"])))
        after = area["after"] if area["after"] in sections else ""
        counted = min(area["pictures"], 9999)
        yield ReturnedPart(area["code"], area["revision"], after, html, counted, area["comments"], area["proposed"])


def _bases(areas: Sequence[ReadArea], sections: Sections) -> dict[tuple[str, int], str]:
    """Texts of areas by code and revision, as far as they are kept."""
    revisions_by_code = {
        area["code"]: area["revision"] for area in areas if area["code"] and area["revision"] is not None
    }
    revisions = SectionRevision.objects.filter(
        section__in=[sections[code].pk for code in revisions_by_code], revision__in=set(revisions_by_code.values())
    ).select_related("section")
    answers_by_revision = {(revision.section.code, revision.revision): revision.answers for revision in revisions}
    answers_by_revision |= {(code, sections[code].revision): sections[code].answers for code in revisions_by_code}
    return {key: answers.get(narrative_code(key[0])) or "" for key, answers in answers_by_revision.items()}


def _part(
    returned: WordReturn,
    index: int,
    came: ReturnedPart,
    bases: Mapping[tuple[str, int], str],
    sections: Sections,
    known: set[tuple[str, str]],
) -> WordPart:
    is_known = came.revision is not None and (came.code, came.revision) in bases
    current = sections[came.code].answers.get(narrative_code(came.code)) or "" if came.code else ""
    base = bases[came.code, came.revision] if is_known else current  # type: ignore[index]  # is_known says that it is no None
    runs = compare_html(base, came.html)
    is_same = bool(came.code) and as_kept(base) == as_kept(came.html)
    return WordPart(
        word_return=returned,
        place=index,
        section=came.code,
        after=came.after,
        html=came.html,
        base=base,
        base_revision=came.revision if is_known else None,
        words_added=_words(runs, Kind.ADDED),
        words_removed=_words(runs, Kind.REMOVED),
        pictures=came.pictures,
        comments=[comment for comment in came.comments if (comment["author"], _fold(comment["text"])) not in known],
        decision=WordDecision.SAME if is_same else WordDecision.WAITING,
    )


def compare_html(earlier: str, later: str) -> list[Run]:
    """Return the differences of two texts as HTML, in words."""
    return compare_texts(plain_text(earlier), plain_text(later))


def as_kept(html: str) -> str:
    """Return the text as the editor writes it, white space aside: two that look the same are the same."""
    return " ".join(richtext.to_html(richtext.to_marks(html)).split())


def _words(runs: Sequence[Run], kind: Kind) -> int:
    return sum(len(run.text.split()) for run in runs if run.kind == kind)


def _fold(text: str) -> str:
    return " ".join(text.split()).casefold()


@transaction.atomic
def decide(*, part: WordPart, decision: WordDecision, actor, at: datetime, section: str = "") -> WordPart:
    """Keep what became of the part; a second answer does not change the first. Raises ActionRefused."""
    current = WordPart.objects.select_for_update().get(pk=part.pk)
    if current.decision != WordDecision.WAITING:
        return current
    if not current.word_return.version.is_editable:
        raise ActionRefused(_("This text is no longer open for changes. Someone has sent it on."))
    current.decision, current.decided_by, current.decided_at = decision, actor, at
    current.save(update_fields=["decision", "decided_by", "decided_at"])
    services_pictures.leave_out_all(current, actor, at)
    _record(str(decision), current.word_return, actor, at, section=section or current.section)
    return current


def finish_part(*, version: Version, named: str, section: str, actor, at: datetime) -> WordPart | None:
    """Mark the part of that name, with whose text the section was saved, as taken over. None where there is no such."""
    try:
        uuid = UUID(named)
    except ValueError:
        return None
    part = WordPart.objects.filter(uuid=uuid, word_return__version=version).first()
    return part and decide(part=part, decision=WordDecision.TAKEN, actor=actor, at=at, section=section)


@transaction.atomic
def ask(*, part: WordPart, number: str, actor, at: datetime) -> None:
    """Put a comment of the document to those of the draft, once. number: its place in the part.

    Raises ActionRefused.
    """
    current = WordPart.objects.select_for_update().get(pk=part.pk)
    index = int(number) if number.isascii() and number.isdigit() and len(number) < 5 else len(current.comments)
    if index >= len(current.comments) or current.comments[index].get("is_asked"):
        raise ActionRefused(_("That comment is no longer there, or has already been added."))
    remark = current.comments[index]
    text = _("%(author)s, in Word: %(text)s") % {"author": remark["author"] or _("Someone"), "text": remark["text"]}
    if remark["quote"]:
        text = _("%(text)s (on “%(quote)s”)") % {"text": text, "quote": remark["quote"]}
    review.comment(version=current.word_return.version, actor=actor, at=at, text=text[:5000], section=current.section)
    remark["is_asked"] = True
    current.save(update_fields=["comments"])


def _record(verb: str, returned: WordReturn, actor, at: datetime, **data: str) -> None:
    version = returned.version
    scope = version.statement.organisation.uuid
    record(actor, f"statements.word.{verb}", version, {"name": returned.name} | data, scope=scope, at=at)
