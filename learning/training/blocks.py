"""Blocks of a course: its lessons and their questions. A lesson's blocks are those of guidance, without those that
lead away, and what people watch or listen to.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.blocks import (
    BooleanBlock,
    CharBlock,
    ChoiceBlock,
    ListBlock,
    RichTextBlock,
    StreamBlock,
    StructBlock,
    StructValue,
)
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock

from learning.base import html_anchors, service_phones
from learning.base.blocks import (
    CareCardBlock,
    DoAndDontBlock,
    ExampleBlock,
    SourceBlock,
    StepsBlock,
    table_block,
    text_block,
)
from learning.base.blocks.text import SENTENCE_FEATURES
from learning.base.citations import get_source_titles
from learning.base.rules.scenarios import find_scenario_problem
from learning.training.choices import StoryPicture
from learning.training.rules.captions import NO_CUE, NOT_WEBVTT, OUT_OF_ORDER, find_captions_problem, measure_seconds

SOUND_EXTENSIONS = frozenset({"mp3", "m4a"})
FILM_EXTENSIONS = frozenset({"mp4"})
CAPTIONS_PROBLEMS = {
    NOT_WEBVTT: gettext_lazy("Choose a WebVTT file. Its first line must be WEBVTT."),
    NO_CUE: gettext_lazy("The captions are empty. Add a time and a text for each caption."),
    OUT_OF_ORDER: gettext_lazy("A caption must end after it starts, and start after the caption before it."),
}


class Recording(StructValue):
    @property
    def is_film(self) -> bool:
        return self["file"].file_extension.lower() in FILM_EXTENSIONS

    @property
    def seconds(self) -> int:
        """Return how long it is: to the end of its last caption."""
        return measure_seconds(read_captions(self["captions"]))


def read_captions(document: Any) -> str:  # Any: the document model is a setting
    """Return the text of the file; empty where it is no text or is gone."""
    try:
        with document.open_file() as file:
            return file.read().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return ""


class ScenarioChoiceBlock(StructBlock):
    step = CharBlock(max_length=40, label=gettext_lazy("Name of the step it leads to"))
    text = CharBlock(max_length=200, label=gettext_lazy("What you do"))


class StepBlock(StructBlock):
    key = CharBlock(max_length=40, label=gettext_lazy("Name of the step"))
    text = RichTextBlock(features=SENTENCE_FEATURES)
    choices = ListBlock(
        ScenarioChoiceBlock(), default=[], label=gettext_lazy("Choices. A step without choices ends the scenario")
    )


class Scenario(StructValue):
    @property
    def prefix(self) -> str:
        """Return what the anchors of the steps begin with."""
        return f"scenario-{slugify(self['heading'])[:40]}"


class ScenarioBlock(StructBlock):
    """A situation with choices, each of which leads to what happens next."""

    heading = CharBlock(max_length=120)
    steps = ListBlock(StepBlock(), min_num=2)

    def clean(self, value: Any) -> Any:  # Any: what Wagtail hands over
        cleaned = super().clean(value)
        if find_scenario_problem(list(cleaned["steps"])):
            message = _("Every choice must lead to a step, every step must be reached, and every path must end.")
            raise ValidationError(message)
        return cleaned

    class Meta:
        icon = "list-ol"
        label = gettext_lazy("Scenario")
        template = "blocks/scenario.html"
        value_class: Any = Scenario


class RecordingBlock(StructBlock):
    """Sound or a film. Nobody is left out: it has captions, and a transcript of all that is said and shown."""

    title = CharBlock(max_length=120, label=gettext_lazy("Title"))
    file = DocumentChooserBlock(
        label=gettext_lazy("Audio or video"),
        help_text=gettext_lazy("An MP3, M4A or MP4 file. It must not show a real person in need."),
    )
    captions = DocumentChooserBlock(
        label=gettext_lazy("Captions"), help_text=gettext_lazy("A WebVTT file: its name ends in .vtt.")
    )
    transcript = RichTextBlock(
        features=SENTENCE_FEATURES,
        label=gettext_lazy("Transcript"),
        help_text=gettext_lazy("Everything that is said, and what a reader needs to know about what is shown."),
    )

    def clean(self, value: Any) -> Any:  # Any: what Wagtail hands over
        cleaned = super().clean(value)
        errors = {}
        if cleaned["file"].file_extension.lower() not in SOUND_EXTENSIONS | FILM_EXTENSIONS:
            errors["file"] = ValidationError(_("Choose an MP3, M4A or MP4 file."))
        if problem := find_captions_problem(read_captions(cleaned["captions"])):
            errors["captions"] = ValidationError(CAPTIONS_PROBLEMS[problem])
        if errors:
            raise StructBlockValidationError(block_errors=errors)
        return cleaned

    class Meta:
        icon = "media"
        label = gettext_lazy("Audio or video")
        template = "blocks/recording.html"
        value_class: Any = Recording


class PictureStory(StructValue):
    @property
    def prefix(self) -> str:
        """Return the id of its heading."""
        return f"story-{slugify(self['heading'])[:40]}"


class Frame(StructValue):
    @property
    def address(self) -> str:
        """Return where the drawing is among the static files."""
        return f"portal/images/stories/{StoryPicture(self['picture']).value}.svg"


class FrameBlock(StructBlock):
    picture = ChoiceBlock(choices=StoryPicture.choices, label=gettext_lazy("Picture"))
    caption = CharBlock(max_length=200, label=gettext_lazy("Caption"))

    class Meta:
        value_class: Any = Frame


class PictureStoryBlock(StructBlock):
    """Drawings that follow one another, each with its caption. Without a script all of them show, one below another."""

    heading = CharBlock(max_length=120, label=gettext_lazy("Heading"))
    frames = ListBlock(FrameBlock(), min_num=2, max_num=8, label=gettext_lazy("Pictures"))

    class Meta:
        icon = "image"
        label = gettext_lazy("Picture story")
        template = "blocks/picture_story.html"
        value_class: Any = PictureStory


class LessonBlocks(StreamBlock):
    text = text_block()
    steps = StepsBlock()
    do_and_dont = DoAndDontBlock()
    care_card = CareCardBlock()
    example = ExampleBlock()
    table = table_block()
    scenario = ScenarioBlock()
    picture_story = PictureStoryBlock()
    recording = RecordingBlock()


class SourcesBlocks(StreamBlock):
    source = SourceBlock()


class AnswerBlock(StructBlock):
    text = CharBlock(max_length=200, label=gettext_lazy("Answer"))
    is_right = BooleanBlock(required=False, label=gettext_lazy("This answer is correct"))


class QuestionBlock(StructBlock):
    """A question with at least one right answer and one wrong one."""

    question = CharBlock(max_length=300, label=gettext_lazy("Question"))
    answers = ListBlock(
        AnswerBlock(),
        min_num=2,
        max_num=6,
        label=gettext_lazy("Answers"),
        help_text=gettext_lazy("We show them in a different order."),
    )
    because = RichTextBlock(
        features=SENTENCE_FEATURES, label=gettext_lazy("Why"), help_text=gettext_lazy("Explain the correct answers.")
    )

    def clean(self, value: Any) -> Any:  # Any: what Wagtail hands over
        cleaned = super().clean(value)
        if len({bool(answer["is_right"]) for answer in cleaned["answers"]}) < 2:
            raise ValidationError(_("A question needs a correct answer and a wrong answer."))
        return cleaned

    class Meta:
        icon = "help"
        label = gettext_lazy("Question")


class LessonText(StructValue):
    def drawn(self) -> SafeString:
        """Return the blocks as HTML, as readers will see them."""
        return render_lesson(self["body"], self["sources"])


def render_lesson(body: Any, sources: Any) -> SafeString:  # Any: values of stream fields, of a row or of a block
    """Return the blocks of a lesson as HTML, with links to its sources and to call the numbers in it."""
    html, _headings = html_anchors.add_anchors(str(body.render_as_block()))
    html = service_phones.link_phones(html_anchors.link_sources(html, get_source_titles(sources)))
    return mark_safe(html)  # noqa: S308 — drawn by the blocks' templates, which escape


class LessonBlock(StructBlock):
    title = CharBlock(max_length=120, label=gettext_lazy("Title"))
    slug = CharBlock(
        max_length=60,
        label=gettext_lazy("Address"),
        help_text=gettext_lazy("The last part of its web address, like what-to-do."),
        validators=[validate_slug],
    )
    warning = CharBlock(
        required=False,
        max_length=300,
        label=gettext_lazy("Content warning"),
        help_text=gettext_lazy("What may distress a reader. Leave empty if none."),
    )
    body = LessonBlocks(label=gettext_lazy("Text"))
    check = QuestionBlock(label=gettext_lazy("Question at the end of the lesson"))
    questions = ListBlock(QuestionBlock(), default=[], label=gettext_lazy("Questions for the quiz"))
    sources = SourcesBlocks(required=False, label=gettext_lazy("Sources"))

    class Meta:
        icon = "doc-full"
        label = gettext_lazy("Lesson")
        label_format = "{title}"
        value_class: Any = LessonText


class CourseBlocks(StreamBlock):
    lesson = LessonBlock()

    def clean(self, value: Any, **options: Any) -> Any:  # Any: what Wagtail hands over
        cleaned = super().clean(value, **options)
        slugs = [block.value["slug"] for block in cleaned]
        if len(set(slugs)) < len(slugs):
            raise ValidationError(_("Two lessons have the same address. Change one of them."))
        return cleaned
