"""A service in a few lines of text, as it is told to somebody."""

from django.utils.translation import gettext as _

from learning.directory.choices import PhoneKind
from learning.directory.models import Phone
from learning.directory.selectors.cards import ServiceCard


def format_lines(card: ServiceCard) -> list[str]:
    """Return its name, numbers, hours and address. Only what everybody may know, whoever asks."""
    service = card.service
    if not service.is_public:
        return [service.name]
    phones = [_number(phone) for phone in card.phones if phone.is_public]
    hours = [_("Open: %(hours)s") % {"hours": hours} for hours in card.hours]
    note = [service.hours_note] if service.hours_note else []
    return [service.name, *phones, *hours, *note, *(text for text in (service.email, service.url) if text)]


def _number(phone: Phone) -> str:
    words = {
        PhoneKind.VOICE: _("Call %(number)s"),
        PhoneKind.TEXT: _("Text %(number)s"),
        PhoneKind.TEXTPHONE: _("Textphone %(number)s"),
    }[PhoneKind(phone.kind)]
    number = f"{phone.number} ext. {phone.extension}" if phone.extension else phone.number
    text = words % {"number": number}
    return f"{text} ({phone.description})" if phone.description else text
