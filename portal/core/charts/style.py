"""What every chart shares: colours that are told apart in greyscale too, and the element that holds a chart."""

from django.utils.html import format_html
from django.utils.safestring import SafeString

DEEP, AMBER, INK, LINE, WHITE = "#12506b", "#f0a020", "#16242b", "#6f7e86", "#ffffff"
WIDTH = 640
FONT = "Liberation Sans, Arial, DejaVu Sans, sans-serif"


def chart_element(*, name: str, words: str, height: int, drawn: SafeString, width: int | None = None) -> SafeString:
    """Return the element of a chart that fits the width of its place.

    words: all that a reader without the picture needs: title and finding.
    width: of a picture that keeps its proportions, else what is drawn is placed in parts of whatever width there is.
    """
    size = (
        format_html('viewBox="0 0 {0} {1}" width="{0}" height="{1}"', width, height)
        if width
        else format_html('width="100%" height="{}"', height)
    )
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" class="app-chart app-chart--fits" role="img" {size} '
        'font-family="{font}" aria-labelledby="{name}-title"><title id="{name}-title">{words}</title>{drawn}</svg>',
        size=size,
        font=FONT,
        name=name,
        words=words,
        drawn=drawn,
    )
