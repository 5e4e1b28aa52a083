from learning.directory.models.keeping import Application, Confirmation, PhoneChange
from learning.directory.models.parts import Facet, Location, Phone, Schedule, codes_of, facets_of
from learning.directory.models.postcode import Postcode
from learning.directory.models.service import Provider, Service

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
