from compliance.casework.models.case import CallDraft, Case, Contact
from compliance.casework.models.drafts import FormDraft
from compliance.casework.models.facts import Attachment, CaseLocation, CaseSupplyChainLink, Indicator
from compliance.casework.models.keeping import RetentionRun
from compliance.casework.models.people import Exploiter, PersonGroup, PersonIdentity, Reporter, ReporterIdentity
from compliance.casework.models.rights import Complaint, SubjectAccess
from compliance.casework.models.sharing import (
    Consent,
    Disclosure,
    InterpreterProvider,
    InterpreterSession,
    NrmPack,
    Partner,
    PartnerMember,
    Referral,
    ReferralAnswer,
)
from compliance.casework.models.undo import CaseMerge, Removal
from compliance.casework.models.work import (
    Alarm,
    Approval,
    CaseReader,
    CaseRestriction,
    HandoverNote,
    LegalHold,
    Note,
    Signpost,
    Task,
)

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
    "Complaint",
    "Consent",
    "Contact",
    "Disclosure",
    "Exploiter",
    "FormDraft",
    "HandoverNote",
    "Indicator",
    "InterpreterProvider",
    "InterpreterSession",
    "LegalHold",
    "Note",
    "NrmPack",
    "Partner",
    "PartnerMember",
    "PersonGroup",
    "PersonIdentity",
    "Referral",
    "ReferralAnswer",
    "Removal",
    "Reporter",
    "ReporterIdentity",
    "RetentionRun",
    "Signpost",
    "SubjectAccess",
    "Task",
]
