"""Agreements and feeds as the desk and the agencies read them."""

from collections.abc import Sequence
from uuid import UUID

from compliance.referrals.models import Partner
from compliance.sharing.models import Agreement, Feed

MAX_SHOWN = 100


def get_agreements() -> list[Agreement]:
    return list(Agreement.objects.select_related("partner", "approval"))


def find_agreement(uuid: UUID) -> Agreement | None:
    return Agreement.objects.select_related("partner", "approval__asked_by", "made_by").filter(pk=uuid).first()


def get_feeds(agreement: Agreement | None = None) -> Sequence[Feed]:
    """Return the log of feeds, the newest first: of one agreement, or of all."""
    rows = Feed.objects.select_related("agreement__partner", "approval", "prepared_by", "sent_by")
    rows = rows.prefetch_related("downloads__by").defer("content", "package", "package_key")
    return list(rows.filter(agreement=agreement) if agreement else rows[:MAX_SHOWN])


def find_feed(uuid: UUID) -> Feed | None:
    rows = Feed.objects.select_related("agreement__partner", "approval__asked_by", "data_key", "prepared_by", "sent_by")
    return rows.prefetch_related("downloads__by", "answers__data_key", "answers__by").filter(pk=uuid).first()


def get_feeds_for(partner: Partner) -> list[Feed]:
    """Return what was sent to an agency; what was withdrawn is not there."""
    rows = Feed.objects.filter(agreement__partner=partner, sent_at__isnull=False, withdrawn_at=None)
    return list(rows.select_related("agreement").prefetch_related("downloads").defer("content", "package"))


def find_feed_for(partner: Partner, uuid: UUID) -> Feed | None:
    """Return a feed that was sent to this agency; another's is not there.

    See docs/requirements/helpline.md#partner-scope.
    """
    rows = Feed.objects.filter(agreement__partner=partner, sent_at__isnull=False, withdrawn_at=None, pk=uuid)
    return rows.select_related("agreement__partner").prefetch_related("downloads").first()
