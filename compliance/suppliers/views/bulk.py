"""Do something with several suppliers of the list: /o/<organisation>/suppliers/bulk/…."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from compliance.organisations.views.base import get_post_data, get_user
from compliance.suppliers.choices import BulkAct
from compliance.suppliers.forms.bulk import BulkForm, CategoryForm, OwnerForm
from compliance.suppliers.selectors import selection
from compliance.suppliers.services import bulk_changes
from compliance.suppliers.views.base import get_writer, page_context, redirect_to
from portal.core.views import render_form, see_other

# Pages of other apps that go on with the chosen suppliers.
OTHER_PAGES = {BulkAct.LINKS: "links:send", BulkAct.AUDIT: "audits:request"}
FORMS = {BulkAct.OWNER: OwnerForm, BulkAct.CATEGORY: CategoryForm}


@require_POST
def start(request: HttpRequest, organisation: str) -> HttpResponse:
    """Lead to the page of what was chosen, with the suppliers in its address."""
    membership = get_writer(request, organisation)
    form = BulkForm(request.POST, suppliers=selection.get_offered_suppliers(membership, request.POST))
    if not form.is_valid():
        return render_form(request, "suppliers/bulk_start.html", page_context(membership, form=form))
    query = selection.build_selection_query(membership, request.POST, request.GET)
    act = form.cleaned_data["act"]
    if other := OTHER_PAGES.get(BulkAct(act)):
        return see_other(reverse(other, args=[organisation]) + query)
    return redirect_to("bulk_change", organisation, act, query=query)


def change(request: HttpRequest, organisation: str, act: str) -> HttpResponse:
    """Ask for the new value, and set it for all chosen suppliers."""
    membership = get_writer(request, organisation)
    if act not in FORMS:
        raise Http404
    suppliers = selection.get_selected_suppliers(membership, request.GET)
    form = FORMS[BulkAct(act)](get_post_data(request), organisation=membership.organisation)
    if form.is_valid():
        facts = {"organisation": membership.organisation, "actor": get_user(request), "at": timezone.now()}
        service = bulk_changes.set_owner if act == BulkAct.OWNER else bulk_changes.set_category
        number = service(suppliers=suppliers, **facts, **form.cleaned_data)
        sentence = ngettext("%(n)d supplier changed.", "%(n)d suppliers changed.", number)
        messages.success(request, sentence % {"n": number})
        return redirect_to("index", organisation)
    context = page_context(membership, form=form, count=suppliers.count(), act=BulkAct(act))
    return render_form(request, "suppliers/bulk.html", context)
