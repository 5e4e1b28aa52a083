"""Store what people answered once, so that the portal does not ask again."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from compliance.organisations.models import Organisation
from compliance.organisations.querysets import OwnedQuerySet
from portal.core.models import PublicIdModel


class DuplicateAnswer(models.Model):
    """Say whether two suppliers, or two sites, of different references are the same.

    Keys are folded, the lower first.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    first_key = models.CharField(max_length=64)
    second_key = models.CharField(max_length=64)
    is_same = models.BooleanField()
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    answered_at = models.DateTimeField()

    objects = OwnedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("organisation", "first_key", "second_key"), name="one_answer_a_pair")
        ]

    def __str__(self) -> str:
        return f"{self.first_key} {'=' if self.is_same else '≠'} {self.second_key}"


class GoodsAnswer(models.Model):
    """Store the good of the US lists that a product is; empty when a person said that it is none of them.

    See docs/requirements/suppliers.md#goods.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    product = models.CharField(max_length=100, help_text="folded")
    good = models.CharField(max_length=100, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = OwnedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("organisation", "product"), name="one_answer_a_product")]

    def __str__(self) -> str:
        return f"{self.product}: {self.good or '–'}"


class SavedView(PublicIdModel):
    """Store filters and columns of the register under a name, for everybody in the organisation or for its maker."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    query = models.CharField(max_length=1000, help_text="the address's query string")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    is_shared = models.BooleanField(default=True, help_text="otherwise only its maker sees it")

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("name",)
        constraints = [
            models.UniqueConstraint(
                fields=("organisation", "name"), condition=Q(is_shared=True), name="one_shared_view_a_name"
            ),
            models.UniqueConstraint(
                fields=("organisation", "made_by", "name"), condition=Q(is_shared=False), name="one_own_view_a_name"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ColumnChoice(models.Model):
    """Store the columns of the register that a person chose."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    columns = models.CharField(max_length=200, help_text="codes, with commas between")

    objects = OwnedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("organisation", "user"), name="one_column_choice_a_person")]

    def __str__(self) -> str:
        return self.columns
