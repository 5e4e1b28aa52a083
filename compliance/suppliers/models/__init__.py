from compliance.suppliers.models.answers import ColumnChoice, DuplicateAnswer, GoodsAnswer, SavedView
from compliance.suppliers.models.company_lookups import CompanyLookup, CompanyMatch
from compliance.suppliers.models.duplicates import DuplicateSearch
from compliance.suppliers.models.facts import Control, SiteFacts, WorkerFigures
from compliance.suppliers.models.risk import RiskRun, RiskScore, RiskWeights
from compliance.suppliers.models.statement_changes import StatementChange
from compliance.suppliers.models.supplier import Site, Supplier, SupplyRelation

__all__ = [
    "ColumnChoice",
    "CompanyLookup",
    "CompanyMatch",
    "Control",
    "DuplicateAnswer",
    "DuplicateSearch",
    "GoodsAnswer",
    "RiskRun",
    "RiskScore",
    "RiskWeights",
    "SavedView",
    "Site",
    "SiteFacts",
    "StatementChange",
    "Supplier",
    "SupplyRelation",
    "WorkerFigures",
]
