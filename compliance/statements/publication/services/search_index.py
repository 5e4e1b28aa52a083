"""The search index of the public register, renewed in the transaction that publishes or withdraws a statement.

See docs/requirements/statements.md#register-search.
"""

from collections.abc import Iterable

from compliance.organisations.rules.names import split_words
from compliance.statements.models import NameTrigram, Publication, Statement, StatementText
from compliance.statements.rules.search_text import build_search_text, get_trigrams

# Shorter words are too like each other for a slip to be told from another word.
MIN_WORD_LENGTH, MAX_WORD_LENGTH = 4, 40
CHUNK = 2000


def index_publication(publication: Publication) -> None:
    """Index the text of a current statement in the place of its earlier versions, and the words of its names.

    An earlier or withdrawn version is not indexed.
    """
    if not publication.is_current or publication.withdrawn_at:
        return
    remove_texts(publication.statement)
    text = build_search_text(publication.content)
    StatementText.objects.create(publication=publication, sections=text.sections, body=text.body)
    index_names([publication.searched])


def remove_texts(statement: Statement) -> None:
    """Take the text of all versions of a year out of the index."""
    StatementText.objects.filter(publication__statement=statement).delete()


def index_names(names: Iterable[str]) -> None:
    """Write the trigrams of words in names that are not known yet. They say nothing of who has the name.

    A word stays when nobody has it any more: it is offered only where a listed statement is found by it.
    """
    words = {word for name in names for word in split_words(name) if is_indexed(word)}
    known = NameTrigram.objects.filter(word__in=words).values_list("word", flat=True).distinct()
    rows = [
        NameTrigram(trigram=trigram, word=word)
        for word in sorted(words.difference(known))
        for trigram in sorted(get_trigrams(word))
    ]
    NameTrigram.objects.bulk_create(rows, batch_size=CHUNK, ignore_conflicts=True)


def is_indexed(word: str) -> bool:
    return MIN_WORD_LENGTH <= len(word) <= MAX_WORD_LENGTH and word.isalpha()
