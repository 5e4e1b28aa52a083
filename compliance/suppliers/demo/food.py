"""Who supplies the demo's food maker. Every name, place and number is invented; numbers begin with ZZ."""

from compliance.suppliers.choices import Activity, ControlType, SiteFunction, SupplierStatus
from compliance.suppliers.demo.shapes import Firm, Place, worker_counts

FOOD = "food_agriculture_fishing"

SUPPLIERS = (
    Firm(
        "S-0001", "Brackenfold Growers Ltd", "GB", 1, FOOD, ("Strawberries", "Raspberries"),
        (
            Place(
                "ST-01", "Long Meadow glasshouses", "Fernhurst Cross", "Long Meadow Lane", SiteFunction.AGRICULTURE,
                at=(51.98, 0.61), recruits_from_abroad=True, providers=("S-0009",),
                workers=worker_counts(340, permanent=60, seasonal=280, migrant_international=265, women=150,
                                 in_provided_housing=240),
                controls=(ControlType.EMPLOYER_PAYS_POLICY, ControlType.TRAINING),
            ),
            Place(
                "ST-02", "Reed End packhouse", "Fernhurst Cross", "2 Reed End Road", SiteFunction.PACKING,
                at=(51.99, 0.63), providers=("S-0009",), recruits_from_abroad=True,
                workers=worker_counts(95, permanent=40, agency=55, migrant_international=60, women=52),
            ),
        ),
        number="ZZ000301", activity=Activity.SEASONAL_AGRICULTURE, spend=2_400_000,
        contact="Petra Oakley", email="petra.oakley@brackenfold.example",
    ),
    Firm(
        "S-0002", "Tidewater Cockle and Mussel Company Ltd", "GB", 1, FOOD, ("Cockles", "Mussels"),
        (
            Place(
                "ST-03", "Saltmarsh landing", "Wick Staithe", "The Old Slipway", SiteFunction.AQUACULTURE_FISHING,
                at=(54.11, -2.91), workers=worker_counts(26, self_employed=18, permanent=8, migrant_international=14),
            ),
        ),
        number="ZZ000302", activity=Activity.SHELLFISH_GATHERING, spend=310_000,
    ),
    Firm(
        "S-0003", "Moorland Poultry Products Ltd", "GB", 1, FOOD, ("Chicken portions",),
        (
            Place(
                "ST-04", "Hatherby plant", "Hatherby", "Unit 7, Hatherby Park", SiteFunction.RAW_MATERIAL_PROCESSING,
                at=(53.24, -0.92), providers=("S-0009", "S-0010"),
                workers=worker_counts(610, permanent=390, agency=220, migrant_international=330, women=240, young=4),
                controls=(ControlType.GRIEVANCE_MECHANISM, ControlType.LICENSED_LABOUR_PROVIDER_CHECK),
            ),
        ),
        number="ZZ000303", activity=Activity.MEAT_OR_POULTRY_PROCESSING, spend=5_800_000,
        contact="Rafe Ollerton", email="rafe.ollerton@moorlandpoultry.example",
    ),
    Firm(
        "S-0004", "Conservas Vallealegre SL", "ES", 1, FOOD, ("Tinned tomatoes", "Peppers in jars"),
        (
            Place(
                "ST-05", "Fábrica de Vallealegre", "Vallealegre", "Camino del Molino 14",
                SiteFunction.RAW_MATERIAL_PROCESSING, at=(37.99, -1.13),
                workers=worker_counts(180, permanent=110, seasonal=70, women=105, migrant_international=48),
                controls=(ControlType.WORKER_REPRESENTATION,),
            ),
            Place(
                "ST-06", "Campos de El Romeral", "El Romeral Nuevo", "Finca El Romeral", SiteFunction.AGRICULTURE,
                at=(37.86, -1.02), recruits_from_abroad=True,
                workers=worker_counts(220, permanent=20, seasonal=200, migrant_international=190,
                                     in_provided_housing=120),
            ),
        ),
        spend=1_150_000,
    ),
    Firm(
        "S-0005", "Société Maraîchère Aïn Zitoun SARL", "MA", 2, FOOD, ("Tomatoes", "Courgettes"),
        (
            Place(
                "ST-07", "Serres d’Aïn Zitoun", "Aïn Zitoun", "Route de la Palmeraie", SiteFunction.AGRICULTURE,
                at=(30.33, -9.41), workers=worker_counts(260, temporary=230, permanent=30, women=185),
            ),
        ),
        activity=Activity.SEASONAL_AGRICULTURE, through="S-0004",
    ),
    Firm(
        "S-0006", "Siam Prao Seafood Co Ltd", "TH", 1, FOOD, ("Frozen prawns",),
        (
            Place(
                "ST-08", "Peeling hall", "Ban Prao Thong", "88 Moo 4", SiteFunction.RAW_MATERIAL_PROCESSING,
                at=(13.51, 100.26), recruits_from_abroad=True, providers=("S-0011",),
                workers=worker_counts(720, permanent=300, agency=420, migrant_international=560, women=410,
                                 in_provided_housing=380),
            ),
            Place(
                "ST-09", "Vessels landing at pier 3", "Ban Prao Thong", "Pier 3", SiteFunction.AQUACULTURE_FISHING,
                at=(13.50, 100.27), recruits_from_abroad=True, providers=("S-0011",),
            ),
        ),
        spend=1_900_000, contact="Malee Charoensook", email="malee@siamprao.example",
    ),
    Firm(
        "S-0007", "Coopérative Kouassi Cacao", "CI", 3, FOOD, ("Cocoa beans",),
        (Place("ST-10", "Kouassikro collection station", "Kouassikro", "Marché central", SiteFunction.AGRICULTURE),),
        activity=Activity.COCOA, through="S-0008",
    ),
    Firm(
        "S-0008", "Zuckerbrunn Schokoladen GmbH", "DE", 1, FOOD, ("Chocolate coating",),
        (
            Place(
                "ST-11", "Werk Zuckerbrunn", "Zuckerbrunn", "Am Mühlbach 3", SiteFunction.FINAL_PRODUCT_ASSEMBLY,
                at=(50.91, 9.42), workers=worker_counts(140, permanent=128, agency=12, women=61),
                controls=(ControlType.WORKER_REPRESENTATION, ControlType.SAQ),
            ),
        ),
        spend=860_000,
    ),
    Firm(
        "S-0009", "Fieldhand Labour Solutions Ltd", "GB", 1, FOOD, ("Seasonal workers",),
        (Place("ST-12", "Market Yard office", "Fernhurst Cross", "Market Yard", SiteFunction.LABOUR_PROVIDER),),
        number="ZZ000309", activity=Activity.LABOUR_PROVIDER, is_labour_provider=True, licence="FIEL0042",
    ),
    Firm(
        "S-0010", "Quickstep Staffing Ltd", "GB", 2, FOOD, ("Agency workers for processing",),
        (Place("ST-13", "Canal Street office", "Hatherby", "19 Canal Street", SiteFunction.LABOUR_PROVIDER),),
        number="ZZ000310", activity=Activity.LABOUR_PROVIDER, is_labour_provider=True, through="S-0003",
    ),
    Firm(
        "S-0011", "Golden Anchor Manpower Co Ltd", "TH", 2, FOOD, ("Workers for peeling sheds and vessels",),
        activity=Activity.LABOUR_PROVIDER, is_labour_provider=True, through="S-0006",
    ),
    Firm(
        "S-0012", "Coldharbour Storage and Haulage Ltd", "GB", 1, "transport_logistics_storage",
        ("Cold storage", "Lorries"),
        (
            Place(
                "ST-14", "Cold store 1", "Wick Staithe", "Dock Road", SiteFunction.WAREHOUSING_DISTRIBUTION,
                at=(53.71, -0.30), workers=worker_counts(85, permanent=60, agency=25), providers=("S-0010",),
            ),
            Place("ST-15", "Night depot", "Hatherby", "Unit 12, Hatherby Park", SiteFunction.TRANSPORT),
        ),
        number="ZZ000312", spend=640_000,
    ),
    Firm(
        "S-0013", "Cold Harbour Storage & Haulage Limited", "GB", 1, "transport_logistics_storage", ("Storage",),
        (Place("ST-16", "Cold store", "Wick Staithe", "Dock Road", SiteFunction.WAREHOUSING_DISTRIBUTION),),
        status=SupplierStatus.ONBOARDING,
    ),
)  # fmt: skip
