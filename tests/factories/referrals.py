"""A referral begun, filled in and sent, by the handler of tests.factories.sharing.desk."""

from compliance.casework.services import approvals
from compliance.referrals.choices import Route
from compliance.referrals.services import consent, disclosure, dispatch, drafts, recipients
from compliance.referrals.services.disclosure import Ground


def begin(at, case, key="police:", **given):
    found = recipients.get_recipients(case, at.keys).all
    target = next(one for name, one in found.items() if name.startswith(key))
    row = drafts.start_draft(
        case=case, kind="referral", target=target.as_json(), actor=at.handler, keys=at.keys, at=at.now, **given
    )
    return drafts.find_referral(case, row.pk)


def choose(at, row, *kinds, note="", ground=None):
    names = [one.name for one in disclosure.get_offered_items(row.case, at.keys, row.target_type)]
    chosen = [name for name in names if not kinds or name.partition(":")[0] in kinds]
    row = drafts.choose_items(referral=row, names=chosen, note=note, keys=at.keys, version=row.version)
    return drafts.save_ground(referral=row, ground=ground or Ground(), keys=at.keys, version=row.version)


def digest(at, row):
    return drafts.build_package(row, at.keys, on=dispatch.get_local_date(at.now)).digest


def say_yes(at, row) -> None:
    """The second person, whom the referral waits for."""
    approvals.decide_approval(
        approval=row.approval, is_yes=True, answer="", actor=at.lead, keys=at.keys_of(at.lead), at=at.now
    )


def send(at, row, route=Route.PHONE, **given):
    said = {"who": "Sergeant Ito", "reference": "INC-44", "call_back": "0300 000 0000"}
    return dispatch.send_referral(
        referral=row, route=route, digest=given.pop("digest", None) or digest(at, row), call=said,
        call_back_due=None, actor=at.handler, keys=at.keys, at=given.pop("at", at.now),
    )  # fmt: skip


def keep_consent(at, case, recipient, state, **facts):
    return consent.save_consent(
        case=case,
        recipient=recipient,
        state=state,
        on=at.now.date(),
        actor=at.handler,
        keys=at.keys,
        at=at.now,
        **facts,
    )
