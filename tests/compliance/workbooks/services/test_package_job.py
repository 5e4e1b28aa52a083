"""The ZIP file of action plans is made by a worker, once, with a safe name for each supplier."""

import pytest

from compliance.workbooks.models import Package
from compliance.workbooks.services import package_job
from tests.compliance.workbooks import plan_files as files
from tests.compliance.workbooks.test_pipeline import active_parts
from tests.factories.organisations import MembershipFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def member(db):
    return MembershipFactory(role="editor")


def test_names_in_the_zip_are_safe_and_each_its_own(member):
    suppliers = files.suppliers_with_actions(member.organisation, 5, each=1)
    names = ["../../etc/passwd", "a" * 300, "Évil: <b>|?*\u202e", "x", "X"]
    for supplier, name in zip(suppliers, names, strict=True):
        supplier.name = name[:200]
        supplier.save()
    type(suppliers[0]).objects.filter(pk=suppliers[3].pk).update(supplier_ref="S/0003")
    sent = files.packed(member.organisation, member.user)
    assert len({name.casefold() for name in sent}) == 5
    for name in sent:
        assert not set(name) & set('/\\:<>|?*"\u202e')
        assert not name.startswith(".")
        assert len(name) <= 90
        assert name.endswith(".xlsx")
    assert not any(active_parts(body) for body in sent.values())


def test_asked_for_twice_it_is_made_once_and_a_worker_that_fell_down_is_followed(member, monkeypatch):
    files.suppliers_with_actions(member.organisation, 1)
    real = package_job.make_package
    monkeypatch.setattr(package_job, "make_package", lambda *_given, **_more: None)  # the queue is lost
    first = package_job.request_package(organisation=member.organisation, by=member.user, at=files.NOW)
    assert package_job.request_package(organisation=member.organisation, by=member.user, at=files.NOW) == first
    Package.objects.update(state="making", lease_until=files.NOW)
    later = files.NOW + Package.LEASE
    assert package_job.JOB.due(later).get() == first
    real(first.pk, clock=lambda: later)
    first.refresh_from_db()
    assert (first.state, package_job.JOB.due(later).exists()) == ("ready", False)
