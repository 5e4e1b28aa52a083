"""The first entries: the facts of their sources, loaded again without harm."""

import json
import re
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command

from learning.directory.models import Facet, Phone, Provider, Schedule, Service
from learning.directory.services import entries, loading
from portal.history.models import Entry
from tests.factories.directory import ServiceFactory
from tests.factories.domain import SHARED, needs_domain, shared_services

AT = datetime(2026, 11, 26, 9, tzinfo=UTC)
NEVER_PUBLIC = {
    *("medaille-trust", "kalayaan", "new-pathways", "refugee-council", "youth-work-alliance"),
    *("glaa", "single-competent-authority", "ieca", "home-office-nrm-service"),
}


@pytest.fixture
def table():
    return loading.get_shipped_file()


def load(table, **options):
    return loading.load_services(table, at=AT, **options)


def entry(table, slug):
    return next(one for one in table["services"] if one["slug"] == slug)


# Sources differ about them, or give no day: the table of advice facts wins, and no hours are stated.
HOURS_NOT_KNOWN = {"modern-slavery-exploitation-helpline", "childline"}
# Nor is an office holder named whose term ends, with a successor not announced.
LEFT_OUT = {"anti-slavery-commissioner": " Commissioner: Eleanor Lyons, appointed October 2023."}
# The agency began its work after the seed was made.
STATED_SINCE = {"fair-work-agency"}


@needs_domain
def test_the_file_holds_the_facts_of_its_sources(table):
    theirs = shared_services()
    assert [one["slug"] for one in table["services"] if one["slug"] in theirs] == list(theirs)
    for one in table["services"]:
        if one["slug"] not in theirs or one["slug"] in STATED_SINCE:
            continue
        seed = theirs[one["slug"]]
        service, provider = seed["service"], seed["organization"]
        description = one["description"] + LEFT_OUT.get(one["slug"], "")
        assert (one["id"], one["name"], description) == (service["id"], service["name"], service["description"])
        assert (one["provider"]["id"], one["provider"]["name"]) == (provider["id"], provider["name"])
        assert [(phone["id"], phone["number"]) for phone in one["phones"]] == [
            (phone["id"], phone["number"]) for phone in seed["phones"]
        ]
        assert (one["email"], one["status"]) == (service["email"] or "", service["status"])
        assert one["url"] == (service["url"] or provider["website"] or "")
        assert (one["needs"], one["audiences"]) == (seed["service_types"], seed["audiences"])
        assert (one["visibility"], one["confidence"]) == (seed["visibility"], seed["confidence"])
        assert one["sources"] == seed["source"]
        assert (one["minimum_age"], one["maximum_age"]) == (service["minimum_age"], service["maximum_age"])
        assert bool(one["hours"]) is (bool(seed["schedule_text"]) and one["slug"] not in HOURS_NOT_KNOWN)


@needs_domain
def test_each_number_that_was_added_since_is_one_of_the_advice_facts(table):
    known = re.sub(r"[^0-9\n]", "", (SHARED / "data" / "advice_facts.tsv").read_text())
    added = [one for one in table["services"] if one["slug"] not in shared_services()]
    assert len(added) > 15
    unsourced = [
        (one["slug"], phone["number"])
        for one in added
        for phone in one["phones"]
        if re.sub(r"\D", "", phone["number"]) not in known
    ]
    assert not unsourced


@pytest.mark.django_db
def test_loading_brings_every_entry_and_shows_only_those_whose_contact_was_verified(table):
    report = load(table)
    assert report.count("added") == Service.objects.count() == len(table["services"])
    hidden = set(Service.objects.values_list("slug", flat=True)) - set(
        Service.objects.public().values_list("slug", flat=True)
    )
    assert hidden == NEVER_PUBLIC
    drafts = Service.objects.filter(is_draft=True)
    assert set(drafts.values_list("confidence", flat=True)) == {loading.NOT_VERIFIED}
    assert drafts.count() == 5


@pytest.mark.django_db
def test_loading_again_changes_nothing(table):
    load(table)
    before = {model: list(model.objects.order_by("pk").values()) for model in (Service, Phone, Schedule, Facet)}
    lines = Entry.objects.count()
    report = load(table)
    assert (report.lines, report.same) == ([], len(table["services"]))
    assert before == {model: list(model.objects.order_by("pk").values()) for model in before}
    assert Entry.objects.count() == lines


@pytest.mark.django_db
def test_what_the_file_says_anew_is_written_and_told(table):
    load(table)
    acas = entry(table, "acas")
    acas["description"], acas["phones"][0]["number"] = "Advice on rights at work.", "0300 000 0000"
    report = load(table)
    assert report.lines == [("acas", "changed", ("description", "phones"))]
    assert Service.objects.get(slug="acas").phones.get().number == "0300 000 0000"


