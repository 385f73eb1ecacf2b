"""Files that never change, whole or in part (RFC 9110, range requests), so that a broken download can go on."""

import re
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import IO

from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag

from doors.api.problems import PROBLEM
from doors.files import file_headers

#: Bytes that are read at once.
PIECE = 1 << 16
IMMUTABLE = "public, max-age=31536000, immutable"
_RANGE = re.compile(r"bytes=(\d*)-(\d*)", re.ASCII)


def download(request: HttpRequest, path: Path, media_type: str, digest: str) -> HttpResponseBase:
    """The file, the part of it that is asked for, 304 for whoever has it, or 416 for a part beyond its end.

    ``digest`` names its content. Raises FileNotFoundError.
    """
    etag = quote_etag(digest)
    status = path.stat()
    headers = {
        **file_headers(path.name),
        "Cache-Control": IMMUTABLE,
        "ETag": etag,
        "Last-Modified": http_date(status.st_mtime),
        "Accept-Ranges": "bytes",
    }
    known = get_conditional_response(request, etag=etag, last_modified=int(status.st_mtime))
    if known is not None:
        return _with(known, headers)
    part = _part(request, etag, status.st_size)
    if part is None:
        return _whole(request, path, media_type, {**headers, "Content-Length": str(status.st_size)})
    if not part:
        return _beyond(status.st_size)
    return _partial(path, part, media_type, {**headers, "Content-Range": f"{_written(part)}/{status.st_size}"})


def _whole(request: HttpRequest, path: Path, media_type: str, headers: dict[str, str]) -> HttpResponseBase:
    if request.method == "HEAD":
        return HttpResponse(content_type=media_type, headers=headers)
    # Left to itself, FileResponse says that it may be shown in the browser.
    return FileResponse(path.open("rb"), as_attachment=True, content_type=media_type, headers=headers)


def _with(answer: HttpResponseBase, headers: dict[str, str]) -> HttpResponseBase:
    for name, value in headers.items():
        answer.headers[name] = value
    return answer


def _part(request: HttpRequest, etag: str, size: int) -> range | None:
    """The bytes asked for; None for all of them, empty for none that there are.

    Several parts at once, and units that nobody knows, are answered with the whole, as the standard leaves open.
    """
    found = _RANGE.fullmatch(request.headers.get("Range", "").strip())
    if not found or found.group() == "bytes=-" or request.method != "GET":
        return None
    if request.headers.get("If-Range", etag).strip() != etag:
        return None
    first, last = found.groups()
    if not first:
        return range(max(size - int(last), 0), size)
    return range(int(first), min(int(last) + 1, size) if last else size)


def _beyond(size: int) -> HttpResponse:
    status = HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE
    body = {
        "type": "about:blank",
        "title": status.phrase,
        "status": status,
        "detail": f"The file has {size} bytes; ask for some of these.",
    }
    return JsonResponse(body, status=status, content_type=PROBLEM, headers={"Content-Range": f"bytes */{size}"})


def _written(part: range) -> str:
    return f"bytes {part.start}-{part.stop - 1}"


def _partial(path: Path, part: range, media_type: str, headers: dict[str, str]) -> StreamingHttpResponse:
    headers["Content-Length"] = str(len(part))
    pieces = _pieces(path.open("rb"), part)
    return StreamingHttpResponse(pieces, status=HTTPStatus.PARTIAL_CONTENT, content_type=media_type, headers=headers)


def _pieces(file: IO[bytes], part: range) -> Iterator[bytes]:
    with file:
        file.seek(part.start)
        for first in range(part.start, part.stop, PIECE):
            yield file.read(min(PIECE, part.stop - first))
