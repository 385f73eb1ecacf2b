"""What can be wrong with a request, as exceptions, and the shape of the answer (RFC 9457 problem details)."""

from collections.abc import Container, Iterable, Mapping
from http import HTTPStatus

from django.http import JsonResponse, QueryDict
from rest_framework import serializers
from rest_framework.exceptions import APIException, NotFound

from doors.api.headers import KEPT_BY_NOBODY, with_headers
from doors.filtersets import SHOWN, Problem, sentence

PROBLEM = "application/problem+json"


def details(status: int, detail: str) -> dict[str, object]:
    """Problem details of a fault that the status says enough about."""
    return {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}


def problem_answer(status: int, detail: str, headers: Mapping[str, str] | None = None) -> JsonResponse:
    """The answer to a request that no view gets to see, or that one broke at. Asks nothing of the database."""
    response = JsonResponse(details(status, detail), status=status, content_type=PROBLEM, headers=headers)
    response.headers.setdefault("Cache-Control", KEPT_BY_NOBODY)
    response.headers.setdefault("Content-Language", "en")
    return with_headers(response)


class QueryRefused(APIException):
    """400: the query string has faults; each of them is in the answer."""

    status_code = 400
    default_code = "query"

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(" ".join(sentence(problem) for problem in self.problems))


def valueless(data: QueryDict, may_be_empty: Container[str]) -> list[Problem]:
    """The parameters that stand without a value: a program that sends one has lost it, and would get everything."""
    names = [name for name in data if "" in data.getlist(name) and name not in may_be_empty]
    return [
        Problem(name[:SHOWN], "", f"“{name[:SHOWN]}” has no value: give it one, or leave it out.") for name in names
    ]


class PageMissing(NotFound):
    """404: the list has fewer pages."""

    def __init__(self, number: int, last: int) -> None:
        message = f"There is no page {number}: the last page is {last}."
        self.problems = (Problem("page", str(number), message, str(last)),)
        super().__init__(message)


class Gone(APIException):
    """410: the record was public once and has been withdrawn."""

    status_code = 410
    default_code = "gone"

    def __init__(self, noun: str, key: str) -> None:
        super().__init__(f"The {noun} “{key[:80]}” has been withdrawn from the registry.")


class FaultSerializer(serializers.Serializer[Problem]):
    """One fault of the query string."""

    parameter = serializers.CharField(help_text="The parameter at fault, as it was written.")
    value = serializers.CharField(help_text="Its value, at most 80 characters of it.")
    detail = serializers.CharField(source="message", help_text="What is wrong with it.")
    nearest = serializers.SerializerMethodField(help_text="The nearest valid name, null where none is near.")

    def get_nearest(self, problem: Problem) -> str | None:
        """Null rather than an empty text."""
        return problem.nearest or None


class ProblemSerializer(serializers.Serializer[dict[str, object]]):
    """Problem details, RFC 9457."""

    type = serializers.CharField(help_text="Always `about:blank`: the status says which kind of problem it is.")
    title = serializers.CharField(help_text="The HTTP status in words.")
    status = serializers.IntegerField(help_text="The HTTP status.")
    detail = serializers.CharField(help_text="What is wrong with this very request, in English.")
    merged_into = serializers.IntegerField(
        required=False, help_text="Of a record that was merged into another: the id of that one."
    )
    errors = FaultSerializer(  # type: ignore[assignment]
        many=True, required=False, help_text="Every fault of the query string."
    )
