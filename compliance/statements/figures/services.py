"""Figures of a statement: add, describe, take away; what of them is published."""

from base64 import b64encode
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from compliance.statements.choices import EDITABLE, OPEN
from compliance.statements.models import Figure, Publication, PublishedFigure, Section, Statement
from compliance.statements.rules.content import get_figure_numbers
from compliance.statements.types import FigureFacts
from portal.core.exceptions import ActionRefused
from portal.core.locks import lock_row
from portal.core.sandbox import Busy, FunctionRaised, LimitExceeded, run_in_sandbox
from portal.files import parse_check
from portal.files import services as files
from portal.files.file_types import MEGABYTES, PICTURES, SECONDS, Overloaded, Refused
from portal.files.models import StoredFile
from portal.history.services import record

MAX_FIGURES = 200
# A logo is no figure: it is numbered beyond them, so that the first figure that readers see is number 1.
FIRST_LOGO = 1001


@transaction.atomic
def add(
    *, statement: Statement, actor, at: datetime, upload: UploadedFile, alt: str, caption: str, is_logo: bool
) -> Figure:
    """Add a figure. Raises Refused or OverLimit, for the form field; Refusal where the text is not open."""
    locked = _with_room(statement)
    scope = locked.organisation.uuid
    with files.receive_with_record(upload, scope=scope, by=actor, kinds=PICTURES, at=at) as stored:
        if is_logo:
            locked.figures.update(is_logo=False)
        figure = _create(locked, stored, _size(upload), actor, at, alt=alt, caption=caption, is_logo=is_logo)
        if is_logo:
            Statement.objects.filter(pk=locked.pk).update(has_logo=True)
    return figure


@transaction.atomic
def add_stored(
    *, statement: Statement, stored: StoredFile, size: tuple[int, int], alt: str, caption: str, actor, at: datetime
) -> Figure:
    """Add a figure of a picture that is stored and was drawn anew. Raises Refusal."""
    return _create(_with_room(statement), stored, size, actor, at, alt=alt, caption=caption)


def _with_room(statement: Statement) -> Statement:
    locked = _open(statement)
    if locked.figures.count() >= MAX_FIGURES:
        raise ActionRefused(_("A statement can have up to %(most)s figures.") % {"most": MAX_FIGURES})
    return locked


def _create(locked: Statement, stored: StoredFile, size: tuple[int, int], actor, at: datetime, **words: Any) -> Figure:
    width, height = size
    number = _get_free_number(locked, is_logo=bool(words.get("is_logo")))
    figure = Figure.objects.create(statement=locked, number=number, file=stored, width=width, height=height, **words)
    _record("added", figure, actor, at)
    return figure


def _get_free_number(locked: Statement, *, is_logo: bool) -> int:
    numbers = locked.figures.filter(number__gte=FIRST_LOGO) if is_logo else locked.figures.filter(number__lt=FIRST_LOGO)
    last = numbers.aggregate(last=Max("number"))["last"]
    return (last or (FIRST_LOGO - 1 if is_logo else 0)) + 1


def _size(upload: UploadedFile) -> tuple[int, int]:
    upload.seek(0)
    try:
        width, height = run_in_sandbox(
            parse_check.get_picture_size, upload.read(), seconds=SECONDS, megabytes=MEGABYTES
        )
    except Busy:
        raise Overloaded from None
    except (FunctionRaised, LimitExceeded, ValueError, TypeError) as error:
        raise Refused(_("This picture is damaged. Save it again and choose the new file.")) from error
    return int(width), int(height)


@transaction.atomic
def describe(*, figure: Figure, actor, at: datetime, alt: str, caption: str) -> Figure:
    """Change its words. Raises ActionRefused, RowGone."""
    _open(figure.statement)
    lock_row(figure)
    figure.alt, figure.caption = alt, caption
    figure.save(update_fields=["alt", "caption"])
    _record("described", figure, actor, at)
    return figure


