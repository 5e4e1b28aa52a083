"""Blocks that lead on, and blocks of sources."""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, ChoiceBlock, DateBlock, ListBlock, PageChooserBlock, StructBlock, URLBlock

from learning.base.choices import Weight


def related_block(page_type: str) -> ListBlock:
    """Return a block of related pages. page_type: app.Model of the pages that may be chosen."""
    return ListBlock(
        PageChooserBlock(page_type=page_type),
        min_num=1,
        max_num=5,
        template="blocks/related.html",
        icon="link",
        label=_("Read next"),
    )


class SourceBlock(StructBlock):
    """The source of a claim of the page; the text points at it by its number."""

    title = CharBlock(max_length=200, help_text=_("Name of the document and who published it"))
    place = CharBlock(required=False, max_length=120, help_text=_("Section, paragraph or page"))
    weight = ChoiceBlock(
        choices=Weight.choices,
        label=_("Type of source"),
        help_text=_("Use “guidance” only for the statutory guidance."),
    )
    read_on = DateBlock(help_text=_("Date you read it"))
    address = URLBlock(required=False, max_length=500)

    class Meta:
        icon = "bookmark"
        label = _("Source")
