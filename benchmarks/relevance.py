"""How often the search answers what people mean, over the registry's real data.

relevance.csv has questions as people half remember them and, for each, what belongs first and among the first ten.
``python -m config.local run python -m benchmarks.relevance`` prints the report; tests/clusters/test_relevance.py
holds the search to the floors below.
"""

import csv
import os
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import django

if TYPE_CHECKING:
    from django.test import Client

QUESTIONS = Path(__file__).parent / "relevance.csv"
COLUMNS = ["door", "query", "kind", "first", "relevant"]
#: What people look at before they ask anew.
FIRST_HITS = 10
#: The share of questions whose first hit must be right: one in twenty may remain a matter of taste.
LEAST_PRECISION = 0.95
#: The share of what belongs among the first ten that must stand there: what is left out by one question in
#: twenty is lost for good, since hardly anybody turns the page.
LEAST_RECALL = 0.95

_OFFER = re.compile(r'<a\b[^>]*\bclass="nearest"[^>]*>')
_TARGET = re.compile(r'\bhref="([^"]*)"')


@dataclass(frozen=True)
class Door:
    """A list of the registry: its API, its page, and what names a record in the questions."""

    api: str
    page: str
    key: str


DOORS = {
    "clusters": Door("/api/v1/clusters/", "/klynger/", "slug"),
    "organisations": Door("/api/v1/organisations/", "/virksomheter/", "name"),
}


@dataclass(frozen=True)
class Question:
    """A line of the file: any of ``first`` is right as the first hit, ``relevant`` belong among the first ten too."""

    door: str
    query: str
    kind: str
    first: tuple[str, ...]
    relevant: tuple[str, ...]

    @property
    def expected(self) -> tuple[str, ...]:
        """All that belongs among the first ten."""
        return (*self.first, *self.relevant)


@dataclass(frozen=True)
class Answer:
    """The first ten hits of a question, and the spelling that was offered where it had none of its own."""

    question: Question
    hits: tuple[str, ...]
    offer: str | None = None

    @property
    def is_right(self) -> bool:
        """Whether the first hit is one of those expected first."""
        return self.hits[:1] != () and self.hits[0] in self.question.first

    @property
    def recall(self) -> float:
        """The share of what is expected that stands among the first ten; 1 when they are full of it."""
        expected = set(self.question.expected)
        return len(expected & set(self.hits)) / min(len(expected), FIRST_HITS)


def questions(file: Path = QUESTIONS) -> list[Question]:
    """The lines of the file. Raises ValueError when its columns are others."""
    with file.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, strict=True)
        if rows.fieldnames != COLUMNS:
            raise ValueError(f"{file.name}: the columns are {rows.fieldnames}, not {COLUMNS}")
        return [_question(row) for row in rows]


def _question(row: dict[str, str]) -> Question:
    return Question(row["door"], row["query"], row["kind"], _names(row["first"]), _names(row["relevant"]))


def _names(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("|")) if cell else ()


def ask(client: "Client", question: Question) -> Answer:
    """Ask as a person does: what is found, else what stands behind the first spelling the page offers."""
    hits = first_hits(client, question.door, question.query)
    if hits:
        return Answer(question, hits)
    offer = offered(client, question.door, question.query)
    return Answer(question, first_hits(client, question.door, offer) if offer else (), offer)


def first_hits(client: "Client", door: str, query: str) -> tuple[str, ...]:
    """The slugs or names of the first ten hits. Raises RuntimeError on anything but an answer."""
    response = client.get(DOORS[door].api, {"q": query, "page_size": str(FIRST_HITS)})
    if response.status_code != 200:  # noqa: PLR2004 (the status of an answer)
        raise RuntimeError(f"{DOORS[door].api} answers “{query}” with {response.status_code}")
    return tuple(row[DOORS[door].key] for row in response.json()["results"])


def offered(client: "Client", door: str, query: str) -> str | None:
    """The first other spelling that the page of the list offers."""
    return first_offer(client.get(DOORS[door].page, {"q": query}).content.decode())


def first_offer(page: str) -> str | None:
    """The text that the first ``<a class="nearest" href="?q=…">`` asks for."""
    link = _OFFER.search(page)
    target = _TARGET.search(link.group()) if link else None
    if not target:
        return None
    asked = parse_qs(urlsplit(unescape(target.group(1))).query)
    return asked["q"][0] if "q" in asked else None


def precision(answers: Iterable[Answer]) -> float:
    """The share of questions whose first hit is right."""
    return _mean(float(answer.is_right) for answer in answers)


def recall(answers: Iterable[Answer]) -> float:
    """What stands among the first ten of what belongs there, as a mean over the questions."""
    return _mean(answer.recall for answer in answers)


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return sum(found) / len(found)


def report(answers: list[Answer]) -> str:
    """Both measures overall, by door and by kind, then every question that missed and what came instead."""
    return "\n".join([*_table(answers), "", *_misses(answers)])


def _table(answers: list[Answer]) -> Iterator[str]:
    yield f"{'':20} questions  precision at 1  recall at {FIRST_HITS}"
    yield _line("all", answers)
    for door in DOORS:
        yield _line(door, [answer for answer in answers if answer.question.door == door])
    yield ""
    for kind in sorted({answer.question.kind for answer in answers}):
        yield _line(kind, [answer for answer in answers if answer.question.kind == kind])


def _line(label: str, answers: list[Answer]) -> str:
    if not answers:
        return f"{label:20} {0:9}"
    return f"{label:20} {len(answers):9}  {precision(answers):14.3f}  {recall(answers):12.3f}"


def _misses(answers: list[Answer]) -> Iterator[str]:
    wrong = [answer for answer in answers if not answer.is_right]
    thin = [answer for answer in answers if answer.is_right and answer.recall < 1]
    yield f"Another first hit ({len(wrong)}):"
    for answer in wrong:
        yield f"  {_asked(answer)}: {_came(answer)}; expected {' | '.join(answer.question.first)}"
    yield f"Missing among the first {FIRST_HITS} ({len(thin)}):"
    for answer in thin:
        missing = [name for name in answer.question.expected if name not in answer.hits]
        yield f"  {_asked(answer)}: without {' | '.join(missing)}"


def _asked(answer: Answer) -> str:
    return f"{answer.question.door}, {answer.question.kind}, “{answer.question.query}”"


def _came(answer: Answer) -> str:
    found = " | ".join(answer.hits[:3]) or "nothing"
    return f"{found} (behind “{answer.offer}”)" if answer.offer else found


def main() -> int:
    """Print the report; 1 when the search is below a floor."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django.test import Client  # needs the settings

    client = Client(SERVER_NAME="localhost")
    answers = [ask(client, question) for question in questions()]
    print(report(answers))
    return int(precision(answers) < LEAST_PRECISION or recall(answers) < LEAST_RECALL)


if __name__ == "__main__":
    sys.exit(main())
