"""Statements, by noun: the draft, its sign-off, its publication, and those that stand elsewhere."""

from compliance.statements.models.check import CheckAnswer, CheckRun
from compliance.statements.models.copy_request import CopyRequest
from compliance.statements.models.draft import Section, SectionDraft, SectionRevision, Statement, Version
from compliance.statements.models.evidence import Evidence
from compliance.statements.models.external_statements import EarlierText, EarlierYear
from compliance.statements.models.figure import Figure, PublishedFigure
from compliance.statements.models.group import Covered, MemberApproval
from compliance.statements.models.notifications import Digest, Notice, Reminded, RemindersDay
from compliance.statements.models.publication import Document, Facet, Publication, Render
from compliance.statements.models.registry import Edition, Listing
from compliance.statements.models.review import Comment, Reply
from compliance.statements.models.search import NameTrigram, StatementText
from compliance.statements.models.signoff import Approval, Signature
from compliance.statements.models.url_check import UrlCheck
from compliance.statements.models.word import WordPart, WordPicture, WordReturn

__all__ = [
    "Approval",
    "CheckAnswer",
    "CheckRun",
    "Comment",
    "CopyRequest",
    "Covered",
    "Digest",
    "Document",
    "EarlierText",
    "EarlierYear",
    "Edition",
    "Evidence",
    "Facet",
    "Figure",
    "Listing",
    "MemberApproval",
    "NameTrigram",
    "Notice",
    "Publication",
    "PublishedFigure",
    "Reminded",
    "RemindersDay",
    "Render",
    "Reply",
    "Section",
    "SectionDraft",
    "SectionRevision",
    "Signature",
    "Statement",
    "StatementText",
    "UrlCheck",
    "Version",
    "WordPart",
    "WordPicture",
    "WordReturn",
]
