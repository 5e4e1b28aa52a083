"""Blocks of words: text under headings, steps in an order, what to do and what not to do."""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, ListBlock, RichTextBlock, StructBlock

TEXT_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link"]
# Within a step, a card or a cell, where a heading would break the order of the page's own.
SENTENCE_FEATURES = ["bold", "italic", "ol", "ul", "link"]


def text_block() -> RichTextBlock:
    return RichTextBlock(
        features=TEXT_FEATURES,
        template="blocks/text.html",
        icon="doc-full",
        label=_("Text"),
        help_text=_("Use short paragraphs under headings. Write [1] after a claim to refer to the first source."),
    )


class StepsBlock(StructBlock):
    heading = CharBlock(required=False, max_length=120)
    steps = ListBlock(RichTextBlock(features=SENTENCE_FEATURES, label=_("Step")), min_num=2)

    class Meta:
        icon = "list-ol"
        label = _("Steps")
        template = "blocks/steps.html"


class DoAndDontBlock(StructBlock):
    heading = CharBlock(required=False, max_length=120)
    do = ListBlock(CharBlock(max_length=300), min_num=1, label=_("Do"))
    dont = ListBlock(
        CharBlock(max_length=300), min_num=1, label=_("Do not"), help_text=_("Leave out the words “do not”.")
    )

    class Meta:
        icon = "tick-inverse"
        label = _("Do and do not")
        template = "blocks/do_and_dont.html"
