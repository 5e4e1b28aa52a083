from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.reference import helpline
from portal.reference.languages import languages


class Audience(models.TextChoices):
    """For whom a page is written: one reader in mind, not a mailing list."""

    EVERYONE = "everyone", _("Everyone")
    WORKER = "worker", _("People who need help")
    BUSINESS = "business", _("Businesses")
    FRONT_LINE = "front_line", _("Police, councils and other front-line staff")


class Topic(models.TextChoices):
    """In the order in which the list of guidance shows them."""

    HELP = "help", _("Getting help")
    SIGNS = "signs", _("Spotting the signs")
    STATEMENT = "statement", _("Publishing a statement")
    AREAS = "areas", _("The six areas of a statement")
    SUPPLIERS = "suppliers", _("Suppliers, and putting things right")
    FRONT_LINE = "front_line", _("For front-line staff")
    LAW = "law", _("Changes in law and guidance")


class Area(models.TextChoices):
    """The six areas of section 54(5), in the order of the statutory guidance."""

    STRUCTURE = "structure", _("Structure, business and supply chains")
    POLICIES = "policies", _("Policies")
    RISK = "risk", _("Assessing and managing risk")
    DUE_DILIGENCE = "due_diligence", _("Due diligence")
    TRAINING = "training", _("Training")
    MONITORING = "monitoring", _("Measuring how well it works")

    @property
    def letter(self) -> str:
        """Its letter in the Act, whose order is another."""
        return {
            "structure": "a",
            "policies": "b",
            "due_diligence": "c",
            "risk": "d",
            "monitoring": "e",
            "training": "f",
        }[self]


def sectors() -> list[tuple[str, str | Promise]]:
    """Those of the helpline; "other" and "unknown" are no reader's."""
    return helpline.choices("sector", without=frozenset({"other", "unknown"}))


def page_languages() -> list[tuple[str, str]]:
    """Each in its own name, English first; a page may be in a language that the portal itself does not speak."""
    known = [one for one in languages().values() if one.code not in {"other", "unknown"}]
    known.sort(key=lambda one: one.code != "en")
    return [(one.code, one.own_name or one.name) for one in known]
