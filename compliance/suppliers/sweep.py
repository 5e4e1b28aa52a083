"""The sweep of suppliers: scores that age once a day, runs that were lost, and the weekly mail about statements."""

from datetime import datetime

from compliance.suppliers.services import company_lookup, duplicate_job, risk_job
from compliance.suppliers.services.statement_mails import send_statement_mails
from portal.jobs.protocol import requeue_lost

JOBS = (risk_job.JOB, duplicate_job.JOB, company_lookup.JOB)


def sweep(now: datetime) -> int:
    risk_job.request_daily(now)
    return send_statement_mails(now) + sum(requeue_lost(job, now=now) for job in JOBS)
