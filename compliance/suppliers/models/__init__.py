from compliance.suppliers.models.answers import DuplicateAnswer, GoodsAnswer, SavedView
from compliance.suppliers.models.facts import Control, SiteFacts, WorkerFigures
from compliance.suppliers.models.risk import RiskRun, RiskScore, RiskWeights
from compliance.suppliers.models.supplier import Site, Supplier, SupplyRelation

__all__ = [
    "Control",
    "DuplicateAnswer",
    "GoodsAnswer",
    "RiskRun",
    "RiskScore",
    "RiskWeights",
    "SavedView",
    "Site",
    "SiteFacts",
    "Supplier",
    "SupplyRelation",
    "WorkerFigures",
]
