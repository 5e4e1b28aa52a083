"""Pictures that somebody put into a Word document: kept beside their part, and made figures or left out one by one."""

from base64 import b64decode
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from compliance.statements.choices import WordDecision
from compliance.statements.figures import services as figures
from compliance.statements.models import Figure, WordPart, WordPicture
from compliance.statements.models.figure import ALT_LENGTH
from compliance.statements.types import ProposedPicture
from portal.core.exceptions import ActionRefused
from portal.files import services as files

ENDINGS = {"image/jpeg": "jpg", "image/png": "png"}


def save_pictures(part: WordPart, proposed: Sequence[ProposedPicture]) -> None:
    """Save the pictures of a part. proposed: as the reader told it, each drawn anew there."""
    scope = part.word_return.version.statement.organisation.uuid
    for picture in proposed:
        number, kind = int(picture["number"]), ENDINGS[picture["content_type"]]
        file = files.save_generated(
            b64decode(picture["body"]), name=f"word-{number}.{kind}", content_type=picture["content_type"], scope=scope
        )
        WordPicture.objects.create(
            part=part, number=number, file=file, width=int(picture["width"]), height=int(picture["height"]),
            alt=str(picture["alt"])[:ALT_LENGTH],
        )  # fmt: skip


@transaction.atomic
def accept_picture(*, picture: WordPicture, alt: str, caption: str, actor, at: datetime) -> Figure:
    """Make it a figure, and put its number where the picture stood in the text of the part. Raises Refusal."""
    current = _waiting(picture)
    if current.file is None:
        raise ActionRefused(_("The picture is no longer there."))
    statement = current.part.word_return.version.statement
    figure = figures.add_stored(
        statement=statement, stored=current.file, size=(current.width, current.height), alt=alt, caption=caption,
        actor=actor, at=at,
    )  # fmt: skip
    _decide(current, WordDecision.TAKEN, _mark(figure.number), actor, at)
    return figure


@transaction.atomic
def leave_out_picture(*, picture: WordPicture, actor, at: datetime) -> None:
    """Leave the picture out. Raises Refusal."""
    _decide(_waiting(picture), WordDecision.LEFT, "", actor, at)


def leave_out_all(part: WordPart, actor, at: datetime) -> None:
    """Leave out the pictures together with the text that holds them."""
    part.proposed.filter(decision=WordDecision.WAITING).update(
        decision=WordDecision.LEFT, decided_by=actor, decided_at=at, file=None
    )


def _waiting(picture: WordPicture) -> WordPicture:
    word_pictures = WordPicture.objects.select_for_update(of=("self",)).select_related(
        "part__word_return__version__statement"
    )
    current = word_pictures.get(pk=picture.pk)
    if current.decision != WordDecision.WAITING:
        raise ActionRefused(_("That has already been decided."))
    if not current.part.word_return.version.is_editable:
        raise ActionRefused(_("This text is no longer open for changes. Someone has sent it on."))
    return current


def _decide(picture: WordPicture, decision: WordDecision, mark: str, actor, at: datetime) -> None:
    """mark: what stands in the text from now on; at its end, where the picture's own place could not be kept."""
    part = WordPart.objects.select_for_update().get(pk=picture.part_id)
    placeholder = _mark(picture.number)
    html = part.html if placeholder in part.html or not mark else f"{part.html}\n{placeholder}"
    part.html = "\n".join(line for line in html.replace(placeholder, mark).split("\n") if line.strip())
    part.save(update_fields=["html"])
    picture.decision, picture.decided_by, picture.decided_at = decision, actor, at
    picture.file = None  # a figure has it, or nobody: then the sweep of files drops it
    picture.save(update_fields=["decision", "decided_by", "decided_at", "file"])


def _mark(number: int) -> str:
    return f'<figure data-number="{number}"></figure>'