@pytest.mark.django_db
def test_what_our_staff_changed_stays_as_it_is(table):
    load(table)
    mine = Service.objects.get(slug="acas")
    facts = {"name": mine.provider.name}
    entries.change_entry(
        service=mine, version=mine.version, provider=facts, values={"description": "Ours."}, spans=(), actor="x", at=AT
    )
    entry(table, "acas")["description"] = "Theirs."
    assert load(table).lines == [("acas", "kept", ())]
    assert Service.objects.get(slug="acas").description == "Ours."


@pytest.mark.django_db
def test_what_is_no_longer_in_the_file_is_kept_and_shown_no_more(table):
    ours = ServiceFactory(name="Ours")
    load(table)
    gone = table["services"].pop(3)
    assert load(table).lines == [(gone["slug"], "gone", ())]
    assert Service.objects.get(slug=gone["slug"]).gone_at == AT
    assert ours in Service.objects.public()
    assert load(table).lines == []
    table["services"].append(gone)
    assert load(table).lines == [(gone["slug"], "changed", ("gone_at",))]
    assert Service.objects.public().filter(slug=gone["slug"]).exists()


@pytest.mark.django_db
def test_a_dry_run_tells_the_difference_and_writes_nothing(table, capsys, tmp_path):
    call_command("load_services", "--dry-run")
    assert "acas: added" in capsys.readouterr().out
    assert not Service.objects.exists()
    assert not Provider.objects.exists()
    call_command("load_services")
    capsys.readouterr()
    entry(table, "tara")["status"] = "temporarily closed"
    path = tmp_path / "services.json"
    path.write_text(json.dumps(table))
    call_command("load_services", str(path), "--dry-run")
    assert capsys.readouterr().out == (
        f"tara: changed in status\nWould be: 1 changed, {len(table['services']) - 1} unchanged.\n"
    )
    assert Service.objects.get(slug="tara").status == "active"


@pytest.mark.django_db
def test_a_name_that_is_taken_here_gets_another_address(table):
    ServiceFactory(slug="acas")
    load(table)
    assert Service.objects.filter(name="Acas helpline").get().slug == "acas-helpline"


BAD = {
    "no “services” list": lambda table: table.pop("services"),
    "no day": lambda table: table.update(edition="soon"),
    "lacks": lambda table: table["services"][0].pop("phones"),
    "is no entry": lambda table: table["services"].append("words"),
    "id": lambda table: table["services"][0].update(id="1"),
    "status": lambda table: table["services"][0].update(status="open"),
    "kind of phone": lambda table: table["services"][0]["phones"][0].update(kind="pigeon"),
    "need": lambda table: table["services"][0].update(needs=["magic"]),
    "area": lambda table: table["services"][0].update(areas=["X1"]),
    "hours": lambda table: table["services"][0].update(hours=[{"days": "MO", "opens": "9", "closes": "x"}]),
    "season": lambda table: table["services"][0].update(
        hours=[{"days": "MO", "opens": "09:00", "closes": "10:00", "from": "2026-06-02", "to": "2026-06-01"}]
    ),
    "month": lambda table: table["services"][0].update(hours=[{"days": "9MO", "opens": "09:00", "closes": "10:00"}]),
    "long": lambda table: table["services"][0].update(name="x" * 300),
    "address": lambda table: table["services"][0].update(url="nowhere"),
}


@pytest.mark.parametrize("wrong", BAD.values(), ids=list(BAD))
@pytest.mark.django_db
def test_a_file_that_cannot_be_read_is_refused_whole_in_one_line(wrong, table, tmp_path):
    wrong(table)
    path = tmp_path / "services.json"
    path.write_text(json.dumps(table))
    with pytest.raises(CommandError) as refused:
        call_command("load_services", str(path))
    assert refused.value.returncode == 2
    assert len(str(refused.value).splitlines()) == 1
    assert not Service.objects.exists()


@pytest.mark.parametrize("body", [b"\xff\xfe", b"{", b"[]"], ids=["no UTF-8", "not valid JSON", "a list"])
@pytest.mark.django_db
def test_what_is_no_json_of_ours_is_refused(body, tmp_path):
    path = tmp_path / "services.json"
    path.write_bytes(body)
    with pytest.raises(CommandError, match="services"):
        call_command("load_services", str(path))
    with pytest.raises(CommandError, match="could not read"):
        call_command("load_services", str(tmp_path / "none.json"))
