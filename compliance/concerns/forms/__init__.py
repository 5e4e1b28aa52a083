"""One form a page; nothing here asks a database."""

from collections.abc import Mapping

from compliance.concerns.forms import business, contact, main, more, people, places
from compliance.concerns.forms.fields import CardForm, QuestionForm

FORMS: Mapping[str, type[QuestionForm]] = {
    "danger": main.DangerForm,
    "age": main.AgeForm,
    "account": main.AccountForm,
    "where": places.WhereForm,
    "privacy": main.PrivacyForm,
    "contact": contact.ContactForm,
    "kind": more.KindForm,
    "signs": more.SignsForm,
    "when": more.WhenForm,
    "affected": people.AffectedForm,
    "responsible": more.ResponsibleForm,
    "supply": business.SupplyForm,
    "advice": business.AdviceForm,
    "about": more.AboutForm,
    "language": more.LanguageForm,
}
# And one for each further place or group.
CARDS: Mapping[str, type[CardForm]] = {"places": places.AnotherPlaceForm, "groups": people.AnotherGroupForm}
