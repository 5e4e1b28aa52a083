"""What goes from the desk to others: referrals, packs, interpreters; and what an agency sees."""

from tests.factories.world import World
from tests.url_register.answers import AWAY, HANDLED, NOT_OFFERED, PARTNER, Address, public, staff
from tests.url_register.desk import case, desk, leads


def sent(world: World) -> dict:
    return {"uuid": world.desk["sent_referral"].pk}


def sent_file(world: World) -> dict:
    return sent(world) | {"file": world.desk["sent_file"].pk}


def draft(get=200, post=HANDLED, **kwargs) -> Address:
    return case(get, post, row="draft_referral", **kwargs)


def pack(get=200, post=HANDLED, **kwargs) -> Address:
    return case(get, post, row="pack", **kwargs)


SESSION = {"call": "contact", "uuid": "session"}
SHARING: dict[str, Address] = {
    "cases:referrals": case(),
    "cases:consent": case(post=HANDLED),
    "cases:refer": case(post=HANDLED),
    "cases:refer_what": draft(),
    "cases:refer_ground": draft(),
    "cases:refer_check": draft(post=NOT_OFFERED),
    "cases:refer_ask": draft(NOT_OFFERED),
    "cases:refer_file": draft(NOT_OFFERED),
    "cases:refer_record": draft(),
    "cases:refer_send": draft(NOT_OFFERED),
    "cases:refer_drop": draft(NOT_OFFERED),
    "cases:referral": case(row="sent_referral"),
    "cases:referral_answer": case(post=HANDLED, row="sent_referral"),
    "cases:referral_called": case(post=HANDLED, row="sent_referral"),
    "cases:referral_revoke": case(NOT_OFFERED, HANDLED, row="sent_referral"),
    "cases:nrm_begin": case(post=HANDLED),
    "cases:nrm": pack(post=NOT_OFFERED),
    "cases:nrm_section": pack(code="background"),
    "cases:nrm_reasons": pack(),
    "cases:nrm_preview": pack(post=NOT_OFFERED),
    "cases:nrm_hand_over": pack(),
    "cases:nrm_link": pack(NOT_OFFERED),
    "cases:nrm_confirm": pack(),
    "cases:nrm_stage": pack(),
    "cases:nrm_withdraw": pack(NOT_OFFERED),
    "pack": public(get=404, post=404, kwargs=lambda world: {"secret": "guess"}),
    "interpreters:table": desk(),
    "interpreters:add": leads(HANDLED),
    "interpreters:change": leads(HANDLED, uuid="provider"),
    "interpreters:end": leads(HANDLED, get=NOT_OFFERED, uuid="provider"),
    "interpreters:call": desk(post=HANDLED, call="contact"),
    "interpreters:session": desk(post=HANDLED, **SESSION),
    "interpreters:joined": desk(NOT_OFFERED, HANDLED, **SESSION),
    "interpreters:other": desk(NOT_OFFERED, HANDLED, provider="provider", **SESSION),
    "partners:table": leads(),
    "partners:add": leads(HANDLED),
    "partners:partner": leads(HANDLED, uuid="agency"),
    "partners:begin": leads(HANDLED, get=NOT_OFFERED, uuid="agency"),
    "partners:end": leads(HANDLED, get=NOT_OFFERED, uuid="agency"),
    "partners:remove": Address(
        leads(get=NOT_OFFERED).get,
        leads(HANDLED).post,
        lambda world: {"uuid": world.desk["agency"].pk, "user": world.staff[PARTNER].uuid},
        is_private=True,
    ),
    "agency:home": staff(PARTNER),
    "agency:key": staff(PARTNER, get=AWAY, post=HANDLED),
    "agency:referral": staff(PARTNER, post=HANDLED, kwargs=sent),
    # The page that opens it by the passphrase sends the key along; without one it leads back there.
    "agency:file": staff(PARTNER, get=NOT_OFFERED, post=HANDLED, kwargs=sent_file),
    "agency:answer": staff(PARTNER, post=HANDLED, kwargs=sent),
}
