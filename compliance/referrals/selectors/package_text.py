"""The text of a package as the check page shows it: what leaves, with the phrases marked that could show who told us.

See docs/requirements/helpline.md#words-that-show-who-told-us.
"""

from dataclasses import dataclass, field

from compliance.casework.models import Case
from compliance.casework.selectors.tellers import get_contacts
from compliance.concerns.rules.tellers import TellerRole
from compliance.referrals.rules import disclosure as rules
from compliance.referrals.rules.teller_phrases import Piece, split_teller_phrases
from compliance.referrals.services.disclosable_items import Item
from compliance.referrals.services.disclosure import Package

# Items in labels of our own; and the one that says who told us, which somebody ticked for that.
_UNMARKED_KINDS = frozenset({rules.URGENCY, rules.HANDLING, rules.SIGNS, rules.NEEDS, rules.REPORTER})

Pieces = list[Piece]


@dataclass(frozen=True)
class PackageText:
    """about, items: label and text. Each text is in pieces, which are the whole of it."""

    about: list[tuple[str, Pieces]] = field(repr=False)
    note: Pieces = field(repr=False)
    items: list[tuple[str, Pieces]] = field(repr=False)

    @property
    def phrase_count(self) -> int:
        """Return how many phrases are marked."""
        texts = [self.note, *(text for _label, text in (*self.about, *self.items))]
        return sum(piece.is_marked for text in texts for piece in text)


def get_package_text(case: Case, package: Package) -> PackageText:
    """Return the words of the package. Nothing is marked in the report of a person who told us of themselves.

    Other items may come from anyone who told us, so they are marked unless all of them did so.
    """
    roles = {f"{rules.ACCOUNT}:{contact.pk}": contact.teller_role for contact in get_contacts(case)}
    others = TellerRole.SELF if set(roles.values()) == {TellerRole.SELF} else TellerRole.NOT_KNOWN

    def split(item: Item) -> Pieces:
        if item.kind in _UNMARKED_KINDS or roles.get(item.name, others) is TellerRole.SELF:
            return _whole(item.text)
        return split_teller_phrases(item.text, is_of_desk=item.kind == rules.AGREED)

    def split_ours(text: str) -> Pieces:
        return _whole(text) if others is TellerRole.SELF else split_teller_phrases(text, is_of_desk=True)

    return PackageText(
        about=[(label, split_ours(text)) for label, text in package.about],
        note=split_ours(package.note),
        items=[(item.label, split(item)) for item in package.items],
    )


def _whole(text: str) -> Pieces:
    return [Piece(text)] if text else []
