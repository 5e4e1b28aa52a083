from django.db import models
from django.utils.translation import gettext_lazy as _


class Weight(models.TextChoices):
    """What a source is, from what binds to what we advise (docs/requirements/statements.md#origin-of-items)."""

    LAW = "law", _("Law")
    GUIDANCE = "guidance", _("Statutory guidance")
    GOVERNMENT = "government", _("Government page or form")
    TEMPLATE = "template", _("International reporting template")
    FRAMEWORK = "framework", _("Framework of another organisation")
    REPORT = "report", _("Report or study")
    OURS = "ours", _("Our own advice")


class Decision(models.TextChoices):
    """What a reviewer says; the values are Wagtail's names of the actions."""

    APPROVE = "approve", _("Approve")
    REJECT = "reject", _("Ask for changes")
