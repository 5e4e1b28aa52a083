"""Issue 3, Must show: 200 supplier workbooks out and back, and each action gets its own answer."""

import pytest

from compliance.audits.models import Action, SupplierLink
from compliance.workbooks.models import Import, StagedRow
from portal.core.models import Outbox
from tests.compliance.workbooks import plan_files as files
from tests.factories.organisations import MembershipFactory

pytestmark = [pytest.mark.thorough, pytest.mark.django_db(transaction=True)]
ARRANGED = (list, reversed, lambda rows: rows[1:], lambda rows: rows[:1])


def said(row) -> str:
    """An answer that is nobody else's."""
    return f"=Because of {row['audit_ref']} {row['finding_ref']}"


def fill(row):
    return {"root_cause": said(row), "status": "In progress"}


@pytest.fixture
def member(db, settings):
    settings.LIMITS = settings.LIMITS | {"workbook": (200, 3600)}
    return MembershipFactory(role="editor")


@pytest.mark.parametrize("how_many", [20, pytest.param(200, marks=pytest.mark.soak)])
def test_200_workbooks_go_out_and_come_back_without_a_mix_up(member, how_many):
    """Every tenth is sent by the business, every tenth by the link of another supplier first."""
    suppliers = files.suppliers_with_actions(member.organisation, how_many)
    links = files.links_of(suppliers)
    foreign = files.suppliers_with_actions(MembershipFactory().organisation, 1)[0].organisation
    sent = files.packed(member.organisation, member.user)
    assert len(sent) == how_many
    expected, swapped, wrong = {}, 0, []
    for number, (name, body) in enumerate(sent.items()):
        reference = name.split()[0]
        rows = files.rows_in(body)
        assert {row["audit_ref"] for row in rows} == {f"A-{reference}"}
        arrange = ARRANGED[number % len(ARRANGED)]
        back = files.filled(body, fill, arrange=arrange)
        expected |= {(row["audit_ref"], row["finding_ref"]): said(row) for row in arrange(rows)}
        if number % 10 == 0:
            upload = files.by_member(member, back)
        elif number % 10 == 1:
            other = suppliers[(number + 1) % how_many].supplier_ref
            swap = files.by_link(links[other], back)
            assert (swap.state, swap.counts.get("change"), swap.counts["error"]) == (
                "done_with_errors", None, len(list(arrange(rows))),
            )  # fmt: skip
            assert codes(swap) == {"R016"}
            swapped += 1
            upload = files.by_link(links[reference], back)
        else:
            upload = files.by_link(links[reference], back)
        if upload.state != "done":
            wrong.append((name, upload.state, upload.error, upload.counts))
    assert not wrong
    got = {(audit, finding): text for audit, finding, text in files.answers(member.organisation)}
    assert len(got) == 2 * how_many
    assert {key: text for key, text in got.items() if text} == expected
    assert not any(text for *_key, text in files.answers(foreign))
    taken = SupplierLink.objects.filter(rows_taken__gt=0, workbook_returned_at__isnull=False)
    assert (taken.count(), swapped) == (how_many * 9 // 10, how_many // 10)
    assert not Outbox.objects.exists()


def codes(upload: Import) -> set[str]:
    said = StagedRow.objects.filter(upload=upload).values_list("messages", flat=True)
    return {message["code"] for messages in said for message in messages}


def test_the_same_file_twice_changes_nothing_and_sends_no_mail(member):
    suppliers = files.suppliers_with_actions(member.organisation, 2)
    links = files.links_of(suppliers)
    ((name, body), (_, other)) = files.packed(member.organisation, member.user).items()
    link, back = links[name.split()[0]], files.filled(body, fill)
    assert files.by_link(link, back).counts["change"] == 2
    before = list(Action.objects.order_by("pk").values())
    again = files.by_link(link, back)
    assert (again.state, again.counts["same"], again.counts.get("change")) == ("done", 2, None)
    untouched = files.by_member(member, other)
    assert (untouched.state, untouched.counts["same"]) == ("done", 2)
    assert list(Action.objects.order_by("pk").values()) == before
    assert not Outbox.objects.exists()
