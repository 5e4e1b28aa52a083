from compliance.referrals.models.consent import Consent
from compliance.referrals.models.disclosures import Disclosure
from compliance.referrals.models.nrm import NrmPack
from compliance.referrals.models.partners import Partner, PartnerMember
from compliance.referrals.models.referrals import Referral, ReferralAnswer

__all__ = ["Consent", "Disclosure", "NrmPack", "Partner", "PartnerMember", "Referral", "ReferralAnswer"]
