"""What is known of a site is recorded once a day, with a line of history."""

from datetime import date

import pytest

from compliance.suppliers.models import Control, WorkerFigures
from compliance.suppliers.services import sites
from portal.history.models import Entry
from tests.factories.accounts import UserFactory
from tests.factories.suppliers import SiteFactory, SupplierFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 1)


def test_figures_of_a_day_are_saved_once():
    site, actor = SiteFactory(), UserFactory()
    fields = {"counted_on": DAY, "total": 12}
    sites.save_worker_figures(figures=WorkerFigures(site=site), actor=actor, fields=fields)
    with pytest.raises(sites.AlreadyRecorded):
        sites.save_worker_figures(figures=WorkerFigures(site=site), actor=actor, fields=fields)
    assert WorkerFigures.objects.get().total == 12
    assert Entry.objects.filter(action="suppliers.site.workers_counted").count() == 1


def test_a_control_of_a_kind_and_day_is_recorded_once_and_its_removal_is_a_line():
    site, actor = SiteFactory(), UserFactory()
    fields = {"kind": "training", "held_on": DAY}
    control = sites.add_control(site=site, actor=actor, fields=fields)
    with pytest.raises(sites.AlreadyRecorded):
        sites.add_control(site=site, actor=actor, fields=fields)
    sites.remove_control(control=control, actor=actor)
    assert not Control.objects.exists()
    removed = Entry.objects.get(action="suppliers.site.control_removed")
    assert removed.detail["day"] == "1 November 2026"


def test_the_same_providers_leave_no_line_and_others_replace_them():
    site, actor = SiteFactory(), UserFactory()
    first, second = (SupplierFactory(organisation=site.organisation) for _ in range(2))
    for providers in ([first], [first], [second]):
        sites.set_labour_providers(site=site, actor=actor, providers=providers)
    assert list(site.labour_providers.all()) == [second]
    assert Entry.objects.filter(action="suppliers.site.providers_changed").count() == 2
