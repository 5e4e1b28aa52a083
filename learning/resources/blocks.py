"""Blocks of a page of guidance. There is no block for raw HTML, nor one that embeds.

See docs/requirements/experience.md#guidance-blocks.
"""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import ChoiceBlock, StreamBlock, StructBlock

from learning.base.blocks import (
    CareCardBlock,
    DoAndDontBlock,
    DownloadBlock,
    ExampleBlock,
    FigureBlock,
    SourceBlock,
    StepsBlock,
    related_block,
    table_block,
    text_block,
)
from learning.resources.choices import Area


class AreaBlock(StructBlock):
    """Names the area of section 54(5) that the page is about, and leads to where a business writes it."""

    area = ChoiceBlock(choices=Area.choices)

    def get_context(self, value: dict, parent_context: dict | None = None) -> dict:
        area = Area(value["area"]) if value["area"] in Area.values else None
        return super().get_context(value, parent_context=parent_context) | {"area": area}

    class Meta:
        icon = "list-ul"
        label = _("Section 54 area")
        template = "blocks/area.html"


class GuidanceBlocks(StreamBlock):
    text = text_block()
    steps = StepsBlock()
    do_and_dont = DoAndDontBlock()
    care_card = CareCardBlock()
    example = ExampleBlock()
    table = table_block()
    figure = FigureBlock()
    download = DownloadBlock()
    area = AreaBlock()
    related = related_block("resources.GuidancePage")


class SourcesBlocks(StreamBlock):
    source = SourceBlock()
