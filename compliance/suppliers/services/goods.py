"""Record which good of the US lists a product is: for the whole business, at once and for later."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from compliance.organisations.models import Organisation
from compliance.suppliers.choices import ScoreEvent
from compliance.suppliers.models import GoodsAnswer, Supplier, SupplyRelation
from compliance.suppliers.rules.risk.goods import get_good
from compliance.suppliers.services import risk_job
from compliance.suppliers.services.risk import get_basis
from portal.accounts.models import User
from portal.history.services import record
from portal.reference.synonyms import fold

MAX_PRODUCTS = 40


@transaction.atomic
def save_answers(*, organisation: Organisation, answers: Mapping[str, str], actor: User, at: datetime) -> None:
    """Save the good by folded product, "" for none of them. Scores are recomputed in the background."""
    if not answers:
        return
    for product, good in answers.items():
        GoodsAnswer.objects.update_or_create(
            organisation=organisation, product=product, defaults={"good": good, "answered_by": actor}
        )
    risk_job.request_scores(organisation, event=ScoreEvent.GOODS, at=at)
    for product, good in answers.items():
        data = {"product": product, "good": good}
        record(actor, "suppliers.goods.answered", organisation, data, scope=organisation.uuid, at=at)


def get_answers(organisation: Organisation) -> dict[str, str]:
    """Return what people of the business answered, by product."""
    return dict(GoodsAnswer.objects.for_organisation(organisation).values_list("product", "good"))


def get_supplier_products(supplier: Supplier) -> tuple[list[str], dict[str, str], list[str]]:
    """Return the products bought from it, folded; the good that each counts as now; and all goods to choose from."""
    rows = SupplyRelation.objects.filter(supplier=supplier).order_by("pk").values_list("products", flat=True)
    products = list(dict.fromkeys(fold(product) for row in rows for product in row))
    products = [product for product in products if product][:MAX_PRODUCTS]
    tables, answers = get_basis().tables, get_answers(supplier.organisation)
    goods = {product: get_good(product, tables.synonyms, answers) for product in products}
    return products, goods, sorted(tables.listed)
