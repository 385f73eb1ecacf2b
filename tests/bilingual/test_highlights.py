"""The words of a question, marked in a text."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilingual.highlights import is_asked, marked
from bilingual.words import words


@pytest.mark.parametrize(
    ("text", "question", "shown"),
    [
        ("Sjømatklyngen Nord", "sjømat", "<mark>Sjømatklyngen</mark> Nord"),
        ("Sjømatklyngen Nord", "SJOMAT nord", "<mark>Sjømatklyngen</mark> <mark>Nord</mark>"),
        ("Ålesund, Værøy og Ørsta", "aalesund vaeroey", "<mark>Ålesund</mark>, <mark>Værøy</mark> og Ørsta"),
        ("Kárášjohka", "karasjohka", "<mark>Kárášjohka</mark>"),
        ("Olje- og gassklynge", "klynge", "Olje- og <mark>gassklynge</mark>"),  # a part of a compound
        ("Klyngene samarbeider", "klynger", "<mark>Klyngene</mark> samarbeider"),  # another form
        ("companies", "company", "<mark>companies</mark>"),
        ("BI og Bioraffinering", "bi", "<mark>BI</mark> og Bioraffinering"),  # short words stand alone
        ("Havbruk", "romfart", "Havbruk"),
        ("Havbruk", "", "Havbruk"),
    ],
)
def test_words_a_question_leads_to_are_marked_as_they_are_written(text: str, question: str, shown: str) -> None:
    assert marked(text, words(question)) == shown


def test_markup_in_a_text_is_shown_and_never_run() -> None:
    text = "<script>alert('havbruk')</script>"

    assert marked(text, ["havbruk"]) == (
        "&lt;script&gt;alert(&#x27;<mark>havbruk</mark>&#x27;)&lt;/script&gt;"  # never an element of its own
    )
    assert marked(text, ["script"]).count("&lt;<mark>script</mark>&gt;") == 1


def test_ampersands_stay_one_character_and_are_never_cut_by_a_mark() -> None:
    assert marked("Forskning & utvikling", ["utvikling"]) == "Forskning &amp; <mark>utvikling</mark>"
    assert marked("R&D", ["amp"]) == "R&amp;D"


def test_nothing_is_marked_without_words() -> None:
    assert marked("Tom & <b>Jerry</b>", []) == "Tom &amp; &lt;b&gt;Jerry&lt;/b&gt;"


def test_only_whole_words_are_marked_so_that_no_mark_stands_in_another() -> None:
    assert marked("Havbruksteknologi", ["hav", "bruk", "havbruksteknologi"]) == "<mark>Havbruksteknologi</mark>"


@pytest.mark.parametrize(("word", "asked"), [("næringene", "naringen"), ("Bergen", "berg"), ("fôr", "for")])
def test_word_is_asked_for_by_its_beginning_a_part_or_another_form(word: str, asked: str) -> None:
    assert is_asked(word, [asked])


@pytest.mark.parametrize(
    ("word", "asked"), [("næringsminister", "naringen"), ("Berg", "bergen"), ("for", "fo"), ("inn", "innen")]
)
def test_word_that_only_begins_alike_is_not_asked_for(word: str, asked: str) -> None:
    assert not is_asked(word, [asked])


@given(
    text=st.text(alphabet="abæøå <>&\"'/;-_12é\n", max_size=60),
    asked=st.lists(st.text(alphabet="abaoe12", min_size=1, max_size=4), max_size=3),
)
def test_marked_text_reads_as_the_text_and_has_no_other_tags(text: str, asked: list[str]) -> None:
    shown = marked(text, asked)
    plain = re.sub(r"</?mark>", "", shown)

    assert html.unescape(plain) == text
    assert not re.search(r"[<>]", plain)
    assert re.findall(r"</?mark>", shown) == ["<mark>", "</mark>"] * shown.count("<mark>")
