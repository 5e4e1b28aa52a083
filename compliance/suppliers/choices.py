"""Define the codes that describe suppliers and sites. They are those of the suppliers vocabulary and never change."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Tier(models.IntegerChoices):
    """Say how far a supplier is from the business.

    A tier belongs to what is bought, not to the supplier; 0 is "not known".
    """

    ONE = 1, _("Tier 1")
    TWO = 2, _("Tier 2")
    THREE = 3, _("Tier 3 and below")
    UNKNOWN = 0, _("Not known")


# A tier that is not known sorts behind the others.
UNKNOWN_TIER_RANK = 9
TIER_MEANINGS = {
    Tier.ONE: _("Provides products or services directly to your organisation"),
    Tier.TWO: _("Provides to your organisation through a tier 1 supplier"),
    Tier.THREE: _("Provides through a tier 2 supplier or a higher level"),
}


class SupplierStatus(models.TextChoices):
    ACTIVE = "active", _("Active")
    ONBOARDING = "onboarding", _("Onboarding")
    SUSPENDED = "suspended", _("Suspended")
    ENDED = "ended", _("Ended")


class SiteFunction(models.TextChoices):
    """Say what is done at a site."""

    AGRICULTURE = "agriculture", _("Agriculture")
    AQUACULTURE_FISHING = "aquaculture_fishing", _("Aquaculture or fishing")
    RAW_MATERIAL_PROCESSING = "raw_material_processing", _("Raw material processing")
    TEXTILE_OR_MATERIAL_PRODUCTION = "textile_or_material_production", _("Textile or material production")
    PRINTING_DYEING_LAUNDERING = "printing_dyeing_laundering", _("Printing, dyeing or laundering")
    FINAL_PRODUCT_ASSEMBLY = "final_product_assembly", _("Final product assembly")
    PACKING = "packing", _("Packing")
    WAREHOUSING_DISTRIBUTION = "warehousing_distribution", _("Warehousing or distribution")
    TRANSPORT = "transport", _("Transport")
    CONSTRUCTION_SITE = "construction_site", _("Construction site")
    SERVICE_DELIVERY_SITE = "service_delivery_site", _("Site where a service is provided")
    LABOUR_PROVIDER = "labour_provider", _("Labour provider")
    SUB_CONTRACTOR = "sub_contractor", _("Sub-contractor")
    HOMEWORK_UNIT = "homework_unit", _("Homework unit")
    OFFICE_HQ = "office_hq", _("Office or headquarters")


class Activity(models.TextChoices):
    """Name kinds of work whose risk is known better than that of their sector."""

    HAND_CAR_WASH = "hand_car_wash", _("Hand car wash")
    NAIL_BAR = "nail_bar", _("Nail bar")
    SEASONAL_AGRICULTURE = "seasonal_agriculture", _("Seasonal agriculture")
    SHELLFISH_GATHERING = "shellfish_gathering", _("Shellfish gathering")
    MEAT_OR_POULTRY_PROCESSING = "meat_or_poultry_processing", _("Meat or poultry processing")
    GARMENT_MANUFACTURE = "garment_manufacture", _("Garment manufacture")
    BRICK_MAKING = "brick_making", _("Brick making")
    FISHING_VESSEL = "fishing_vessel", _("Fishing vessel")
    DOMESTIC_WORK = "domestic_work", _("Domestic work")
    ADULT_SOCIAL_CARE = "adult_social_care", _("Adult social care")
    CONSTRUCTION_LABOUR_SUPPLY = "construction_labour_supply", _("Construction labour supply")
    LABOUR_PROVIDER = "labour_provider", _("Labour provider")
    WAREHOUSE_PEAK_LABOUR = "warehouse_peak_labour", _("Warehouse labour at peak times")
    PARCEL_DELIVERY_SUBCONTRACT = "parcel_delivery_subcontract", _("Sub-contracted parcel delivery")
    SOLAR_PANELS = "solar_panels", _("Solar panels")
    RUBBER_GLOVES = "rubber_gloves", _("Rubber gloves")
    ELECTRONICS_ASSEMBLY = "electronics_assembly", _("Electronics assembly")
    COCOA = "cocoa", _("Cocoa")
    PALM_OIL = "palm_oil", _("Palm oil")
    COTTON = "cotton", _("Cotton")
    MINING_ARTISANAL = "mining_artisanal", _("Artisanal mining")
    RECYCLING_SORTING = "recycling_sorting", _("Sorting for recycling")
    HOTEL_CLEANING = "hotel_cleaning", _("Hotel cleaning")
    SECURITY_GUARDING = "security_guarding", _("Security guarding")
    SOFTWARE_AND_PROFESSIONAL = "software_and_professional", _("Software and professional services")


class StatementStatus(models.TextChoices):
    """Say what is known of a supplier's modern slavery statement, by its UK company number, else by its name."""

    HERE = "here", _("Published here")
    LISTED = "listed", _("Listed on the government registry")
    POSSIBLE = "possible", _("Possible match by name")
    NOT_FOUND = "not_found", _("Not found")
    ABROAD = "abroad", _("Non-UK company: no match by name")
    NO_NUMBER = "no_number", _("No UK company number")


