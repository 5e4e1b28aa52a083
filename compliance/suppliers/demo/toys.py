"""Who supplies the demo's toy maker, where an audit has just found something. Every name and place is invented."""

from compliance.suppliers.choices import ControlType, SiteFunction
from compliance.suppliers.demo.shapes import Firm, Place, worker_counts

SUPPLIERS = (
    Firm(
        "T01", "Quillwort Plastics Sdn Bhd", "MY", 1, "durable_consumer_goods", ("Moulded toys",),
        (
            Place(
                "T01/1", "Quillwort moulding hall", "Batu Karang", "Lot 7, Jalan Rekaan",
                SiteFunction.FINAL_PRODUCT_ASSEMBLY, at=(5.31, 100.42),
                workers=worker_counts(210, permanent=90, agency=120, migrant_international=135,
                                     in_provided_housing=118),
                controls=(ControlType.SAQ,), recruits_from_abroad=True,
            ),
        ),
        spend=1_400_000, contact="Farah Quillwort", email="farah@quillwort.example",
    ),
    Firm(
        "T02", "Fernhollow Print Ltd", "GB", 1, "durable_consumer_goods", ("Boxes and booklets",),
        (Place("T02/1", "Fernhollow works", "Ousefield", "4 Mill Walk", SiteFunction.PRINTING_DYEING_LAUNDERING),),
        spend=160_000,
    ),
)  # fmt: skip
