"""Businesses, the people in them, and how each came to be trusted. Submodules import downwards only:
organisation, then people, trust, scope, training and exports."""

from compliance.organisations.models.exports import Export
from compliance.organisations.models.organisation import GroupRequest, Organisation, OrganisationQuerySet
from compliance.organisations.models.people import Handover, Invitation, JoinRequest, Membership, MembershipQuerySet
from compliance.organisations.models.scope import ScopeAnswer
from compliance.organisations.models.training import (
    Learner,
    TrainingAssignee,
    TrainingAssignment,
    TrainingReminder,
)
from compliance.organisations.models.verification import ControlProof

__all__ = [
    "ControlProof",
    "Export",
    "GroupRequest",
    "Handover",
    "Invitation",
    "JoinRequest",
    "Learner",
    "Membership",
    "MembershipQuerySet",
    "Organisation",
    "OrganisationQuerySet",
    "ScopeAnswer",
    "TrainingAssignee",
    "TrainingAssignment",
    "TrainingReminder",
]
