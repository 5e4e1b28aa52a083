"""What publication does in the transaction that saves a section of a draft (settings.SECTION_HOOKS)."""

from datetime import datetime

from compliance.statements.models import Version
from compliance.statements.publication import url_check_job
from compliance.statements.types import Answers


def request_url_check(*, version: Version, answers: Answers, at: datetime) -> None:
    """Have the address of the statement on the organisation's own website opened, as the section now names it."""
    url_check_job.request_check(statement=version.statement, url=answers.get("statement_url") or "", at=at)
