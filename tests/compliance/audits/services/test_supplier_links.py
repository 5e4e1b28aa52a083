"""A supplier's link: what is sent, when it is asked after, and what comes back."""

from datetime import UTC, date, datetime, timedelta

import pytest

from compliance.audits.choices import AlertLevel, FindingStatus
from compliance.audits.models import SupplierLink
from compliance.audits.services import supplier_links
from portal.core.exceptions import ActionRefused
from portal.core.fernet import decrypt
from portal.core.models import Outbox
from portal.history.models import Entry
from tests.factories.alerts import AlertFactory, SupplierLinkFactory
from tests.factories.audits import ActionFactory
from tests.factories.suppliers import SiteFactory, SupplierFactory
from tests.support.audit_alerts import business, mails

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 2, 9, tzinfo=UTC)
REPLY_BY = date(2026, 11, 16)


@pytest.fixture
def own():
    return business(name="Harbour Foods Limited")


@pytest.fixture
def supplier(own):
    return SupplierFactory(organisation=own.organisation, contact_email="works@supplier.example")


@pytest.fixture
def action(supplier):
    return ActionFactory(finding__audit__site=SiteFactory(supplier=supplier))


def send(own, *suppliers) -> list[SupplierLink]:
    return supplier_links.send_links(
        organisation=own.organisation, suppliers=suppliers, reply_by=REPLY_BY, actor=own.editor.user, at=AT
    )


def body(template: str) -> str:
    return decrypt(bytes(Outbox.objects.filter(template=f"audits/{template}").last().body)).decode()


# --- What may stand in one -----------------------------------------------------------------------------------------


def test_a_finding_with_an_a_alert_is_never_in_a_link(own, action):
    audit = action.finding.audit
    assert list(supplier_links.get_actions_to_send(own.organisation)) == [action]
    AlertFactory(
        organisation=own.organisation,
        audit_key=audit.key,
        finding_key=action.finding.key,
        closed_at=AT,
        closing_reason="already_remediated",
    )
    assert not supplier_links.get_actions_to_send(own.organisation).exists()


def test_a_b_alert_keeps_nothing_out(own, action):
    AlertFactory(
        organisation=own.organisation,
        level=AlertLevel.B,
        audit_key=action.finding.audit.key,
        finding_key=action.finding.key,
    )
    assert supplier_links.get_actions_to_send(own.organisation).exists()


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("finding__issue_code", "FL01"),
        ("finding__audit__status", "draft"),
        ("finding__audit__status", "superseded"),
        ("finding__status", FindingStatus.WITHDRAWN),
        ("status", FindingStatus.CLOSED_UNVERIFIED),
    ],
)
def test_only_open_actions_that_count_are_sent(own, supplier, path, value):
    ActionFactory(finding__audit__site=SiteFactory(supplier=supplier), **{path: value})
    assert not supplier_links.get_actions_to_send(own.organisation).exists()


def test_another_suppliers_actions_are_not_in_it(own, action):
    ActionFactory(finding__audit__site=SiteFactory(supplier__organisation=own.organisation))
    (link,) = send(own, action.finding.audit.site.supplier)
    assert list(supplier_links.get_link_actions(link)) == [action]


# --- Sending -------------------------------------------------------------------------------------------------------


def test_only_the_hash_of_the_token_is_kept_and_the_mail_opens_the_link(own, action, supplier):
    (link,) = send(own, supplier)
    token = body("supplier_link").split("/plan/")[1].split("/")[0]
    assert len(token) >= 43
    assert token not in f"{SupplierLink.objects.values()}{Entry.objects.values()}"
    assert supplier_links.find_link(token) == link
    assert link.expires_at == AT + timedelta(days=30)


def test_many_get_their_links_at_once_and_those_without_work_or_address_none(own, action, supplier):
    idle = SupplierFactory(organisation=own.organisation, contact_email="idle@supplier.example")
    silent = SiteFactory(supplier__organisation=own.organisation)
    ActionFactory(finding__audit__site=silent)
    assert [link.supplier for link in send(own, supplier, idle, silent.supplier)] == [supplier]
    assert mails("supplier_link") == ["works@supplier.example"]


def test_a_new_link_ends_the_one_before(own, action, supplier):
    (first,) = send(own, supplier)
    send(own, supplier)
    first.refresh_from_db()
    assert not supplier_links.is_valid_link(first, AT)


def test_sending_again_makes_a_new_token(own, action, supplier):
    (link,) = send(own, supplier)
    before = link.token_hash
    again = supplier_links.resend_link(link=link, actor=own.editor.user, at=AT + timedelta(days=40))
    assert again.token_hash != before
    assert supplier_links.is_valid_link(again, AT + timedelta(days=69))
    assert again.reply_by == date(2026, 12, 26)


def test_a_link_ends_by_itself_and_when_it_is_taken_back(own, action, supplier):
    (link,) = send(own, supplier)
    assert supplier_links.is_valid_link(link, AT + timedelta(days=29))
    assert not supplier_links.is_valid_link(link, AT + timedelta(days=30))
    assert not supplier_links.is_valid_link(supplier_links.revoke_link(link=link, actor=own.editor.user, at=AT), AT)


def test_no_more_mails_leave_than_the_limit(own, action, supplier, settings):
    settings.LIMITS = settings.LIMITS | {"supplier_links": (1, 86400)}
    send(own, supplier)
    with pytest.raises(ActionRefused):
        send(own, supplier)
    assert SupplierLink.objects.filter(revoked_at=None).count() == 1


def test_the_preview_is_the_mail_without_its_link(own, action, supplier):
    preview = supplier_links.render_preview(organisation=own.organisation, actor=own.editor.user, reply_by=REPLY_BY)
    send(own, supplier)
    lines = [line for line in body("supplier_link").splitlines() if line and "/plan/" not in line]
    assert all(line in preview for line in lines)


@pytest.fixture
def link(supplier):
    return SupplierLinkFactory(supplier=supplier, sent_at=AT)
