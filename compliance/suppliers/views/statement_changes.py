"""What changed in the statements of suppliers: /o/<organisation>/suppliers/statements/."""

from typing import Any

from django.db.models import QuerySet

from compliance.organisations.tenancy import get_rows
from compliance.suppliers.choices import StatementChangeKind
from compliance.suppliers.models import StatementChange
from compliance.suppliers.views.base import RegisterMixin
from portal.core.types import Context
from portal.core.views import PagedListView


class Index(RegisterMixin, PagedListView):
    """The changes, the newest first, or with ?kind= those of one kind."""

    template_name = "suppliers/statement_changes.html"

    def get_queryset(self) -> QuerySet[StatementChange]:
        kind = self.request.GET.get("kind", "")
        self.kind = StatementChangeKind(kind) if kind in StatementChangeKind else None
        changes = get_rows(StatementChange, self.organisation)
        if self.kind:
            changes = changes.filter(kind=self.kind)
        return changes.select_related("supplier").order_by("-noticed_at", "supplier__name", "pk")

    def get_context_data(self, **kwargs: Any) -> Context:
        return super().get_context_data(kind=self.kind, kinds=StatementChangeKind.choices, **kwargs)
