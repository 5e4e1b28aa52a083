"""Blocks that are not running text: tables, pictures, files."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, RichTextBlock, StructBlock, StructValue
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock


def table_block() -> TypedTableBlock:
    return TypedTableBlock(
        [
            ("text", CharBlock(required=False, max_length=400, label=_("Words"))),
            ("rich_text", RichTextBlock(required=False, features=["bold", "link"], label=_("Words with links"))),
        ],
        template="blocks/table.html",
        icon="table",
        label=_("Table"),
        help_text=_("Give it a caption. The first column names its rows."),
    )


class FigureBlock(StructBlock):
    image = ImageBlock(help_text=_("Say what it shows in “Alt text”. No faces, and nothing that points at a person."))
    caption = CharBlock(required=False, max_length=200)

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "blocks/figure.html"


class Download(StructValue):
    @property
    def kind(self) -> str:
        """Return the kind of file, as PDF, DOCX …"""
        return self["document"].file_extension.upper()

    @property
    def size(self) -> int:
        """Return the size in bytes."""
        return self["document"].get_file_size() or 0


class DownloadBlock(StructBlock):
    document = DocumentChooserBlock()
    title = CharBlock(max_length=120, help_text=_("What is in the file. Its type and size are added by themselves."))

    class Meta:
        icon = "download"
        label = _("File to download")
        template = "blocks/download.html"
        value_class: Any = Download
