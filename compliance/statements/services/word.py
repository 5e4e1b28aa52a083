"""The draft to Word and back: a document to send to a lawyer, and what came back of it, taken over area by area."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.statements import outline, richtext
from compliance.statements.choices import SectionCode, WordDecision
from compliance.statements.models import Comment, Section, SectionRevision, Version, WordPart, WordReturn
from compliance.statements.reading.changes import answers_in
from compliance.statements.reading.figures import caption_of
from compliance.statements.reading.parts import cover, parts
from compliance.statements.rules.content import NARRATIVES
from compliance.statements.rules.difference import Kind, Run, difference
from compliance.statements.rules.text import plain_text, tidy
from compliance.statements.services import figures, review, word_pictures
from compliance.statements.services.content import answers_by_section, content_of
from compliance.statements.services.steps import Refusal
from compliance.statements.word import reader
from compliance.statements.word.areas import MOST_PARTS
from compliance.statements.word.writing import Chapter, Draft, Picture, Remark, write
from portal.core import rate_limits
from portal.core.sandbox import Busy, Raised, TooMuch, run_apart
from portal.files.file_types import SENTENCES, Overloaded, Refused, clean_name
from portal.history.services import record

SECONDS, MEGABYTES = 1.9, 512  # of the process's own work
MOST_BYTES = 25 * 1024 * 1024  # of one document (issue of the round trip; security 3.9)
MOST_CHARACTERS = 500_000  # of HTML in all areas: twice what 90 pages have, so that comparing them takes a moment
PROBLEMS = SENTENCES | {
    "too_much": gettext_lazy(
        "This document holds far more than a statement does, so we could not read it. Download the draft as a Word "
        "document again, copy the text of each area into it, and choose that file."
    ),
    "too_many_chapters": gettext_lazy(
        "This document has more than 500 chapters of its own. Use smaller headings within "
        "the areas, save it again and choose the new file."
    ),
}
Sections = Mapping[str, Section]


def narrative_of(code: str) -> str:
    """The question of an area that is answered with its text."""
    return f"narrative_{code}"


def areas(version: Version, sections: Sections) -> list[str]:
    """Those that have a text of their own, in the order of the statement."""
    asked = outline.sections(answers_by_section(sections.values()), is_short=version.is_short)
    return [code for code in asked if code in NARRATIVES]


def draft_of(
    version: Version, sections: Sections, comments: Sequence[Comment], *, with_pictures: bool = False
) -> Draft:
    """comments: those that are open."""
    content = content_of(version, answers_by_section(sections.values()))
    organisation = version.statement.organisation
    found = [*parts(content), cover(content)]
    shown = content.get("figures") or {}
    bodies = figures.bodies_of(version.statement, shown) if shown and with_pictures else {}
    return Draft(
        title=_("Modern slavery statement %(year)s: %(name)s")
        % {"year": version.statement.year, "name": organisation.name},
        author=organisation.name,
        version=version.uuid.hex,
        language=sections[SectionCode.PERIOD].answers.get("language") or "en",
        notes=[
            _("This is a draft. Change the text below each heading, with tracked changes or without, and comment."),
            _("Leave the headings of the areas as they are: by them we find where each text belongs."),
        ],
        chapters=[
            Chapter(
                code,
                sections[code].revision,
                sections[code].title,
                sections[code].answers.get(narrative_of(code)) or "",
                [_remark(comment) for comment in comments if comment.section == code],
            )
            for code in areas(version, sections)
        ],
        beside=(
            _("Other answers, for reading only"),
            [line for part in found for line in (*part.sentences, *answers_in(part)) if line],
        ),
        remarks=[_remark(comment) for comment in comments if not comment.section],
        captions={int(number): caption_of(int(number), told) for number, told in shown.items()},
        pictures={number: Picture(body, shown[str(number)]["alt"]) for number, body in bodies.items()},
    )


def _remark(comment: Comment) -> Remark:
    return Remark(str(comment.author or ""), comment.text)


@transaction.atomic
def export(*, version: Version, actor, at: datetime, sections: Sections, comments: Sequence[Comment]) -> bytes:
    body = write(draft_of(version, sections, comments, with_pictures=True))
    scope = version.statement.organisation.uuid
    record(actor, "statements.word.exported", version, {"bytes": len(body)}, scope=scope, at=at)
    return body


@dataclass(frozen=True)
class Came:
    """A part as the reader told it."""

    code: str
    revision: int | None
    after: str
    html: str
    pictures: int
    comments: list[dict[str, str]]
    proposed: list[dict[str, Any]]


def receive(*, version: Version, actor, at: datetime, upload: UploadedFile, sections: Sections) -> WordReturn:
    """Read a document that came back. Nothing of the draft changes. Raises Refused or OverLimit, for the form field."""
    if wait := rate_limits.wait("upload", actor.pk):
        raise rate_limits.OverLimit(wait)
    if (upload.size or 0) > MOST_BYTES:
        raise Refused(_("The file must be smaller than %(size)d MB.") % {"size": MOST_BYTES // 1024 // 1024})
    upload.seek(0)
    comments = list(version.comments.select_related("author"))
    draft = draft_of(version, sections, comments)
    told = _read(upload.read(), version, sections, draft)
    known = {(str(comment.author or ""), _folded(comment.text)) for comment in comments}
    with transaction.atomic():
        made_of_this = told["version"] == version.uuid.hex[:16]
        returned = WordReturn.objects.create(
            version=version,
            name=clean_name(upload.name or ""),
            is_of_another=not made_of_this,
            received_by=actor,
            received_at=at,
        )
        bases = _bases(told["areas"] if made_of_this else [], sections)
        for place, came in enumerate(_came(told["areas"], sections)):
            part = _part(returned, place, came, bases, sections, known)
            part.save()
            word_pictures.keep(part, came.proposed)
        _record("received", returned, actor, at)
    return returned


def _read(body: bytes, version: Version, sections: Sections, draft: Draft) -> dict[str, Any]:
    labels = {code: _labels(sections[code]) for code in areas(version, sections)}
    order = json.dumps({"labels": labels, "ours": draft.around}).encode()
    if not body.startswith(b"PK"):
        raise Refused(_("Choose a Word document (DOCX). Save a document of another kind as DOCX first."))
    try:
        told = run_apart(reader.read, order + b"\n" + body, seconds=SECONDS, megabytes=MEGABYTES)
    except Busy:
        raise Overloaded from None
    except TooMuch:
        raise Refused(str(PROBLEMS["too_much"])) from None
    except Raised:
        raise Refused(str(PROBLEMS["damaged"])) from None
    if not isinstance(told, dict) or "refused" in told or len(told["areas"]) > MOST_PARTS + 1:
        problem = told.get("refused") if isinstance(told, dict) else None
        raise Refused(str(PROBLEMS.get(str(problem), PROBLEMS["damaged"])))
    if sum(len(one["html"]) for one in told["areas"]) > MOST_CHARACTERS:
        raise Refused(str(PROBLEMS["too_much"]))
    return told


def _labels(section: Section) -> list[str]:
    """The heading of an area in the reader's language and in English; of the organisation's own as it stands."""
    with translation.override("en"):
        english = section.title
    return list(dict.fromkeys([section.title, english]))


def _came(told: Sequence[Mapping[str, Any]], sections: Sections) -> Iterator[Came]:
    """Each as it is kept: in the one shape that the editor writes."""
    for one in told:
        html = tidy(richtext.to_html(richtext.to_marks(one["html"])))
        after = one["after"] if one["after"] in sections else ""
        counted = min(one["pictures"], 9999)
        yield Came(one["code"], one["revision"], after, html, counted, one["comments"], one["proposed"])


def _bases(told: Sequence[Mapping[str, Any]], sections: Sections) -> dict[tuple[str, int], str]:
    """Texts of areas by code and revision, as far as they are kept."""
    asked = {one["code"]: one["revision"] for one in told if one["code"] and one["revision"] is not None}
    kept = SectionRevision.objects.filter(
        section__in=[sections[code].pk for code in asked], revision__in=set(asked.values())
    ).select_related("section")
    found = {(one.section.code, one.revision): one.answers for one in kept}
    found |= {(code, sections[code].revision): sections[code].answers for code in asked}
    return {key: answers.get(narrative_of(key[0])) or "" for key, answers in found.items()}


def _part(
    returned: WordReturn,
    place: int,
    came: Came,
    bases: Mapping[tuple[str, int], str],
    sections: Sections,
    known: set[tuple[str, str]],
) -> WordPart:
    is_known = came.revision is not None and (came.code, came.revision) in bases
    here = sections[came.code].answers.get(narrative_of(came.code)) or "" if came.code else ""
    base = bases[came.code, came.revision] if is_known else here  # type: ignore[index]  # is_known says that it is no None
    runs = differences(base, came.html)
    is_same = bool(came.code) and as_kept(base) == as_kept(came.html)
    return WordPart(
        word_return=returned,
        place=place,
        section=came.code,
        after=came.after,
        html=came.html,
        base=base,
        base_revision=came.revision if is_known else None,
        words_added=_words(runs, Kind.ADDED),
        words_removed=_words(runs, Kind.REMOVED),
        pictures=came.pictures,
        comments=[one for one in came.comments if (one["author"], _folded(one["text"])) not in known],
        decision=WordDecision.SAME if is_same else WordDecision.WAITING,
    )


def differences(earlier: str, later: str) -> list[Run]:
    """Of two texts as HTML, in words."""
    return difference(plain_text(earlier), plain_text(later))


def as_kept(html: str) -> str:
    """The text as the editor writes it, white space aside: two that look the same are the same."""
    return " ".join(richtext.to_html(richtext.to_marks(html)).split())


def _words(runs: Sequence[Run], kind: Kind) -> int:
    return sum(len(run.text.split()) for run in runs if run.kind == kind)


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


@transaction.atomic
def decide(*, part: WordPart, decision: WordDecision, actor, at: datetime, section: str = "") -> WordPart:
    """Keep what became of the part; a second answer does not change the first. Raises Refusal."""
    current = WordPart.objects.select_for_update().get(pk=part.pk)
    if current.decision != WordDecision.WAITING:
        return current
    if not current.word_return.version.is_editable:
        raise Refusal(_("This text is no longer open for changes. Somebody has sent it on."))
    current.decision, current.decided_by, current.decided_at = decision, actor, at
    current.save(update_fields=["decision", "decided_by", "decided_at"])
    word_pictures.leave_all(current, actor, at)
    _record(str(decision), current.word_return, actor, at, section=section or current.section)
    return current


def settle(*, version: Version, named: str, section: str, actor, at: datetime) -> WordPart | None:
    """Mark the part of that name, with whose text the section was saved, as taken over. None where there is no such."""
    try:
        uuid = UUID(named)
    except ValueError:
        return None
    part = WordPart.objects.filter(uuid=uuid, word_return__version=version).first()
    return part and decide(part=part, decision=WordDecision.TAKEN, actor=actor, at=at, section=section)


@transaction.atomic
def ask(*, part: WordPart, number: str, actor, at: datetime) -> None:
    """Put a comment of the document to those of the draft, once. number: its place in the part. Raises Refusal."""
    current = WordPart.objects.select_for_update().get(pk=part.pk)
    place = int(number) if number.isascii() and number.isdigit() and len(number) < 5 else len(current.comments)
    if place >= len(current.comments) or current.comments[place].get("is_asked"):
        raise Refusal(_("That comment is not there any more, or stands with the others already."))
    said = current.comments[place]
    text = _("%(author)s, in Word: %(text)s") % {"author": said["author"] or _("Somebody"), "text": said["text"]}
    if said["quote"]:
        text = _("%(text)s (on “%(quote)s”)") % {"text": text, "quote": said["quote"]}
    review.comment(version=current.word_return.version, actor=actor, at=at, text=text[:5000], section=current.section)
    said["is_asked"] = True
    current.save(update_fields=["comments"])


def _record(verb: str, returned: WordReturn, actor, at: datetime, **data: str) -> None:
    version = returned.version
    scope = version.statement.organisation.uuid
    record(actor, f"statements.word.{verb}", version, {"name": returned.name} | data, scope=scope, at=at)
