from learning.directory.models.postcode import Postcode
from learning.directory.models.service import Provider, Service
from learning.directory.models.service_details import Facet, Location, Phone, Schedule, get_facet_codes, get_facets
from learning.directory.models.verification import Application, Confirmation, EntryChange, PhoneChange

__all__ = [
    "Application",
    "Confirmation",
    "EntryChange",
    "Facet",
    "Location",
    "Phone",
    "PhoneChange",
    "Postcode",
    "Provider",
    "Schedule",
    "Service",
    "get_facet_codes",
    "get_facets",
]
