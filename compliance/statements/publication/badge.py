"""What a company puts on its own homepage: a link with a small picture, whole in itself.

Nothing in it is loaded from here, and nothing in it acts. It needs no style of the page it stands on, so that a strict
content policy there does not mind, and its title fits whatever letters are at hand. It says whose statement it is and
for which year; it is no seal of quality.
"""

from datetime import date

from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

_BADGE = """\
<a href="{address}">
  <svg xmlns="http://www.w3.org/2000/svg" width="316" height="64" viewBox="0 0 316 64" role="img" aria-label="{label}">
    <rect x="1" y="1" width="314" height="62" fill="#ffffff" stroke="#12506b" stroke-width="2"/>
    <rect width="60" height="64" fill="#12506b"/>
    <path d="M14 38a16 16 0 0 1 32 0z" fill="#fde3b5"/>
    <path d="M10 40h40v4H10z" fill="#f0a020"/>
    <g font-family="Arial, Helvetica, sans-serif" fill="#16242b">
      <text x="74" y="29" font-size="16" font-weight="bold" textLength="228" lengthAdjust="spacingAndGlyphs"
        >{title}</text>
      <text x="74" y="48" font-size="13">{period}</text>
    </g>
  </svg>
</a>"""


def badge(*, address: str, period_end: date) -> SafeString:
    """Return the link with its picture."""
    title = _("Our modern slavery statement")
    period = _("Year to %(day)s") % {"day": date_format(period_end, "j F Y")}
    return format_html(_BADGE, address=address, title=title, period=period, label=f"{title}. {period}")


def badge_text(*, address: str) -> SafeString:
    """Return the same link in words alone."""
    return format_html('<a href="{}">{}</a>', address, _("Our modern slavery statement"))
