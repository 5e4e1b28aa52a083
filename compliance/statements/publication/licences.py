"""What others may do with a published statement, in words and in data.

Sources: Creative Commons Attribution 4.0 International; Open Government Licence 3.0, for which a public sector body
licenses what it owns (The National Archives). Modern Slavery Act 2015 s.54(7) and (8) make a statement readable, and a
copy due on request; they give no right to reuse it.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from compliance.organisations.choices import LegalForm
from compliance.statements.choices import Licence


@dataclass(frozen=True)
class Terms:
    """name and url go into data files in English; text is for readers, hint for whoever chooses."""

    name: str
    url: str | None
    text: Promise
    hint: Promise

    def to_data(self) -> dict[str, str | None]:
        return {"name": self.name, "url": self.url}


TERMS = {
    Licence.ALL_RIGHTS_RESERVED: Terms(
        "All rights reserved",
        None,
        _("All rights reserved. You can read this statement and link to it. Ask the organisation before you reuse it."),
        _("Anyone can read it and link to it. They must ask you before they reuse it, unless the law lets them."),
    ),
    Licence.CC_BY: Terms(
        "Creative Commons Attribution 4.0 International",
        "https://creativecommons.org/licenses/by/4.0/",
        _(
            "You may copy and reuse this statement under the Creative Commons Attribution 4.0 licence, if you name the "
            "organisation."
        ),
        _("Anyone can copy and reuse it, if they name you. You cannot withdraw this for copies already made."),
    ),
    Licence.OGL: Terms(
        "Open Government Licence 3.0",
        "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
        _("You may copy and reuse this statement under the Open Government Licence 3.0, if you name the organisation."),
        _("For public bodies. Anyone can copy and reuse it, if they name you."),
    ),
}


def get_offered_licences(legal_form: str) -> list[Licence]:
    """Return those that an organisation of this kind may choose from, the default first."""
    return [licence for licence in Licence if licence != Licence.OGL or legal_form == LegalForm.PUBLIC_BODY]
