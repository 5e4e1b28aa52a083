"""Which contacts may be of one person, told from codes alone: nobody's name is opened for it."""

from collections.abc import Hashable, Iterable, Mapping

# Whoever gave nothing that tells them from others counts as one person, together with all who gave nothing.
NOBODY_KNOWN = ""


def number_reporters[Contact: Hashable](marks: Mapping[Contact, Iterable[Hashable]]) -> dict[Contact, str]:
    """Return a number for each contact, the same for those that share a mark, or share one through another contact.

    marks: of each contact, whatever says who it was of, such as the concern they came back to; none gives NOBODY_KNOWN.
    """
    parent: dict[Hashable, Hashable] = {}

    def find(mark: Hashable) -> Hashable:
        while parent.setdefault(mark, mark) != mark:
            parent[mark] = parent[parent[mark]]
            mark = parent[mark]
        return mark

    first: dict[Contact, Hashable] = {}
    for contact, own in marks.items():
        for mark in own:
            parent[find(mark)] = find(first.setdefault(contact, mark))
    numbers: dict[Hashable, str] = {}
    return {
        contact: numbers.setdefault(find(first[contact]), str(len(numbers) + 1)) if contact in first else NOBODY_KNOWN
        for contact in marks
    }
