"""Where a result of the check leads: the page on which it can be mended, and the place in that page."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext_lazy

from compliance.organisations.permissions import is_writer
from compliance.statements import permissions
from compliance.statements.choices import SectionCode
from compliance.statements.core.forms.fields import EARLIEST
from compliance.statements.core.forms.items import ITEM_LISTS
from compliance.statements.core.forms.section import SectionContext, SectionForm
from compliance.statements.core.views import VersionMixin
from compliance.statements.rubric.rules.result import Result
from portal.core.forms.errors import get_first_error_id

# What is recorded beside the text has a page of its own, by criterion.
SIGNOFF = {
    "law_approval": "approve",
    "g_approval_date": "approve",
    "law_signature": "sign",
    "g_signature_details": "sign",
    "g_signatory_on_board": "sign",
}
AFTERWARDS = {"law_homepage_link": "homepage_link", "g_registry": "registry"}
TITLES = {
    "approve": gettext_lazy("Approval"),
    "sign": gettext_lazy("Signature"),
    "homepage_link": gettext_lazy("Link from your homepage"),
    "registry": gettext_lazy("The government registry"),
}


@dataclass(frozen=True)
class CheckLink:
    """address and title are empty where there is nowhere to go yet."""

    address: str = ""
    title: Any = ""


class CheckLinks:
    """The ways from the check of one version, for the person who reads it."""

    def __init__(self, view: VersionMixin) -> None:
        self.view = view
        self.may_record = is_writer(view.membership) and view.published.is_public

    def of(self, result: Result) -> CheckLink:
        if result.section not in self.view.sections:
            return CheckLink()
        if name := self._page(result):
            return CheckLink(self.view.address(name), TITLES[name])
        if result.criterion in AFTERWARDS:
            return CheckLink()
        code = result.section
        address = self.view.address("section", section=code) + self._anchor(code, result.field)
        return CheckLink(address, self.view.title_of(code))

    def _page(self, result: Result) -> str:
        """Its own page: what comes after publication, and the sign-off where the plan cannot be changed or lacks it."""
        if result.criterion in AFTERWARDS:
            return AFTERWARDS[result.criterion] if self.may_record else ""
        is_planned = self._may_write(SectionCode.SIGNOFF) and self._anchor(SectionCode.SIGNOFF, result.field)
        return "" if is_planned else SIGNOFF.get(result.criterion, "")

    def _may_write(self, code: str) -> bool:
        return permissions.can_edit_section(self.view.membership, self.view.version, code)

    def _anchor(self, code: str, field: str) -> str:
        """Of the first control that answers the field; empty where the page shows none."""
        if not field or not self._may_write(code):
            return ""
        if field in ITEM_LISTS.get(code, ()):
            return f"#{field}"
        legal_form = self.view.answers.get(code, {}).get("legal_form") or ""
        anchors = _get_anchors(code, legal_form, is_short=self.view.version.is_short)
        return anchors.get(field) or anchors.get(f"{field}-status", "")


@lru_cache(maxsize=256)
def _get_anchors(code: str, legal_form: str, *, is_short: bool) -> dict[str, str]:
    """Return by field where its first control is on the page of the section, which is the same for everybody."""
    around = SectionContext(organisation_name="", company_number="", today=EARLIEST, is_short=is_short)
    form = SectionForm(code=code, around=around, legal_form=legal_form)
    return {name: f"#{get_first_error_id(form[name])}" for name in form.fields}
