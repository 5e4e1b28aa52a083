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
            ("text", CharBlock(required=False, max_length=400, label=_("Text"))),
            ("rich_text", RichTextBlock(required=False, features=["bold", "link"], label=_("Text with links"))),
        ],
        template="blocks/table.html",
        icon="table",
        label=_("Table"),
        help_text=_("Add a caption. The first column names each row."),
    )


class FigureBlock(StructBlock):
    image = ImageBlock(
        help_text=_("Describe the picture in “Alt text”. Do not show faces or anything that identifies a person.")
    )
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
    title = CharBlock(max_length=120, help_text=_("Say what is in the file. We add its type and size."))

    class Meta:
        icon = "download"
        label = _("File to download")
        template = "blocks/download.html"
        value_class: Any = Download
