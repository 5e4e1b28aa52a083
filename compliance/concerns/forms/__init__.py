"""The forms of the reporters' pages, one a page; none queries a database."""

from collections.abc import Mapping

from compliance.concerns.forms import business, contact, optional, people, places, required
from compliance.concerns.forms.fields import CardForm, QuestionForm

FORMS: Mapping[str, type[QuestionForm]] = {
    "danger": required.DangerForm,
    "age": required.AgeForm,
    "account": required.AccountForm,
    "where": places.WhereForm,
    "privacy": required.PrivacyForm,
    "contact": contact.ContactForm,
    "kind": optional.KindForm,
    "signs": optional.SignsForm,
    "when": optional.WhenForm,
    "affected": people.AffectedForm,
    "responsible": optional.ResponsibleForm,
    "supply": business.SupplyForm,
    "advice": business.AdviceForm,
    "about": optional.AboutForm,
    "language": optional.LanguageForm,
}
# And one for each further place or group.
CARDS: Mapping[str, type[CardForm]] = {"places": places.AnotherPlaceForm, "groups": people.AnotherGroupForm}
