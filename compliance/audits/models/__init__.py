from compliance.audits.models.actions import (
    Action,
    ActionFile,
    AuditRequest,
    CarOwner,
    CarPlan,
    SupplierLink,
    VerifierMail,
)
from compliance.audits.models.alerts import Alert, AlertSettings, ConcernNote
from compliance.audits.models.audit import Audit, AuditFile, Finding
from compliance.audits.models.questionnaires import AnswerSheet, Questionnaire

__all__ = [
    "Action",
    "ActionFile",
    "Alert",
    "AlertSettings",
    "AnswerSheet",
    "Audit",
    "AuditFile",
    "AuditRequest",
    "CarOwner",
    "CarPlan",
    "ConcernNote",
    "Finding",
    "Questionnaire",
    "SupplierLink",
    "VerifierMail",
]
