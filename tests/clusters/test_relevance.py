"""What people half remember leads to what they mean: the search against benchmarks/relevance.csv."""

from collections import Counter
from pathlib import Path

import pytest
from django.test import Client

from benchmarks.relevance import (
    DOORS,
    LEAST_PRECISION,
    LEAST_RECALL,
    Answer,
    Question,
    ask,
    first_offer,
    precision,
    questions,
    recall,
    report,
)
from clusters.models import Cluster, Organisation

FEWEST_QUESTIONS = 120
FEWEST_OF_A_KIND = 3
SJOMAT = Question("clusters", "sjomat", "norwegian-letters", ("a", "b"), ("c", "d"))


@pytest.mark.django_db
def test_search_reaches_the_floors_of_precision_and_recall(client: Client) -> None:
    answers = [ask(client, question) for question in questions()]

    assert precision(answers) >= LEAST_PRECISION, report(answers)
    assert recall(answers) >= LEAST_RECALL, report(answers)


@pytest.mark.django_db
def test_questions_expect_only_records_that_exist() -> None:
    known = {
        "clusters": set(Cluster.objects.published().values_list("slug", flat=True)),
        "organisations": set(Organisation.objects.values_list("name", flat=True)),
    }

    unknown = [(each.query, name) for each in questions() for name in each.expected if name not in known[each.door]]

    assert unknown == []


def test_questions_are_many_of_every_kind_and_at_every_door() -> None:
    asked = questions()
    kinds = Counter(question.kind for question in asked)

    assert len(asked) >= FEWEST_QUESTIONS
    assert {question.door for question in asked} == set(DOORS)
    assert {kind: count for kind, count in kinds.items() if count < FEWEST_OF_A_KIND} == {}


def test_every_question_is_asked_once_and_expects_something_first() -> None:
    asked = questions()
    times = Counter((question.door, question.query.casefold()) for question in asked)

    assert [query for query, count in times.items() if count > 1] == []
    assert [question.query for question in asked if not question.first or not question.query.strip()] == []
    assert [each.query for each in asked if len(set(each.expected)) < len(each.expected)] == []


def test_questions_with_other_columns_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "questions.csv"
    file.write_text("door,query\nclusters,sjomat\n")

    with pytest.raises(ValueError, match=r"questions\.csv: the columns are"):
        questions(file)


@pytest.mark.parametrize(
    ("hits", "judged"),
    [
        ((), (False, 0)),
        (("b", "c", "d", "a"), (True, 1)),
        (("a",), (True, 0.25)),
        (("x", "a", "c"), (False, 0.5)),
    ],
)
def test_answer_is_judged_by_its_first_hit_and_by_what_is_among_ten(
    hits: tuple[str, ...], judged: tuple[bool, float]
) -> None:
    answer = Answer(SJOMAT, hits)

    assert (answer.is_right, answer.recall) == judged


def test_ten_of_twelve_expected_are_all_that_ten_places_hold() -> None:
    twelve = tuple("abcdefghijkl")

    assert Answer(Question("clusters", "energi", "sector", twelve, ()), twelve[:10]).recall == 1


def test_report_names_what_missed_and_what_came_instead() -> None:
    text = report([Answer(SJOMAT, ("x", "a"), "sjømat"), Answer(SJOMAT, ("a", "b", "c"))])

    assert "clusters, norwegian-letters, “sjomat”: x | a (behind “sjømat”); expected a | b" in text
    assert "clusters, norwegian-letters, “sjomat”: without d" in text


@pytest.mark.parametrize(
    ("page", "offer"),
    [
        ('<p>Mente du <a class="nearest" href="?q=sj%C3%B8mat">sjømat</a>?</p>', "sjømat"),
        (
            '<a href="?q=x">x</a><a href="?tier=nce&amp;q=a+b" class="nearest">a b</a><a class="nearest" href="?q=c">',
            "a b",
        ),
        ('<a class="nearest" href="?tier=nce">nce</a>', None),
        ('<a class="way" href="?q=sjomat">sjomat</a>', None),
        ("", None),
    ],
)
def test_first_offer_of_a_page_is_the_text_its_link_asks_for(page: str, offer: str | None) -> None:
    assert first_offer(page) == offer
