"""Headers of the files that Wagtail serves: each is a download in which nothing acts; players get parts of a file."""

import re
from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase

PLAYED = ("audio/", "video/")
RANGE = re.compile(r"bytes=(\d*)-(\d*)")
POLICY = "default-src 'none'; sandbox"


def send_as_download[**P](view: Callable[P, HttpResponseBase]) -> Callable[P, HttpResponseBase]:
    """Open a view of Wagtail's to all, with headers under which the file can neither act nor pass for a page.

    See docs/requirements/experience.md#document-types.
    """

    @wraps(view)
    def sent(*args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        response = view(*args, **kwargs)
        if response.get("Content-Disposition"):
            response["Content-Security-Policy"] = POLICY
            response["X-Content-Type-Options"] = "nosniff"
        request = next((each for each in args if isinstance(each, HttpRequest)), None)
        if request is not None and isinstance(response, FileResponse):
            return send_part(request, response)
        return response

    return login_not_required(sent)


def send_part(request: HttpRequest, response: FileResponse) -> HttpResponseBase:
    """Return the part of a sound or film that a player asks for, without which some browsers do not play at all.

    Source: RFC 9110, section 14. Several parts at once are not sent: the whole file is, as the RFC allows.
    """
    if not response["Content-Type"].startswith(PLAYED) or response.status_code != 200:
        return response
    response["Accept-Ranges"] = "bytes"
    asked = RANGE.fullmatch(request.headers.get("Range", ""))
    if asked is None or not any(asked.groups()):
        return response
    size = int(response["Content-Length"])
    if asked[1]:
        first, last = int(asked[1]), min(int(asked[2] or size), size - 1)
    else:
        first, last = max(size - int(asked[2]), 0), size - 1
    headers = {name: value for name, value in response.items() if name != "Content-Length"}
    if first > last:
        response.close()
        return HttpResponse(status=416, headers=headers | {"Content-Range": f"bytes */{size}"})
    file = response.file_to_stream
    file.seek(first)
    body = file.read(last - first + 1)
    response.close()
    return HttpResponse(body, status=206, headers=headers | {"Content-Range": f"bytes {first}-{last}/{size}"})
