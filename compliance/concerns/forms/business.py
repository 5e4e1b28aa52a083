"""What a business is asked besides (helpline 1.7)."""

from django.utils.translation import gettext_lazy as _

from compliance.concerns import labels
from compliance.concerns.forms.fields import QuestionForm, area, choice, line, radios, ticks


class SupplyForm(QuestionForm):
    heading = _("The business and the supply chain")

    def build(self) -> None:
        self.fields["business_contact_type"] = radios(_("What is your concern about?"), labels.BUSINESS_CONTACT)
        self.fields["subject_organisation"] = line(_("Which business?"))
        self.fields["subject_site"] = area(_("Which site?"), _("Name, address, country, and what it makes."), rows=3)
        self.fields["organisation_name"] = line(
            _("Your own business"), _("Leave it empty if you do not want to say.")
        )  # fmt: skip
        self.fields["supply_chain_tier"] = radios(_("How is it linked to your business?"), labels.TIER)
        self.fields["tier_confidence"] = radios(_("How sure are you of this link?"), labels.SURE)
        self.fields["products"] = line(_("Goods or services"))
        self.fields["purchase_share"] = line(_("How much of it do you buy there?"), most=100, width=20)
        self.fields["business_knowledge_source"] = ticks(_("How did you learn of it?"), labels.KNOWLEDGE)
        self.fields["business_payroll_flag"] = ticks(_("What do pay or staff records show?"), labels.PAYROLL)
        self.fields["workers_affected"] = area(
            _("Which workers are affected?"),
            _("What work they do, and how many they are. No names."),
            rows=3,
        )
        self.fields["migrant_share"] = radios(_("How many of them came from another country?"), labels.SHARE)
        self.fields["recruitment_country"] = line(_("In which country were they hired?"), _("What you know is enough."))
        self.fields["labour_provider"] = line(_("Who hired them?"), _("For example, the name of an agency."))
        self.fields["workers_informed"] = radios(_("Do the workers know that you tell us?"), labels.YES_NO)
        self.fields["workers_want"] = area(_("What do the workers want?"), rows=3)
        self.fields["supplier_informed"] = radios(
            _("Does the supplier know that you tell us?"),
            labels.YES_NO,
            _("Do not tell the supplier while a worker may be at risk."),
        )
        self.fields["action_taken"] = area(_("What have you done so far?"), rows=3)
        self.fields["business_wants"] = ticks(_("What do you want from us?"), labels.BUSINESS_WANTS)
        self.fields["share_back"] = ticks(_("What may we do with it later?"), labels.SHARE_BACK)


class AdviceForm(QuestionForm):
    heading = _("Your question")

    def build(self) -> None:
        self.fields["business_contact_type"] = choice(_("What is it about?"), labels.ADVICE_CONTACT)
        self.fields["organisation_name"] = line(_("Your own business"), _("Leave it empty if you do not want to say."))
        self.fields["advice_by"] = line(_("When do you need the answer?"), most=100, width=20)
