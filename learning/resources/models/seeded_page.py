from django.db import models

from learning.resources.models.pages import GuidancePage


class LoadedPage(models.Model):
    """One of our own texts that was put into the tree: which page it became, and of which edition of the text.

    The row stays when editors delete the page, so that it does not come back.
    """

    slug = models.SlugField(unique=True, max_length=120)
    page = models.ForeignKey(GuidancePage, null=True, on_delete=models.SET_NULL, related_name="+")
    fingerprint = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.slug
