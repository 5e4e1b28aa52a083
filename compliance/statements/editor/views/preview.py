"""The statement as the public will see it, with what makes it hard to read, and ways to look at it and to show it."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from compliance.organisations.rules.publication_deadline import get_due_date
from compliance.statements.choices import SectionCode
from compliance.statements.core.views import VersionMixin
from compliance.statements.editor.rules.accessibility import Finding, find_barriers
from compliance.statements.presenters.draft import draft_context
from portal.core.types import Context

SENTENCES = {
    "no_alt": gettext_lazy("Figure %(what)s has no description of what it shows. Add one."),
    "no_figure": gettext_lazy("The text refers to figure %(what)s, which is not here. Add it, or remove the mark."),
    "jump": gettext_lazy("The heading “%(what)s” skips a level. Put a larger heading before it, or make it larger."),
    "vague_link": gettext_lazy(
        "The link “%(what)s” does not say where it goes. Use the name of the page as the link text."
    ),
    "bare_link": gettext_lazy(
        "The link “%(what)s” is read out letter by letter. Use the name of the page as the link text."
    ),
    "empty_head": gettext_lazy("A table column has no heading. Say in its first row what the column contains."),
    "bold_heading": gettext_lazy(
        "“%(what)s” looks like a heading but is not one. Write “## ” before it, without bold."
    ),
}


@dataclass(frozen=True)
class Shown:
    sentence: str
    address: str
    title: str


class PreviewView(VersionMixin, TemplateView):
    """As readers will see it, with what there is of its sign-off."""

    template_name = "statements/preview.html"

    def get_context_data(self, **kwargs) -> Context:
        context = draft_context(self)
        web = self.answers.get(SectionCode.WEB, {})
        return super().get_context_data(
            **context,
            contents=[(part.code, part.heading) for part in context["parts"]],
            findings=[self.shown(barrier) for barrier in find_barriers(self.texts, context["figures"])],
            first_published_on=self.published.first_published_on,
            due_on=self.expected_on,
            is_no_steps=self.answers.get(SectionCode.PERIOD, {}).get("statement_kind") == "no_steps",
            statement_url=web.get("statement_url") if web.get("has_website") else "",
            request_email="" if web.get("has_website") else web.get("request_email"),
            share_address=settings.SITE_URL + self.address("preview"),
            **kwargs,
        )

    @property
    def texts(self) -> dict[str, str]:
        """Return the clean HTML of what is shown, by section."""
        texts = {code: self.answers.get(code, {}).get(f"narrative_{code}") for code in self.outline}
        return {code: text for code, text in texts.items() if text}

    @property
    def expected_on(self) -> date | None:
        try:
            return get_due_date(date.fromisoformat(self.answers[SectionCode.PERIOD]["period_end"]))
        except (KeyError, ValueError, TypeError):
            return None

    def shown(self, barrier: Finding) -> Shown:
        section = ("figures", _("Figures")) if barrier.code == "no_alt" else ("", self.title_of(barrier.section))
        name, title = section
        address = self.address(name) if name else self.address("section", section=barrier.section)
        return Shown(str(SENTENCES[barrier.code]) % {"what": barrier.what}, address, title)
