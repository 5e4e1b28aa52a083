"""What the public register searches beside names: the words of listed statements, and how names are spelled."""

from django.db import models

from compliance.statements.models.publication import Publication


class StatementText(models.Model):
    """The words of one listed statement, one sentence a line.

    There is a row while the statement is current and not withdrawn, written and removed in the same transaction. The
    database keeps its own index of the words beside it: see migrations/0002_search_indexes.py.
    """

    publication = models.OneToOneField(Publication, primary_key=True, on_delete=models.CASCADE, related_name="text")
    sections = models.JSONField(help_text="code of each section and the position in the text where it starts")
    body = models.TextField()

    def __str__(self) -> str:
        return f"Text of {self.publication}"


class NameTrigram(models.Model):
    """Three letters of a word that is in the name of an organisation, by which a misspelt word is found."""

    trigram = models.CharField(max_length=3)
    word = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("trigram", "word"), name="one_trigram_a_word")]
        indexes = [models.Index(fields=("word",), name="trigrams_by_word")]

    def __str__(self) -> str:
        return f"{self.trigram!r} of {self.word}"
