import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from bilingual.norwegian import fold

LETTERS = "abcdeklmnoprstuvyzæøåäöéèêüáčđŋšŧžABCÆØÅÄÖÉÁČĐŊŠŦŽ -.0123"


def in_database(function: str, text: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [text])
        return str(cursor.fetchone()[0])


@pytest.mark.parametrize(
    "spellings",
    [
        ("Sjømat", "SJOMAT", "sjoemat", "sjömat"),
        ("Ås", "Aas", "as"),
        ("Værøy", "vaeroey", "varoy"),
        ("Kárášjohka", "karasjohka"),
    ],
)
def test_fold_makes_spellings_of_one_word_equal(spellings: tuple[str, ...]) -> None:
    assert len({fold(word) for word in spellings}) == 1


@pytest.mark.django_db
@settings(max_examples=60, deadline=None)
@given(text=st.text(alphabet=LETTERS, max_size=20))
def test_fold_is_the_same_here_and_in_the_database(text: str) -> None:
    assert in_database("fold_text", text) == fold(text)


@pytest.mark.django_db
def test_norwegian_key_sorts_by_the_norwegian_alphabet() -> None:
    names = [
        "Ålesund",
        "Zulu",
        "Ærfugl",
        "Aasen",
        "Østfold",
        "Abel",
        "Öst",
        "éclair",
        "Ås",
        "Ew",
        "Ødegård",
        "Ähr",
        "Aker",
    ]

    ordered = sorted(names, key=lambda name: in_database("norwegian_key", name).encode())

    assert " ".join(ordered) == "Abel Aker éclair Ew Zulu Ähr Ærfugl Ødegård Öst Østfold Ålesund Ås Aasen"
