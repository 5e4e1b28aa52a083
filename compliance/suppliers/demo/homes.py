"""Who supplies the demo's landlord. Every name, place and number is invented; numbers begin with ZZ."""

from compliance.suppliers.choices import Activity, ControlType, SiteFunction
from compliance.suppliers.demo.shapes import Firm, Place, worker_counts

BUILDING, CLEANING = "construction", "cleaning_security"
SITE, SERVICE = SiteFunction.CONSTRUCTION_SITE, SiteFunction.SERVICE_DELIVERY_SITE
MAKING, DIGGING = SiteFunction.FINAL_PRODUCT_ASSEMBLY, SiteFunction.RAW_MATERIAL_PROCESSING

SUPPLIERS = (
    Firm(
        "L01", "Oakhanger Construction Ltd", "GB", 1, BUILDING, ("New homes", "Refurbishment"),
        (
            Place(
                "L01/1", "Larkmere Rise, phase 2", "Larkmere", "Rise Lane", SITE, at=(52.21, -1.61), providers=("L10",),
                workers=worker_counts(140, permanent=35, agency=60, self_employed=45, migrant_international=55),
                controls=(ControlType.TRAINING,),
            ),
            Place("L01/2", "Tannery Yard", "Larkmere", "Tannery Street", SITE, at=(52.20, -1.60), providers=("L10",)),
        ),
        number="ZZ000501", spend=8_200_000, contact="Grace Hollis", email="grace.hollis@oakhanger.example",
    ),
    Firm(
        "L02", "Brightstairs Cleaning Services Ltd", "GB", 1, CLEANING, ("Stair and hallway cleaning",),
        (
            Place(
                "L02/1", "Northern estates", "Larkmere", "1 Estate Office", SERVICE,
                workers=worker_counts(75, permanent=50, temporary=25, migrant_international=48, women=52),
            ),
            Place("L02/2", "Southern estates", "Ousefield", "3 Estate Office", SERVICE),
        ),
        number="ZZ000502", spend=690_000,
    ),
    Firm(
        "L03", "Nightwatch Guarding Ltd", "GB", 1, CLEANING, ("Night guards",),
        (Place("L03/1", "Empty homes", "Ousefield", "Dock Road", SERVICE, workers=worker_counts(18)),),
        number="ZZ000503", activity=Activity.SECURITY_GUARDING, spend=210_000,
    ),
    Firm(
        "L04", "Meridian Roof and Solar Ltd", "GB", 1, BUILDING, ("Solar panels, fitted",),
        (Place("L04/1", "Phase 2 roofs", "Larkmere", "Rise Lane", SITE, workers=worker_counts(22, permanent=22)),),
        number="ZZ000504", spend=1_300_000,
    ),
    Firm(
        "L05", "Qingyuan Bright Modules Co", "CN", 2, "automotive_machinery_electrical", ("Solar modules",),
        (Place("L05/1", "Module factory", "Qingyuan East", "88 Sun Road", MAKING, at=(30.60, 114.30)),),
        activity=Activity.SOLAR_PANELS, through="L04",
    ),
    Firm(
        "L06", "Pietra Dorata Srl", "IT", 2, BUILDING, ("Worktops",),
        (
            Place(
                "L06/1", "Cutting yard", "Pietradorata", "Via Cava 2", DIGGING, at=(44.08, 10.10),
                workers=worker_counts(31, permanent=31), controls=(ControlType.SAQ,),
            ),
        ),
        through="L01",
    ),
    Firm(
        "L07", "Aravind Stone Exports", "IN", 3, BUILDING, ("Paving",),
        (Place("L07/1", "Quarry", "Kallur Nagar", "Quarry Road", DIGGING, at=(25.44, 75.65)),), through="L01",
    ),
    Firm(
        "L08", "Las Encinas Cerámica SA", "ES", 2, BUILDING, ("Tiles",),
        (Place("L08/1", "Kilns", "Las Encinas", "Calle del Horno 1", MAKING, workers=worker_counts(88, permanent=88)),),
        through="L01",
    ),
    Firm(
        "L09", "Trzy Dęby Stolarka Sp. z o.o.", "PL", 2, "forestry_timber_paper_packaging", ("Doors", "Windows"),
        (
            Place(
                "L09/1", "Joinery", "Trzydęby", "ul. Leśna 7", MAKING, at=(52.41, 16.92),
                workers=worker_counts(130, permanent=90, agency=40, migrant_international=38),
            ),
        ),
        through="L01",
    ),
    Firm(
        "L10", "Trowel and Hod Labour Ltd", "GB", 2, BUILDING, ("Site labour",),
        (Place("L10/1", "Office", "Ousefield", "9 Bridge End", SiteFunction.LABOUR_PROVIDER),),
        number="ZZ000510", activity=Activity.CONSTRUCTION_LABOUR_SUPPLY, is_labour_provider=True, through="L01",
    ),
    Firm(
        "L11", "Fernlea Care at Home Ltd", "GB", 1, "healthcare_pharma", ("Care of tenants",),
        (
            Place(
                "L11/1", "Fernlea Court", "Larkmere", "Fernlea Court", SERVICE, recruits_from_abroad=True,
                workers=worker_counts(64, permanent=64, migrant_international=41, women=55),
            ),
            Place("L11/2", "Rounds at home", "Ousefield", "2 Fernlea Office", SERVICE, recruits_from_abroad=True),
        ),
        number="ZZ000511", activity=Activity.ADULT_SOCIAL_CARE, spend=1_050_000,
    ),
    Firm(
        "L12", "Greenbin Recovery Ltd", "GB", 1, "waste_recycling", ("Waste",),
        (
            Place(
                "L12/1", "Sorting line", "Ousefield", "Wharf Lane", SERVICE, at=(52.05, -0.71), providers=("L10",),
                workers=worker_counts(45, permanent=12, agency=33, migrant_international=29),
            ),
        ),
        number="ZZ000512", activity=Activity.RECYCLING_SORTING, spend=320_000,
    ),
)  # fmt: skip
