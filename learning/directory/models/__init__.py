from learning.directory.models.postcode import Postcode
from learning.directory.models.service import Provider, Service
from learning.directory.models.service_details import Facet, Location, Phone, Schedule, codes_of, facets_of
from learning.directory.models.verification import Application, Confirmation, PhoneChange

__all__ = [
    "Application",
    "Confirmation",
    "Facet",
    "Location",
    "Phone",
    "PhoneChange",
    "Postcode",
    "Provider",
    "Schedule",
    "Service",
    "codes_of",
    "facets_of",
]
