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


TIER_MEANINGS = {
    Tier.ONE: _("Provides products or services directly to your organisation"),
    Tier.TWO: _("Provides to your organisation through a tier 1 supplier"),
    Tier.THREE: _("Provides through a tier 2 supplier or a higher level"),
}


class SupplierStatus(models.TextChoices):
    ACTIVE = "active", _("Active")
    ONBOARDING = "onboarding", _("Being taken on")
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
    SERVICE_DELIVERY_SITE = "service_delivery_site", _("Site where a service is given")
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
    CONSTRUCTION_LABOUR_SUPPLY = "construction_labour_supply", _("Labour supply in construction")
    LABOUR_PROVIDER = "labour_provider", _("Labour provider")
    WAREHOUSE_PEAK_LABOUR = "warehouse_peak_labour", _("Peak labour in warehouses")
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
    """Say what is known of a supplier's modern slavery statement, looked up by its UK company number."""

    HERE = "here", _("Published here")
    LISTED = "listed", _("Listed on the government registry")
    NOT_FOUND = "not_found", _("Not found")
    NO_NUMBER = "no_number", _("No UK company number")


class ControlType(models.TextChoices):
    """Name what a site does, or others do at it, that lowers the risk. Audits are kept apart, in their own app."""

    SAQ = "saq", _("Self-assessment questionnaire")
    TRAINING = "training", _("Modern slavery training of managers and worker leaders")
    GRIEVANCE_MECHANISM = "grievance_mechanism", _("Grievance route")
    EMPLOYER_PAYS_POLICY = "employer_pays_policy", _("Employer pays recruitment costs")
    DOCUMENT_RETENTION_POLICY = "document_retention_policy", _("No keeping of workers' documents")
    WORKER_REPRESENTATION = "worker_representation", _("Independent union or elected representatives")
    LICENSED_LABOUR_PROVIDER_CHECK = "licensed_labour_provider_check", _("Labour provider's licence checked")


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

    IMPORT = "import", _("Rows were imported")
    REGISTER = "register", _("The register was changed")
    AUDIT = "audit", _("An audit or a finding was recorded")
    ACTION = "action", _("An action was changed")
    GOODS = "goods", _("Somebody said which good a product is")
    DAY = "day", _("Time passed: an audit, a control or a date became older")
    EDITION = "edition", _("A table has a new edition")
    WEIGHTS = "weights", _("The weights were changed")
