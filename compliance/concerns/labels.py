"""The labels that reporters read: reading age 9, nothing that blames, a "not sure" wherever a question is asked."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_lazy as _

from portal.reference import languages as reference

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

type Text = str | StrPromise
type Words = Mapping[str, Text]

PURPOSE: Words = {
    "seeking_help_self": _("I need help for myself"),
    "seeking_help_other": _("I want to help someone else"),
    "report_concern": _("I saw or heard something that worries me"),
    "professional_advice": _("I need advice about a person I work with"),
    "business_concern": _("I am worried about a business or a supplier"),
    "business_advice": _("My business needs advice"),
}
DANGER: Words = {
    "happening_now": _("Yes, now"),
    "within_24h": _("It may happen in the next 24 hours"),
    "not_immediate": _("No"),
    "unknown": _("I am not sure"),
}
AGE: Words = {
    "under_18": _("Yes"),
    "adult": _("No"),
    "not_sure": _("I am not sure"),
}
# Nothing said: it happens there (docs/requirements/helpline.md#places).
PLACE_ROLE: Words = {
    "exploitation": _("It happens there"),
    "current": _("They are there now"),
    "accommodation": _("They sleep there"),
    "not_sure": _("I am not sure"),
}
PLACE_ROLE_OF_ME: Words = {
    **PLACE_ROLE,
    "current": _("I am there now"),
    "accommodation": _("I sleep there"),
}
YES_NO: Words = {"yes": _("Yes"), "no": _("No"), "not_sure": _("I am not sure")}
IDENTITY: Words = {
    "anonymous": _("Stay anonymous: do not ask for my name"),
    "confidential": _("Only the helpline may know who I am"),
    "named_share": _("You can share my name with the people I choose"),
}
IDENTITY_HINTS: Words = {
    "anonymous": _("We cannot call you. You can use a code to read our answer."),
    "confidential": _("We can call or write to you. We will not share your name, except for the reasons above."),
    "named_share": _("You choose below who can have your name."),
}
# In the place of the hint of "anonymous" where somebody has said how to reach them.
FORGOTTEN = _(
    "We cannot call you. We will delete your name and contact details. You can use a code to read our answer."
)
RECIPIENT: Words = {
    "police": _("The police"),
    "local_authority": _("The council"),
    "labour_enforcement": _("The Fair Work Agency, which protects rights at work"),
    "national_crime_agency": _("The National Crime Agency"),
    "support_provider": _("A service that gives support"),
    "first_responder": _("A service that can ask the government for support"),
    "other_helpline": _("Another helpline or charity"),
}
PART: Words = {
    "account": _("what you told us is happening"),
    "place": _("where it is"),
    "when": _("when it happens"),
    "signs": _("the kind of work and the signs"),
    "people": _("how many people, and how you described them"),
    "responsible": _("who you think is responsible"),
    "supply_chain": _("the business and its supply chain"),
    "needs": _("what help is needed, and the language"),
    "files": _("your files, without hidden details"),
    "name": _("your name and how to reach you"),
}
# What is missing on a page of the shortest way to which somebody was led back.
LEFT_OPEN: Words = {
    "danger": _("Tell us if anyone is in danger now."),
    "age": _("Tell us if anyone is under 18."),
    "account": _("Tell us what is happening, add a file, or ask us to call you."),
    "where": _("Tell us where it is, or tick the first box."),
    "privacy": _("Select who can know who you are."),
}
UNSAFE_CALL = _("You asked us to call you. Select what will keep you safe.")
FILES_TITLE = _("Add photos or other files")
# What was found in a file besides what it shows: codes of portal.files.metadata.
HIDDEN: Words = {
    "place": _("the place"),
    "time": _("the time"),
    "device": _("the phone, camera or program"),
    "author": _("a name"),
    "thumbnail": _("a small copy of a picture"),
    "comments": _("comments"),
    "attachment": _("another file"),
    "script": _("something that could run by itself"),
    "other": _("other hidden details"),
}
EXPLOITATION: Words = {
    "labour": _("Made to work, or not paid"),
    "sexual": _("Made to do sexual things"),
    "domestic_servitude": _("Made to work in a home"),
    "criminal": _("Made to break the law"),
    "financial": _("Money or benefits taken, or used for fraud"),
    "organ_removal": _("Pressured to give up a part of the body"),
    "forced_surrogacy": _("Made to carry a baby for someone"),
    "forced_marriage": _("Made to marry"),
    "unknown": _("I do not know"),
}
REPORTER: Words = {
    "potential_victim": _("It is happening to me, or it happened to me"),
    "family_friend": _("Family, friend or neighbour"),
    "worker_colleague": _("I work there, or used to"),
    "customer_client": _("A customer"),
    "public": _("Someone who saw or heard it"),
    "police": _("Police"),
    "local_authority": _("Council worker"),
    "health": _("Health worker"),
    "education": _("Teacher, or someone who works at a school"),
    "other_statutory": _("I work for another public body"),
    "ngo": _("Charity or faith group"),
    "legal": _("Lawyer or adviser"),
    "trade_union": _("Trade union"),
    "business": _("I work for a business"),
    "supplier": _("Supplier or labour provider"),
    "auditor": _("Auditor"),
    "media": _("Journalist or researcher"),
    "unknown": _("I prefer not to say"),
}
PROXIMITY: Words = {
    "self": _("It is about me"),
    "direct": _("I know or speak to the person"),
    "indirect": _("I saw or heard it"),
    "professional": _("Through my work"),
    "second_hand": _("Someone told me"),
    "unknown": _("I prefer not to say"),
}
COUNT: Words = {
    "exact": _("I know how many"),
    "minimum": _("I know there are at least this many"),
    "range": _("I know the lowest and highest number"),
    "unknown": _("I do not know"),
}
GROUP: Words = {
    "exclusively_female": _("All women or girls"),
    "exclusively_male": _("All men or boys"),
    "mixed": _("Both, or another gender"),
    "unknown": _("I do not know"),
}
AGE_BAND: Words = {
    "0_9": _("0 to 9"),
    "10_15": _("10 to 15"),
    "16_17": _("16 or 17"),
    "18_24": _("18 to 24"),
    "25_34": _("25 to 34"),
    "35_44": _("35 to 44"),
    "45_54": _("45 to 54"),
    "55_64": _("55 to 64"),
    "65_plus": _("65 or older"),
    "adult_unknown": _("Adult, age not known"),
    "child_unknown": _("Under 18, age not known"),
    "unknown": _("I do not know"),
}
# Of those who need help themselves, and of those for whom somebody asks (docs/requirements/helpline.md#ways-in).
WANTS: Words = {
    "advice_only": _("Advice only"),
    "leave_safely": _("To get out safely"),
    "somewhere_to_stay": _("Somewhere to stay"),
    "police": _("The police"),
    "report_without_police": _("To tell you, but not the police"),
    "nrm_information": _("To find out what support the government gives"),
    "not_sure": _("I am not sure"),
}
# What makes a concern more urgent than it looks (docs/requirements/helpline.md#children-first).
URGENT: Words = {
    "missing": _("Someone is missing"),
    "to_be_moved": _("Someone may soon be moved to another place"),
    "nowhere_to_sleep": _("Someone has nowhere to sleep tonight"),
}
URGENT_FOR_ME: Words = {
    "to_be_moved": _("I may soon be moved to another place"),
    "nowhere_to_sleep": _("I have nowhere to sleep tonight"),
}
NEEDED_BY: Words = {
    "today": _("Today"),
    "two_days": _("Within two days"),
    "week": _("Within a week"),
    "no_rush": _("There is no hurry"),
}
METHOD: Words = {
    "phone": _("Call me"),
    "sms": _("Send me a text message"),
    "email": _("Send me an email"),
    "secure_inbox": _("I will come back with my code"),
    "via_third_party": _("Contact me through someone else"),
    "none": _("Do not contact me"),
}
SAFETY: Words = {
    "safe_anytime": _("Any time is safe"),
    "safe_windows": _("Contact me only at the times I give below"),
    "no_voicemail": _("Do not leave a voicemail"),
    "no_caller_id": _("Hide your number when you call"),
    "no_sms_content": _("Do not say who you are in a text"),
    "do_not_say_helpline": _("Do not say who is calling"),
    "code_word": _("Say the word I give below first"),
    "speak_only_to_person": _("Speak only to me"),
}
NEED: Words = {
    "hearing_aid": _("Hearing aid or loop"),
    "sign_language": _("British Sign Language"),
    "relay": _("Text relay"),
    "easy_read": _("Easy read"),
    "large_print": _("Large print"),
    "literacy": _("Help with reading or writing"),
    "other": _("Something else"),
    "none": _("None of these"),
}
INTERPRETER: Words = {
    "no_preference": _("I do not mind"),
    "female": _("A woman"),
    "male": _("A man"),
}
BUSINESS_CONTACT: Words = {
    "report_supplier": _("A supplier"),
    "report_own_site": _("One of our own sites"),
    "report_labour_provider": _("An agency or labour provider"),
    "worker_disclosure": _("A worker told us"),
    "audit_finding": _("An audit found it"),
}
ADVICE_CONTACT: Words = {
    "advice_incident": _("Something that is happening now"),
    "advice_section_54": _("Our modern slavery statement"),
    "advice_due_diligence": _("Our policies, our checks, or helping people who were harmed"),
    "training": _("Training"),
    "materials": _("Posters and leaflets"),
    "research": _("Figures or research"),
}
TIER: Words = {
    "own_operations": _("Our own people"),
    "labour_provider": _("An agency that sends us workers"),
    "tier_1": _("We buy from them directly"),
    "tier_2": _("They sell to our supplier"),
    "tier_3_plus": _("Further down the supply chain"),
    "raw_material": _("Raw material"),
    "logistics": _("Storage and transport"),
    "services_goods_not_for_resale": _("Services, or goods we do not resell"),
    "customer": _("A customer of ours"),
    "unknown": _("I do not know"),
}
SURE: Words = {"sure": _("I am sure"), "likely": _("I think so"), "not_sure": _("I am not sure")}
SHARE: Words = {
    "none": _("None of them"),
    "some": _("Some of them"),
    "most": _("Most of them"),
    "all": _("All of them"),
    "unknown": _("I do not know"),
}
KNOWLEDGE: Words = {
    "worker": _("A worker told us"),
    "audit": _("An audit"),
    "site_visit": _("A visit"),
    "hr_payroll": _("Pay or staff records"),
    "supplier_self_report": _("The supplier told us"),
    "ngo_union": _("A charity or union"),
    "media": _("The news"),
    "public": _("Someone outside the business"),
    "anonymous_line": _("Our own reporting line"),
    "other": _("Another way"),
}
PAYROLL: Words = {
    "duplicate_address": _("Many workers share one address"),
    "duplicate_bank_account": _("Many workers are paid into one bank account"),
    "duplicate_phone": _("Many workers share one phone number"),
    "agency_deductions": _("An agency takes money from pay, and we do not know why"),
    "recruitment_fees": _("Workers paid to get the job"),
}
BUSINESS_WANTS: Words = {
    "advice": _("Advice on what to do"),
    "enforcement": _("Tell the police or labour inspectors"),
    "remediation": _("Find a partner to help put it right"),
    "nothing_yet": _("Nothing yet"),
}
SHARE_BACK: Words = {
    "tell_us": _("You can tell us what happened, if that is safe for the workers"),
    "sector_learning": _("You can use it, without names, to teach others"),
}
VENUE: Words = {
    "workplace": _("A workplace"),
    "factory_warehouse": _("Factory or warehouse"),
    "farm": _("Farm"),
    "construction_site": _("Building site"),
    "care_home": _("Care home"),
    "private_house": _("House or flat"),
    "hmo": _("Shared house"),
    "temporary_accommodation": _("Caravan or hostel"),
    "hotel": _("Hotel or holiday let"),
    "brothel": _("A place for paid sex"),
    "shop_salon": _("Shop or salon"),
    "car_wash_site": _("Car wash"),
    "restaurant": _("Restaurant or takeaway"),
    "vessel": _("Boat, ship or port"),
    "street_public": _("Street or public place"),
    "vehicle": _("Car, van or lorry"),
    "online": _("Online"),
    "school": _("School or college"),
    "health_setting": _("Hospital or surgery"),
    "overseas_site": _("A site in another country"),
    "other": _("Another place"),
    "unknown": _("I do not know"),
}
SECTOR: Words = {
    "agriculture_horticulture": _("Farming and growing"),
    "beauty_nail_bar": _("Nails and beauty"),
    "building_construction": _("Building work"),
    "car_wash": _("Hand car wash"),
    "care_adult_social": _("Care work"),
    "cleaning": _("Cleaning"),
    "delivery_courier": _("Delivery"),
    "domestic_work": _("Housework in someone’s home"),
    "entertainment_leisure": _("Leisure and entertainment"),
    "factory_manufacturing": _("Factory"),
    "fishing_maritime": _("Fishing and ships"),
    "food_processing": _("Making and packing food"),
    "garment_textile": _("Clothes and textiles"),
    "hospitality_hotel": _("Hotels"),
    "landscaping_paving": _("Gardens, paving and tree work"),
    "massage_adult_services": _("Massage and sex work"),
    "mining_quarrying": _("Mines and quarries"),
    "property_maintenance": _("Repairing buildings"),
    "recruitment_labour_provider": _("Agency that supplies workers"),
    "restaurant_takeaway": _("Restaurant or takeaway"),
    "retail_shop": _("Shops"),
    "security": _("Security"),
    "taxi_transport": _("Taxis and buses"),
    "transport_logistics": _("Warehouses and lorries"),
    "waste_recycling": _("Waste and recycling"),
    "cannabis_cultivation": _("Growing cannabis"),
    "county_lines": _("Carrying or selling drugs"),
    "begging": _("Begging"),
    "other": _("Something else"),
    "unknown": _("I do not know"),
}


def get_written_languages() -> Words:
    """Return the languages in which a message may be written."""
    return {code: name for code, name in get_languages().items() if code not in {"bfi", "other", "unknown"}}


def get_languages() -> Words:
    """Return each language by the name that its speakers use."""
    names = {code: language.own_name or gettext_lazy(language.name) for code, language in reference.languages().items()}
    return names | {"unknown": _("I prefer not to say")}
