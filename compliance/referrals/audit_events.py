"""Actions of what goes to others, in words. Kinds and codes only, never whom or what."""

from django.utils.translation import gettext_lazy as _

from compliance.casework.audit_events import FACTS as CASE_FACTS
from compliance.referrals.choices import OverrideGround, Route
from portal.reference import helpline

ACTIONS = {
    "casework.consent.kept": (_("Consent recorded"), _("recorded consent about {recipient}: {state}")),
    "casework.disclosure.made": (_("Information shared"), _("shared information with {to}. Reason: {ground}")),
    "casework.referral.begun": (_("Referral started"), _("started a referral to {to}")),
    "casework.referral.dropped": (_("Referral draft deleted"), _("deleted the draft of a referral to {to}")),
    "casework.referral.file_made": (
        _("Encrypted file created"),
        _("created an encrypted file for {to} (files inside: {files})"),
    ),
    "casework.referral.sent": (_("Referral sent"), _("referred to {to} ({route}, files: {files})")),
    "casework.referral.answered": (
        _("Referral response recorded"),
        _("recorded a response from {to}: {status} {outcome}"),
    ),
    "casework.referral.overdue": (_("Referral response overdue"), _("recorded that {to} did not respond in time")),
    "casework.partner.proposed": (_("Agency proposed"), _("proposed {object} as a partner agency")),
    "casework.partner.begun": (_("Agency approved"), _("made {object} a partner agency")),
    "casework.partner.ended": (_("Partnership ended"), _("ended the partnership with {object}")),
    "casework.partner.member_added": (_("Agency user added"), _("added {who} to {object}")),
    "casework.partner.member_removed": (_("Agency user removed"), _("removed {who} from {object}")),
    "casework.partner.key_made": (_("Agency key created"), _("created the key of {object}")),
    "casework.partner.wrong_passphrase": (
        _("Wrong agency passphrase"),
        _("entered the wrong passphrase for {object}"),
    ),
    "casework.partner.opened": (_("Referral opened by agency"), _("opened a referral to {partner}")),
    "casework.partner.file_opened": (_("Referral file downloaded"), _("downloaded a file of a referral to {partner}")),
    "casework.nrm.begun": (_("Preparation pack started"), _("started a preparation pack ({pathway})")),
    "casework.nrm.answered": (
        _("Preparation pack answered"),
        _("answered questions in a preparation pack: {answered} of {needed}"),
    ),
    "casework.nrm.handed_over": (_("Preparation pack handed over"), _("handed over a preparation pack ({pathway})")),
    "casework.nrm.new_link": (_("New link to a preparation pack"), _("created a new link to a preparation pack")),
    "casework.nrm.downloaded": (_("Preparation pack downloaded"), _("downloaded a preparation pack")),
    "casework.nrm.confirmed": (
        _("Preparation pack outcome recorded"),
        _("recorded that a preparation pack was used: {stage}"),
    ),
    "casework.nrm.stage": (
        _("Preparation pack stage recorded"),
        _("recorded the stage of a preparation pack: {stage}"),
    ),
    "casework.nrm.withdrawn": (
        _("Preparation pack withdrawn"),
        _("withdrew a preparation pack and deleted its answers"),
    ),
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
