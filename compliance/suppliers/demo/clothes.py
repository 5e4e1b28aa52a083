"""Who supplies the demo's clothing maker. Every name, place and number is invented; numbers begin with ZZ."""

from compliance.suppliers.choices import Activity, ControlType, SiteFunction
from compliance.suppliers.demo.shapes import Firm, Place, worker_counts

CLOTHES = "fashion_textiles"
SEWING, CLOTH, DYEING = (
    SiteFunction.FINAL_PRODUCT_ASSEMBLY,
    SiteFunction.TEXTILE_OR_MATERIAL_PRODUCTION,
    SiteFunction.PRINTING_DYEING_LAUNDERING,
)

SUPPLIERS = (
    Firm(
        "P-101", "Meghna Lace and Knit Ltd", "BD", 1, CLOTHES, ("T-shirts", "Polo shirts"),
        (
            Place(
                "P-101-A", "Sewing hall", "Kashipara", "Plot 11, Lake Road", SEWING, at=(23.99, 90.41),
                workers=worker_counts(1240, permanent=1010, temporary=230, women=890, migrant_internal=700),
                controls=(ControlType.GRIEVANCE_MECHANISM, ControlType.TRAINING),
            ),
            Place(
                "P-101-B", "Finishing and packing", "Kashipara", "Plot 14, Lake Road", SiteFunction.PACKING,
                at=(23.99, 90.42), workers=worker_counts(310, permanent=240, temporary=70, women=215),
            ),
        ),
        activity=Activity.GARMENT_MANUFACTURE, spend=1_700_000, contact="Shirin Akhand", email="shirin@meghna.example",
    ),
    Firm(
        "P-102", "Ayyavu Spinning Mills", "IN", 2, CLOTHES, ("Cotton yarn",),
        (
            Place(
                "P-102-A", "Spinning mill", "Ponvayal", "44 Mill Street", CLOTH, at=(11.10, 77.35),
                workers=worker_counts(420, permanent=180, temporary=240, women=330, young=22, in_provided_housing=260),
            ),
        ),
        activity=Activity.COTTON, through="P-101",
    ),
    Firm(
        "P-103", "Bosphorus Loom Tekstil", "TR", 1, CLOTHES, ("Denim jackets",),
        (
            Place(
                "P-103-A", "Cutting and sewing", "Yeşilkonak", "Atölye Caddesi 8", SEWING, at=(40.99, 28.87),
                workers=worker_counts(160, permanent=120, temporary=40, migrant_international=35, women=98),
                controls=(ControlType.SAQ,),
            ),
            Place(
                "P-103-B", "Laundry", "Yeşilkonak", "Atölye Caddesi 12", DYEING, at=(40.99, 28.88),
                workers=worker_counts(48, permanent=20, agency=28, migrant_international=26), providers=("P-110",),
            ),
        ),
        activity=Activity.GARMENT_MANUFACTURE, spend=620_000,
    ),
    Firm(
        "P-104", "Orchard Row Garments Ltd", "GB", 1, CLOTHES, ("Quick repeats", "Samples"),
        (
            Place(
                "P-104-A", "Orchard Row workshop", "Lowmarsh", "Unit 3, Orchard Row", SEWING, at=(52.63, -1.11),
                workers=worker_counts(38, permanent=21, agency=17, migrant_international=24, women=29),
                providers=("P-111",),
            ),
        ),
        number="ZZ000404", activity=Activity.GARMENT_MANUFACTURE, spend=240_000,
    ),
    Firm(
        "P-105", "Fiação Serra Clara Lda", "PT", 2, CLOTHES, ("Linen cloth",),
        (
            Place(
                "P-105-A", "Weaving shed", "Serra Clara", "Rua do Tear 5", CLOTH, at=(41.44, -8.29),
                workers=worker_counts(95, permanent=95, women=52), controls=(ControlType.WORKER_REPRESENTATION,),
            ),
        ),
        through="P-104",
    ),
    Firm(
        "P-106", "Jinhe Trimmings Co", "CN", 2, CLOTHES, ("Zips", "Buttons"),
        (Place("P-106-A", "Plating", "Jinhe New Town", "6 Lake Avenue", SiteFunction.RAW_MATERIAL_PROCESSING),),
        through="P-103",
    ),
    Firm(
        "P-107", "Song Lam Outerwear JSC", "VN", 1, CLOTHES, ("Rain jackets",),
        (
            Place(
                "P-107-A", "Factory 1", "Đông Lam", "Lot C7", SEWING, at=(18.68, 105.68),
                workers=worker_counts(860, permanent=860, women=690), controls=(ControlType.WORKER_REPRESENTATION,),
            ),
            Place("P-107-B", "Factory 2", "Đông Lam", "Lot C9", SEWING, at=(18.69, 105.68)),
        ),
        activity=Activity.GARMENT_MANUFACTURE, spend=980_000,
    ),
    Firm(
        "P-108", "Deltaweave Dyers Ltd", "BD", 2, CLOTHES, ("Knitted fabric dyeing",),
        (
            Place(
                "P-108-A", "Dye house", "Kashipara", "River Side 2", DYEING, at=(23.98, 90.40),
                workers=worker_counts(275, permanent=150, temporary=125, women=60),
            ),
        ),
        through="P-101",
    ),
    Firm(
        "P-109", "Whitgift Laundry and Pressing Ltd", "GB", 1, CLOTHES, ("Pressing", "Returns"),
        (
            Place(
                "P-109-A", "Pressing hall", "Lowmarsh", "8 Canal Wharf", DYEING, at=(52.64, -1.13),
                workers=worker_counts(64, permanent=30, agency=34, migrant_international=39), providers=("P-111",),
            ),
        ),
        number="ZZ000409", spend=130_000,
    ),
    Firm(
        "P-110", "Anatol İş Gücü", "TR", 2, CLOTHES, ("Agency workers",),
        activity=Activity.LABOUR_PROVIDER, is_labour_provider=True, through="P-103",
    ),
    Firm(
        "P-111", "Needle and Thread Recruitment Ltd", "GB", 2, CLOTHES, ("Agency workers",),
        (Place("P-111-A", "Office", "Lowmarsh", "2 Market Steps", SiteFunction.LABOUR_PROVIDER),),
        number="ZZ000411", activity=Activity.LABOUR_PROVIDER, is_labour_provider=True, through="P-104",
    ),
    Firm(
        "P-112", "Ferrybridge Fulfilment Ltd", "GB", 1, "transport_logistics_storage", ("Warehouse", "Parcels"),
        (
            Place(
                "P-112-A", "Fulfilment centre", "Lowmarsh", "1 Junction Park", SiteFunction.WAREHOUSING_DISTRIBUTION,
                at=(52.60, -1.19), workers=worker_counts(210, permanent=110, agency=100), providers=("P-111",),
            ),
            Place("P-112-B", "Returns depot", "Lowmarsh", "4 Junction Park", SiteFunction.WAREHOUSING_DISTRIBUTION),
        ),
        number="ZZ000412", activity=Activity.WAREHOUSE_PEAK_LABOUR, spend=450_000,
    ),
)  # fmt: skip
