from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.reference import helpline
from portal.reference.languages import languages


class Audience(models.TextChoices):
    """The one reader a page is written for, not a mailing list."""

    EVERYONE = "everyone", _("Everyone")
    WORKER = "worker", _("People who need help")
    BUSINESS = "business", _("Businesses")
    FRONT_LINE = "front_line", _("Police, councils and other front-line staff")


class Nations(models.TextChoices):
    """Where what a page says is true. A law or a service of one nation is not shown as another's."""

    UK = "uk", _("the whole of the United Kingdom")
    GREAT_BRITAIN = "great_britain", _("England, Wales and Scotland")
    ENGLAND_WALES = "england_wales", _("England and Wales")
    ENGLAND = "england", _("England")
    WALES = "wales", _("Wales")
    SCOTLAND = "scotland", _("Scotland")
    NORTHERN_IRELAND = "northern_ireland", _("Northern Ireland")


class Topic(models.TextChoices):
    """Topics in the order in which the list of guidance shows them."""

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
        """Return its letter in the Act, whose order is another."""
        return {
            "structure": "a",
            "policies": "b",
            "due_diligence": "c",
            "risk": "d",
            "monitoring": "e",
            "training": "f",
        }[self]


def get_sectors() -> list[tuple[str, str | Promise]]:
    """Return the helpline's sectors; "other" and "unknown" are no reader's."""
    return helpline.get_choices("sector", without=frozenset({"other", "unknown"}))


def get_page_languages() -> list[tuple[str, str]]:
    """Return each in its own name, English first; a page may be in a language that the portal itself does not speak."""
    known = [language for language in languages().values() if language.code not in {"other", "unknown"}]
    known.sort(key=lambda language: language.code != "en")
    return [(language.code, language.own_name or language.name) for language in known]
