from compliance.casework.models.alarms import Alarm
from compliance.casework.models.approvals import Approval
from compliance.casework.models.case import CallDraft, Case, Contact
from compliance.casework.models.case_facts import Attachment, CaseLocation, CaseSupplyChainLink, Indicator
from compliance.casework.models.form_drafts import FormDraft
from compliance.casework.models.interpreters import InterpreterProvider, InterpreterSession
from compliance.casework.models.legal_holds import LegalHold
from compliance.casework.models.notes import HandoverNote, Note
from compliance.casework.models.people import Exploiter, PersonGroup, PersonIdentity, Reporter, ReporterIdentity
from compliance.casework.models.removals import CaseMerge, Removal
from compliance.casework.models.restrictions import CaseReader, CaseRestriction
from compliance.casework.models.signposts import Signpost
from compliance.casework.models.tasks import Task

__all__ = [
    "Alarm",
    "Approval",
    "Attachment",
    "CallDraft",
    "Case",
    "CaseLocation",
    "CaseMerge",
    "CaseReader",
    "CaseRestriction",
    "CaseSupplyChainLink",
    "Contact",
    "Exploiter",
    "FormDraft",
    "HandoverNote",
    "Indicator",
    "InterpreterProvider",
    "InterpreterSession",
    "LegalHold",
    "Note",
    "PersonGroup",
    "PersonIdentity",
    "Removal",
    "Reporter",
    "ReporterIdentity",
    "Signpost",
    "Task",
]
