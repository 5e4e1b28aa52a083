from compliance.audits.models.actions import Action, ActionFile, CarOwner, CarPlan, SupplierLink
from compliance.audits.models.alerts import Alert, AlertSettings, ConcernNote
from compliance.audits.models.audit import Audit, AuditFile, Finding

__all__ = [
    "Action",
    "ActionFile",
    "Alert",
    "AlertSettings",
    "Audit",
    "AuditFile",
    "CarOwner",
    "CarPlan",
    "ConcernNote",
    "Finding",
    "SupplierLink",
]