@transaction.atomic
def remove(*, figure: Figure, actor, at: datetime) -> None:
    """Take it away; a text that shows it keeps it. Raises ActionRefused, RowGone."""
    locked = _open(figure.statement)
    lock_row(figure)
    open_ones = Section.objects.filter(version__statement=locked, version__state__in=OPEN)
    if any(figure.number in get_figure_numbers(section.answers) for section in open_ones):
        raise ActionRefused(_("The text shows this figure. Remove it from the text first."))
    _record("removed", figure, actor, at)
    if figure.is_logo:
        Statement.objects.filter(pk=locked.pk).update(has_logo=False)
    figure.delete()


def copy_figures(*, source: Statement, to: Statement) -> None:
    """Copy an earlier year's figures along with its text."""
    taken = set(to.figures.values_list("number", flat=True))
    Figure.objects.bulk_create(
        Figure(
            statement=to, number=figure.number, file_id=figure.file_id, width=figure.width, height=figure.height,
            alt=figure.alt, caption=figure.caption, is_logo=figure.is_logo and not to.has_logo,
        )
        for figure in source.figures.all()
        if figure.number not in taken
    )  # fmt: skip
    if source.has_logo:
        Statement.objects.filter(pk=to.pk).update(has_logo=True)


def publish_figures(publication: Publication) -> None:
    """Keep the bytes of each figure that the text shows. Raises Refusal while one cannot be had."""
    shown: Mapping[str, FigureFacts] = publication.content.get("figures") or {}
    figures_by_number = (
        {str(figure.number): figure for figure in publication.statement.figures.select_related("file")} if shown else {}
    )
    for number, facts in shown.items():
        try:
            body = files.read_body(figures_by_number[number].file)
        except files.FileNotScanned as error:
            raise ActionRefused(_("A figure is still being checked for viruses. Try again in a minute.")) from error
        except (files.FileUnavailable, KeyError) as error:
            raise ActionRefused(
                _("Figure %(number)s can no longer be read. Add it again.") % {"number": number}
            ) from error
        PublishedFigure.objects.create(
            publication=publication, number=int(number), content_type=facts["content_type"], body=body,
            sha256=facts["sha256"],
        )  # fmt: skip


def get_pictures(publication: Publication) -> dict[str, tuple[str, str]]:
    """Return kind and bytes in base 64, by hash: what a PDF of the publication shows."""
    if not publication.content.get("figures"):
        return {}
    return {
        figure.sha256: (figure.content_type, b64encode(figure.body).decode()) for figure in publication.figures.all()
    }


def get_draft_pictures(statement: Statement, shown: Mapping[str, FigureFacts]) -> dict[str, tuple[str, str]]:
    """Return the same of a draft; a picture that cannot be had now is left out."""
    return {
        shown[str(number)]["sha256"]: (shown[str(number)]["content_type"], b64encode(body).decode())
        for number, body in get_bodies(statement, shown).items()
    }


def get_bodies(statement: Statement, shown: Mapping[str, FigureFacts]) -> dict[int, bytes]:
    """Return the bytes of figures by number; one that cannot be had now is left out."""
    figures_by_number = {}
    for figure in statement.figures.select_related("file").filter(number__in=[int(number) for number in shown]):
        try:
            figures_by_number[figure.number] = files.read_body(figure.file)
        except (files.FileNotScanned, files.FileUnavailable):
            continue
    return figures_by_number


def _open(statement: Statement) -> Statement:
    """The statement, locked. Raises ActionRefused unless a version of it can be changed."""
    locked = Statement.objects.select_for_update().get(pk=statement.pk)
    if not locked.versions.filter(state__in=EDITABLE).exists():
        raise ActionRefused(_("This text is no longer open for changes. Someone has sent it on."))
    return locked


def _record(verb: str, figure: Figure, actor, at: datetime) -> None:
    scope = figure.statement.organisation.uuid
    detail = {"number": figure.number, "sha256": figure.file.sha256}
    record(actor, f"statements.figure.{verb}", figure, detail, scope=scope, at=at)
