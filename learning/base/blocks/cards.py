"""Blocks that stand out from the text: care cards, after the NHS's, and worked examples."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, ChoiceBlock, RichTextBlock, StructBlock

from learning.base.blocks.text import SENTENCE_FEATURES


class Care(models.TextChoices):
    """How soon the reader has to act."""

    EMERGENCY = "emergency", _("Emergency: now")
    URGENT = "urgent", _("Urgent: today")
    ADVICE = "advice", _("Not urgent: advice")


class CareCardBlock(StructBlock):
    kind = ChoiceBlock(choices=Care.choices, label=_("How soon"))
    heading = CharBlock(max_length=120)
    text = RichTextBlock(features=SENTENCE_FEATURES)

    class Meta:
        icon = "warning"
        label = _("Care card")
        template = "blocks/care_card.html"


class ExampleBlock(StructBlock):
    heading = CharBlock(
        max_length=120, help_text=_("Say what the example shows. People and businesses in it must be invented.")
    )
    text = RichTextBlock(features=SENTENCE_FEATURES)

    class Meta:
        icon = "clipboard-list"
        label = _("Worked example")
        template = "blocks/example.html"
