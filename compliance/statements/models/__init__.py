"""Statements, by noun: the draft, its sign-off, its publication, and those that stand elsewhere."""

from compliance.statements.models.checks import CheckAnswer, CheckRun
from compliance.statements.models.draft import Comment, Section, SectionDraft, SectionRevision, Statement, Version
from compliance.statements.models.elsewhere import Edition, Listing
from compliance.statements.models.evidence import Evidence
from compliance.statements.models.publication import Document, Facet, Publication, Render
from compliance.statements.models.requests import CopyRequest, UrlCheck
from compliance.statements.models.signoff import Approval, Signature

__all__ = [
    "Approval",
    "CheckAnswer",
    "CheckRun",
    "Comment",
    "CopyRequest",
    "Document",
    "Edition",
    "Evidence",
    "Facet",
    "Listing",
    "Publication",
    "Render",
    "Section",
    "SectionDraft",
    "SectionRevision",
    "Signature",
    "Statement",
    "UrlCheck",
    "Version",
]
