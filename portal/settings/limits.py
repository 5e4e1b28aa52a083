"""Rate and size limits: what one account, one organisation or one source may take.

See docs/requirements/security.md#storage-limits, docs/requirements/security.md#rate-limits.
"""

import os
from hashlib import blake2b
from pathlib import Path

from portal.settings.environment import VAR_DIR, env_int

DAY = 24 * 60 * 60

# Sign-in 5 in 10 minutes, sign-up 5 an hour, password reset 3 an hour. An office whose people all begin on one day
# shares one network: the operator may let it sign up more.
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/10m/key",
    "signup": f"{env_int('SIGN_UPS_AN_HOUR', 5) or 5}/h/ip",
    "reset_password": "20/m/ip,3/h/key",
}
# For what is not allauth's, by account where no organisation is named: how many in how many seconds.
LIMITS = {
    "export": (5, 60 * 60),
    "upload": (30, 60 * 60),
    # By organisation: workbooks to be read (docs/requirements/suppliers.md#upload-throttle).
    "workbook": (20, 60 * 60),
    # Mails to people who have not asked for one: by account, and by organisation, however many accounts.
    "invite": (30, DAY),
    "organisation_invites": (60, DAY),
    "ask": (10, DAY),
    "organisation_is_asked": (20, DAY),
    # By organisation: mails with a link to suppliers; by link, what one supplier sends.
    "supplier_links": (400, DAY),
    "supplier_answers": (120, 60 * 60),
    "supplier_workbooks": (10, 60 * 60),
    "supplier_downloads": (30, 60 * 60),
    # By organisation: looks at a page of its own website, each at an address of its choice.
    "url_check": (30, 60 * 60),
    # By organisation: copies of a statement that it has us mail to people who asked for one.
    "copy_mail": (20, 60 * 60),
    # By organisation: drafts made into Word documents.
    "word": (30, 60 * 60),
    # By organisation: what is published is drawn as a PDF.
    "pdf": (10, 60),
    # By account: its certificates of training are drawn as PDFs.
    "certificate_pdf": (10, 60),
    # By network of visitors, who are counted in memory: searches of guidance, of services and of the register, each by
    # itself, so that neither a program nor a shared network shuts a page of help; searches of the API, and all that is
    # asked of it.
    "search": (60, 60),
    "register_search": (60, 60),
    "directory_search": (60, 60),
    "api_search": (60, 60),
    "api": (300, 60),
    # Statements that are read in a process of their own and not kept.
    "statement_check": (30, 60 * 60),
    "supplier_page": (120, 60),
    # Codes of training certificates that are tried (docs/requirements/security.md#certificate-codes).
    "certificate_verify": (30, 60),
    "directory_apply": (10, 60 * 60),
    "guidance_feedback": (20, 60 * 60),
    "guidance_mail": (5, 60 * 60),
    # What browsers report of the content policy, by network and by the whole site: each is a line of the log.
    "policy_report": (30, 60 * 60),
    "policy_report_site": (600, 60 * 60),
    # By handler: more than this raises an alarm and holds nobody up (docs/requirements/security.md#reading-in-bulk).
    "case_open": (60, 60 * 60),
    "reveal": (30, 60 * 60),
    # By handler: words looked for in all cases, each of which opens them all.
    "desk_search": (60, 60 * 60),
    # Tries of an agency's passphrase.
    "partner_passphrase": (10, 10 * 60),
    # Telling the helpline, by network of visitors and by the whole site. Over it people wait, and
    # lose nothing; for a code, each further try of the site then takes five seconds.
    # See docs/requirements/security.md#receipt-guessing, docs/requirements/security.md#rate-limits.
    "code_anew": (3, 60 * 60),
    "concern_begin": (60, 60 * 60),
    "concern_submit": (10, 60 * 60),
    "concern_submit_site": (300, 60 * 60),
    # Over the limit of the site the first of a network go on without a wait: a flood delays itself.
    "concern_submit_first": (2, 60 * 60),
    "concern_upload": (30, 60 * 60),
    "receipt": (5, 10 * 60),
    "receipt_site": (60, 60 * 60),
    # Refused requests of an account that are written into the history one by one.
    "refusal": (60, 60 * 60),
}
# Private files kept at a time: how many, and bytes (2 GB an organisation:
# docs/requirements/security.md#storage-limits).
FILE_ROOM = {"organisation": (5000, 2 * 1024**3), "account": (2000, 1024**3)}


def visitor_counts_file(var_dir: Path) -> Path | None:
    """Return where the processes of this installation count visitors together: memory that looks like a file, on
    Linux.
    """
    memory = Path("/dev/shm")  # noqa: S108 – nothing is read from it that others may write
    if not memory.is_dir():
        return None
    return memory / f"portal-{os.geteuid()}-{blake2b(str(var_dir.resolve()).encode(), digest_size=8).hexdigest()}"


VISITOR_COUNTS_FILE = visitor_counts_file(VAR_DIR)
