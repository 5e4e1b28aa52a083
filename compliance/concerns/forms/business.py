"""The questions only for a business (docs/requirements/helpline.md#supply-chain-concerns)."""

from django.utils.translation import gettext_lazy as _

from compliance.concerns import labels
from compliance.concerns.forms.fields import (
    QuestionForm,
    checkboxes_field,
    radios_field,
    select_field,
    text_field,
    textarea_field,
)


class SupplyForm(QuestionForm):
    """The page about the supply chain."""

    heading = _("The business and the supply chain")

    def build(self) -> None:
        self.fields["business_contact_type"] = radios_field(_("What is your concern about?"), labels.BUSINESS_CONTACT)
        self.fields["subject_organisation"] = text_field(_("Which business?"))
        self.fields["subject_site"] = textarea_field(
            _("Which site?"), _("Give its name, address, country and what it makes."), rows=3
        )
        self.fields["organisation_name"] = text_field(
            _("Name of your business"), _("Leave this empty if you do not want to say.")
        )  # fmt: skip
        self.fields["supply_chain_tier"] = radios_field(_("How is it connected to your business?"), labels.TIER)
        self.fields["tier_confidence"] = radios_field(_("How sure are you of this connection?"), labels.SURE)
        self.fields["products"] = text_field(_("What goods or services does it supply?"))
        self.fields["purchase_share"] = text_field(_("How much do you buy from it?"), max_length=100, width=20)
        self.fields["business_knowledge_source"] = checkboxes_field(_("How did you find out?"), labels.KNOWLEDGE)
        self.fields["business_payroll_flag"] = checkboxes_field(_("What do pay or staff records show?"), labels.PAYROLL)
        self.fields["workers_affected"] = textarea_field(
            _("Which workers are affected?"),
            _("Tell us what work they do and how many there are. Do not give names."),
            rows=3,
        )
        self.fields["migrant_share"] = radios_field(_("How many of them came from another country?"), labels.SHARE)
        self.fields["recruitment_country"] = text_field(
            _("Which country were they hired in?"), _("Tell us what you know.")
        )
        self.fields["labour_provider"] = text_field(_("Who hired them?"), _("For example, the name of an agency."))
        self.fields["workers_informed"] = radios_field(_("Do the workers know you are telling us?"), labels.YES_NO)
        self.fields["workers_want"] = textarea_field(_("What do the workers want?"), rows=3)
        self.fields["supplier_informed"] = radios_field(
            _("Does the supplier know you are telling us?"),
            labels.YES_NO,
            _("Do not tell the supplier while a worker may be at risk."),
        )
        self.fields["action_taken"] = textarea_field(_("What have you done so far?"), rows=3)
        self.fields["business_wants"] = checkboxes_field(_("What would you like us to do?"), labels.BUSINESS_WANTS)
        self.fields["share_back"] = checkboxes_field(_("How may we use this later?"), labels.SHARE_BACK)


class AdviceForm(QuestionForm):
    """The page about the advice that a business needs."""

    heading = _("Your question")

    def build(self) -> None:
        self.fields["business_contact_type"] = select_field(_("What is your question about?"), labels.ADVICE_CONTACT)
        self.fields["organisation_name"] = text_field(
            _("Name of your business"), _("Leave this empty if you do not want to say.")
        )
        self.fields["advice_by"] = text_field(_("When do you need an answer?"), max_length=100, width=20)
