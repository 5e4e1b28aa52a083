"""Sections in addresses: due-diligence for due_diligence."""

from compliance.statements.choices import EXTRAS, SectionCode


class SectionConverter:
    regex = "|".join(code.replace("_", "-") for code in (*SectionCode.values, *EXTRAS))

    def to_python(self, value: str) -> str:
        return value.replace("-", "_")

    def to_url(self, value: str) -> str:
        return str(value).replace("_", "-")
