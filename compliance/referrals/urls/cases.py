"""/desk/cases/…: the pages of one case, and of what goes to others from it."""

from django.urls import path

from compliance.casework.urls import cases
from compliance.referrals.views import consent, nrm, referral_responses, referral_start, referrals, sharing

app_name = "cases"

urlpatterns = [
    *cases.urlpatterns,
    path("<uuid:uuid>/sharing/", sharing.sharing_tab, name="sharing"),
    path("<uuid:uuid>/referrals/", referrals.tab, name="referrals"),
    path("<uuid:uuid>/consent/", consent.add, name="consent"),
    path("<uuid:uuid>/refer/", referral_start.begin, name="refer"),
    path("<uuid:uuid>/refer/<uuid:row>/what/", referrals.what, name="refer_what"),
    path("<uuid:uuid>/refer/<uuid:row>/ground/", referrals.ground, name="refer_ground"),
    path("<uuid:uuid>/refer/<uuid:row>/check/", referrals.check, name="refer_check"),
    path("<uuid:uuid>/refer/<uuid:row>/ask/", referrals.ask, name="refer_ask"),
    path("<uuid:uuid>/refer/<uuid:row>/file/", referrals.file, name="refer_file"),
    path("<uuid:uuid>/refer/<uuid:row>/record/", referrals.record, name="refer_record"),
    path("<uuid:uuid>/refer/<uuid:row>/send/", referrals.to_partner, name="refer_send"),
    path("<uuid:uuid>/refer/<uuid:row>/drop/", referrals.drop, name="refer_drop"),
    path("<uuid:uuid>/referrals/<uuid:row>/", referral_responses.referral, name="referral"),
    path("<uuid:uuid>/referrals/<uuid:row>/answer/", referral_responses.answer, name="referral_answer"),
    path("<uuid:uuid>/referrals/<uuid:row>/called/", referral_responses.called, name="referral_called"),
    path("<uuid:uuid>/referrals/<uuid:row>/revoke/", referral_responses.revoke, name="referral_revoke"),
    path("<uuid:uuid>/nrm/", nrm.begin, name="nrm_begin"),
    path("<uuid:uuid>/nrm/<uuid:row>/", nrm.pack, name="nrm"),
    path("<uuid:uuid>/nrm/<uuid:row>/answers/<slug:code>/", nrm.section, name="nrm_section"),
    path("<uuid:uuid>/nrm/<uuid:row>/reasons/", nrm.reasons, name="nrm_reasons"),
    path("<uuid:uuid>/nrm/<uuid:row>/preview/", nrm.preview, name="nrm_preview"),
    path("<uuid:uuid>/nrm/<uuid:row>/hand-over/", nrm.hand_over, name="nrm_hand_over"),
    path("<uuid:uuid>/nrm/<uuid:row>/link/", nrm.link, name="nrm_link"),
    path("<uuid:uuid>/nrm/<uuid:row>/confirm/", nrm.confirm, name="nrm_confirm"),
    path("<uuid:uuid>/nrm/<uuid:row>/stage/", nrm.stage, name="nrm_stage"),
    path("<uuid:uuid>/nrm/<uuid:row>/withdraw/", nrm.withdraw, name="nrm_withdraw"),
]