class ControlType(models.TextChoices):
    """Name what a site does, or others do at it, that lowers the risk. Audits are kept apart, in their own app."""

    SAQ = "saq", _("Self-assessment questionnaire")
    TRAINING = "training", _("Modern slavery training for managers and worker leaders")
    GRIEVANCE_MECHANISM = "grievance_mechanism", _("Grievance mechanism")
    EMPLOYER_PAYS_POLICY = "employer_pays_policy", _("Employer pays recruitment costs")
    DOCUMENT_RETENTION_POLICY = "document_retention_policy", _("Workers keep their own documents")
    WORKER_REPRESENTATION = "worker_representation", _("Independent union or elected representatives")
    LICENSED_LABOUR_PROVIDER_CHECK = "licensed_labour_provider_check", _("Labour provider’s licence checked")


class Band(models.TextChoices):
    """Name the bands of risk: low below 25, medium below 45, high below 65.

    See docs/requirements/suppliers.md#risk-bands.
    """

    LOW = "low", _("Low")
    MEDIUM = "medium", _("Medium")
    HIGH = "high", _("High")
    VERY_HIGH = "very_high", _("Very high")


class ScoreEvent(models.TextChoices):
    """Say what moved a score."""

    IMPORT = "import", _("Rows imported")
    REGISTER = "register", _("Register changed")
    AUDIT = "audit", _("Audit or finding recorded")
    ACTION = "action", _("Corrective action changed")
    GOODS = "goods", _("Product matched to a listed good")
    DAY = "day", _("Time passed: an audit, measure or other date is now older")
    EDITION = "edition", _("Risk table updated")
    WEIGHTS = "weights", _("Risk weights changed")


class StatementChangeKind(models.TextChoices):
    """What changed in the statements of a supplier."""

    NEW = "new", _("New statement")
    CHANGED = "changed", _("Statement changed")
    LATE = "late", _("Statement late")
    LAPSED = "lapsed", _("Statement lapsed")
    REMOVED = "removed", _("Removed from the registry")


class SpendBand(models.TextChoices):
    """Say how much the business buys from a supplier in a year, for the filter of the list."""

    MILLION = "1000000", _("£1 million or more")
    HUNDRED_THOUSAND = "100000", _("£100,000 or more")
    TEN_THOUSAND = "10000", _("£10,000 or more")
    UNDER_TEN_THOUSAND = "under", _("Under £10,000")
    UNKNOWN = "unknown", _("Not known")


class AuditAge(models.TextChoices):
    """Say how long ago the last audit of a supplier's sites was, for the filter of the list."""

    WITHIN_YEAR = "within_1", _("In the last year")
    OVER_YEAR = "over_1", _("More than 1 year ago")
    OVER_TWO_YEARS = "over_2", _("More than 2 years ago")
    OVER_THREE_YEARS = "over_3", _("More than 3 years ago")
    NEVER = "never", _("Never audited")


class TurnoverBand(models.TextChoices):
    """Say whether a supplier reaches the turnover from which the Act asks for a statement."""

    OVER = "over", _("£36 million or more")
    UNDER = "under", _("Under £36 million")
    UNKNOWN = "unknown", _("Not known")


class BulkAct(models.TextChoices):
    """Name what can be done with several suppliers of the list at once."""

    OWNER = "owner", _("Change who manages them")
    CATEGORY = "category", _("Change the category")
    LINKS = "links", _("Send links to their open actions")
    AUDIT = "audit", _("Ask for an audit")
