"""One form a page; nothing here asks a database."""

from collections.abc import Mapping

from compliance.concerns.forms import business, contact, main, more
from compliance.concerns.forms.fields import QuestionForm

FORMS: Mapping[str, type[QuestionForm]] = {
    "danger": main.DangerForm,
    "age": main.AgeForm,
    "account": main.AccountForm,
    "where": main.WhereForm,
    "privacy": main.PrivacyForm,
    "contact": contact.ContactForm,
    "kind": more.KindForm,
    "signs": more.SignsForm,
    "when": more.WhenForm,
    "affected": more.AffectedForm,
    "responsible": more.ResponsibleForm,
    "supply": business.SupplyForm,
    "advice": business.AdviceForm,
    "about": more.AboutForm,
    "language": more.LanguageForm,
}
