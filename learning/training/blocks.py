"""Blocks of a lesson: those of guidance, without those that lead away from the course."""

from wagtail.blocks import StreamBlock

from learning.base.blocks import (
    CareCardBlock,
    DoAndDontBlock,
    ExampleBlock,
    SourceBlock,
    StepsBlock,
    table_block,
    text_block,
)


class LessonBlocks(StreamBlock):
    text = text_block()
    steps = StepsBlock()
    do_and_dont = DoAndDontBlock()
    care_card = CareCardBlock()
    example = ExampleBlock()
    table = table_block()


class SourcesBlocks(StreamBlock):
    source = SourceBlock()
