"""What goes from the desk to others: referrals, packs, interpreters; and what an agency sees."""

from tests.factories.world import World
from tests.url_register.desk import case_page, desk_page, leads_page
from tests.url_register.expectations import (
    AWAY,
    HANDLED,
    HANDLER,
    HELPLINE_MANAGER,
    NOT_OFFERED,
    PARTNER,
    STATISTICIAN,
    TRIAGE_LEAD,
    Address,
    public_page,
    staff_page,
)


def sent(world: World) -> dict:
    return {"uuid": world.desk["sent_referral"].pk}


def sent_file(world: World) -> dict:
    return sent(world) | {"file": world.desk["sent_file"].pk}


def sent_feed(world: World) -> dict:
    return {"uuid": world.desk["sent_feed"].pk}


def figures_page() -> Address:
    return staff_page(HANDLER, TRIAGE_LEAD, STATISTICIAN, HELPLINE_MANAGER)


def referral_draft(get=200, post=HANDLED, **kwargs) -> Address:
    return case_page(get, post, row="draft_referral", **kwargs)


def pack_page(get=200, post=HANDLED, **kwargs) -> Address:
    return case_page(get, post, row="pack", **kwargs)


SESSION = {"call": "contact", "uuid": "session"}
SHARING: dict[str, Address] = {
    "cases:referrals": case_page(),
    "cases:consent": case_page(post=HANDLED),
    "cases:refer": case_page(post=HANDLED),
    "cases:refer_what": referral_draft(),
    "cases:refer_ground": referral_draft(),
    "cases:refer_check": referral_draft(post=NOT_OFFERED),
    "cases:refer_ask": referral_draft(NOT_OFFERED),
    "cases:refer_file": referral_draft(NOT_OFFERED),
    "cases:refer_record": referral_draft(),
    "cases:refer_send": referral_draft(NOT_OFFERED),
    "cases:refer_drop": referral_draft(NOT_OFFERED),
    "cases:referral": case_page(row="sent_referral"),
    "cases:referral_answer": case_page(post=HANDLED, row="sent_referral"),
    "cases:referral_called": case_page(post=HANDLED, row="sent_referral"),
    "cases:referral_revoke": case_page(NOT_OFFERED, HANDLED, row="sent_referral"),
    "cases:nrm_begin": case_page(post=HANDLED),
    "cases:nrm": pack_page(post=NOT_OFFERED),
    "cases:nrm_section": pack_page(code="background"),
    "cases:nrm_reasons": pack_page(),
    "cases:nrm_preview": pack_page(post=NOT_OFFERED),
    "cases:nrm_hand_over": pack_page(),
    "cases:nrm_link": pack_page(NOT_OFFERED),
    "cases:nrm_confirm": pack_page(),
    "cases:nrm_stage": pack_page(),
    "cases:nrm_withdraw": pack_page(),
    "pack": public_page(get=404, post=404, kwargs=lambda world: {"secret": "guess"}),
    "interpreters:table": desk_page(),
    "interpreters:add": leads_page(HANDLED),
    "interpreters:change": leads_page(HANDLED, uuid="provider"),
    "interpreters:end": leads_page(HANDLED, get=NOT_OFFERED, uuid="provider"),
    "interpreters:call": desk_page(post=HANDLED, call="contact"),
    "interpreters:session": desk_page(post=HANDLED, **SESSION),
    "interpreters:joined": desk_page(NOT_OFFERED, HANDLED, **SESSION),
    "interpreters:other": desk_page(NOT_OFFERED, HANDLED, provider="provider", **SESSION),
    "partners:table": leads_page(),
    "partners:add": leads_page(HANDLED),
    "partners:partner": leads_page(HANDLED, uuid="agency"),
    "partners:begin": leads_page(HANDLED, get=NOT_OFFERED, uuid="agency"),
    "partners:end": leads_page(HANDLED, get=NOT_OFFERED, uuid="agency"),
    "partners:remove": Address(
        leads_page(get=NOT_OFFERED).get,
        leads_page(HANDLED).post,
        lambda world: {"uuid": world.desk["agency"].pk, "user": world.staff[PARTNER].uuid},
        is_private=True,
    ),
    "sharing:index": leads_page(),
    "sharing:add": leads_page(HANDLED),
    "sharing:agreement": desk_page(uuid="sharing_agreement"),
    "sharing:start": leads_page(HANDLED, get=NOT_OFFERED, uuid="sharing_agreement"),
    "sharing:revoke": leads_page(HANDLED, get=NOT_OFFERED, uuid="sharing_agreement"),
    "sharing:prepare": leads_page(HANDLED, uuid="sharing_agreement", kind="hotspots"),
    # The second person reads what would leave, and sends nothing.
    "sharing:feed": desk_page(200, HANDLED, uuid="feed"),
    "sharing:file": desk_page(uuid="feed"),
    "sharing:send": leads_page(HANDLED, get=NOT_OFFERED, uuid="feed"),
    "sharing:withdraw": leads_page(HANDLED, get=NOT_OFFERED, uuid="feed"),
    "hotspots:index": figures_page(),
    "hotspots:compute": desk_page(NOT_OFFERED, HANDLED),
    "hotspots:csv": figures_page(),
    "hotspots:campaigns": leads_page(HANDLED),
    "hotspots:campaign_remove": leads_page(HANDLED, get=NOT_OFFERED, uuid="campaign"),
    "feeds:table": staff_page(PARTNER),
    "feeds:feed": staff_page(PARTNER, kwargs=sent_feed),
    "feeds:download": staff_page(PARTNER, get=NOT_OFFERED, post=HANDLED, kwargs=sent_feed),
    "feeds:confirm": staff_page(PARTNER, get=NOT_OFFERED, post=HANDLED, kwargs=sent_feed),
    "feeds:answer": staff_page(PARTNER, post=HANDLED, kwargs=sent_feed),
    "agency:home": staff_page(PARTNER),
    "agency:key": staff_page(PARTNER, get=AWAY, post=HANDLED),
    "agency:referral": staff_page(PARTNER, post=HANDLED, kwargs=sent),
    # The page that opens it by the passphrase sends the key along; without one it leads back there.
    "agency:file": staff_page(PARTNER, get=NOT_OFFERED, post=HANDLED, kwargs=sent_file),
    "agency:answer": staff_page(PARTNER, post=HANDLED, kwargs=sent),
}
