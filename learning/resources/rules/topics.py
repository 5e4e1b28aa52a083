"""Groups pages by topic."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

type Row = tuple[str, ...]


@dataclass(frozen=True)
class TopicList:
    """A topic's pages. topic: its code, empty for pages without one. count: how many there are; rows may be fewer."""

    topic: str
    rows: tuple[Row, ...]
    count: int

    @property
    def is_more(self) -> bool:
        return self.count > len(self.rows)


def group_by_topic(rows: Iterable[tuple[str, Row]], counts: Mapping[str, int], order: Sequence[str]) -> list[TopicList]:
    """Return topics in the order given, one that is in no list last."""
    grouped: dict[str, list[Row]] = defaultdict(list)
    for topic, row in rows:
        grouped[topic].append(row)
    known = sorted(grouped, key=lambda topic: (topic not in order, order.index(topic) if topic in order else 0))
    return [TopicList(topic, tuple(grouped[topic]), counts.get(topic, 0)) for topic in known]
