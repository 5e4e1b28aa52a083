"""Actions of what goes to others, in words. Kinds and codes only, never whom or what."""

from django.utils.translation import gettext_lazy as _

from compliance.casework.audit_events import FACTS as CASE_FACTS
from compliance.referrals.choices import OverrideGround, Route
from portal.reference import helpline

ACTIONS = {
    "casework.consent.kept": (_("Consent written down"), _("wrote down an answer about {recipient}: {state}")),
    "casework.disclosure.made": (_("Shared outside"), _("shared something with {to}, ground: {ground}")),
    "casework.referral.begun": (_("Referral begun"), _("began a referral to {to}")),
    "casework.referral.dropped": (_("Referral dropped"), _("dropped the draft of a referral to {to}")),
    "casework.referral.file_made": (
        _("Encrypted file made"),
        _("made an encrypted file for {to} (files inside: {files})"),
    ),
    "casework.referral.sent": (_("Referral sent"), _("referred to {to} ({route}, files: {files})")),
    "casework.referral.answered": (_("Referral answered"), _("wrote down an answer of {to}: {status} {outcome}")),
    "casework.referral.overdue": (_("No answer to a referral"), _("marked a referral to {to} as not answered in time")),
    "casework.partner.proposed": (_("Agency proposed"), _("asked for {object} to become a partner")),
    "casework.partner.begun": (_("Agency brought in"), _("made {object} a partner")),
    "casework.partner.ended": (_("Partnership ended"), _("ended the partnership with {object}")),
    "casework.partner.member_added": (_("Person of an agency added"), _("added {who} to {object}")),
    "casework.partner.member_removed": (_("Person of an agency removed"), _("removed {who} from {object}")),
    "casework.partner.key_made": (_("Key of an agency made"), _("made the key of {object}")),
    "casework.partner.wrong_passphrase": (
        _("Wrong passphrase of an agency"),
        _("entered a wrong passphrase of {object}"),
    ),
    "casework.partner.opened": (_("Referral opened by an agency"), _("opened a referral to {partner}")),
    "casework.partner.file_opened": (_("File of a referral saved"), _("saved a file of a referral to {partner}")),
    "casework.nrm.begun": (_("Pack begun"), _("began a preparation pack ({pathway})")),
    "casework.nrm.answered": (_("Pack answered"), _("answered questions of a pack: {answered} of {needed}")),
    "casework.nrm.handed_over": (_("Pack handed over"), _("handed a preparation pack over ({pathway})")),
    "casework.nrm.new_link": (_("Another link to a pack"), _("made another link to a preparation pack")),
    "casework.nrm.downloaded": (_("Pack downloaded"), _("downloaded a preparation pack")),
    "casework.nrm.confirmed": (_("Pack confirmed"), _("wrote down that a pack was acted on: {stage}")),
    "casework.nrm.stage": (_("Stage of a pack"), _("wrote down the stage of a pack: {stage}")),
    "casework.nrm.withdrawn": (_("Pack taken back"), _("deleted the answers of a pack that was taken back")),
}


def _of(name: str):
    return lambda code: str(helpline.get_label(name, code))


def _in(choices):
    return lambda code: str(choices(code).label) if code in choices else code


FACTS = CASE_FACTS | {
    "to": _of("referral_target_type"),
    "recipient": _of("consent_recipient"),
    "state": _of("consent_state"),
    "pathway": _of("nrm_pathway"),
    "stage": _of("nrm_stage"),
    "ground": _in(OverrideGround),
    "route": _in(Route),
}
