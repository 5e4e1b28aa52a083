"""An API whose description is made once a process: it is the same for everybody, and making it takes 50 ms."""

from functools import cached_property
from typing import override

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema


class DescribedAPI(NinjaAPI):
    """An API that keeps its OpenAPI document for each address that it is mounted at."""

    @cached_property
    def _descriptions(self) -> dict[str, OpenAPISchema]:
        return {}

    @override
    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, object] | None = None
    ) -> OpenAPISchema:
        prefix = self.get_root_path(path_params or {}) if path_prefix is None else path_prefix
        if prefix not in self._descriptions:
            self._descriptions[prefix] = describe_bad_requests(super().get_openapi_schema(path_prefix=prefix))
        return self._descriptions[prefix]


def describe_bad_requests(schema: OpenAPISchema) -> OpenAPISchema:
    """Add to each operation the answer to a parameter that it does not have: the same document as for 429."""
    for methods in schema["paths"].values():
        for operation in methods.values():
            if 429 in operation["responses"]:
                described = operation["responses"][429] | {"description": "Unknown parameter"}
                operation["responses"] = {400: described} | operation["responses"]
    return schema


def get_query_parameters(api: NinjaAPI, path: str) -> frozenset[str] | None:
    """Return the query parameters of an address as its description has it; None where it describes none."""
    operation = api.get_openapi_schema()["paths"].get(path, {}).get("get")
    if operation is None:
        return None
    return frozenset(each["name"] for each in operation.get("parameters", ()) if each["in"] == "query")
