"""Blocks that pages are built of, by kind. An app's own blocks.py composes them. None takes raw HTML."""

from learning.base.blocks.cards import CareCardBlock, ExampleBlock
from learning.base.blocks.links import SourceBlock, related_block
from learning.base.blocks.media import DownloadBlock, FigureBlock, table_block
from learning.base.blocks.text import SENTENCE_FEATURES, DoAndDontBlock, StepsBlock, text_block

__all__ = [
    "SENTENCE_FEATURES",
    "CareCardBlock",
    "DoAndDontBlock",
    "DownloadBlock",
    "ExampleBlock",
    "FigureBlock",
    "SourceBlock",
    "StepsBlock",
    "related_block",
    "table_block",
    "text_block",
]
