"""The description of an API, which is made once a process."""

from ninja import NinjaAPI

from portal.core.api.described import DescribedAPI


def make(kind):
    api = kind(title="An API", urls_namespace=f"tests-{kind.__name__}")

    @api.get("/things", summary="Things")
    def things(request):
        return []

    return api


def test_a_description_is_that_of_the_library_and_made_once_for_each_address():
    ours, theirs = make(DescribedAPI), make(NinjaAPI)
    first = ours.get_openapi_schema(path_prefix="/v1/")
    assert first == theirs.get_openapi_schema(path_prefix="/v1/")
    assert ours.get_openapi_schema(path_prefix="/v1/") is first
    assert list(ours.get_openapi_schema(path_prefix="/v2/")["paths"]) == ["/v2/things"]
