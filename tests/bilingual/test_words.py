"""What a question's words are, and which words of a text they lead to in the database."""

import pytest
from django.db import connection

from bilingual.norwegian import fold
from bilingual.words import MOST_WORDS, words


def leads(question: str, text: str, *, english: str = "", stemmed: bool = True) -> bool:
    """Whether the database finds the question in the text of a record; names are asked for without stems."""
    vector = "text_vector(%s, %s)" if stemmed else "words_vector(concat_ws(' ', %s, %s))"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {vector} @@ words_query(%s, %s)", [text, english, words(question), stemmed])
        return bool(cursor.fetchone()[0])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("klynger for havbruk i Nord-Norge", ["klynger", "havbruk", "nord", "norge"]),
        ("the clusters of Norway", ["clusters", "norway"]),
        ("Møre og Romsdal", ["more", "romsdal"]),
        ("Hva er en næringsklynge?", ["naringsklynge"]),
        ("FOR HAVET", ["havet"]),
    ],
)
def test_binding_words_are_left_out_where_others_remain(text: str, said: list[str]) -> None:
    assert words(text) == said


@pytest.mark.parametrize(("text", "said"), [("og", ["og"]), ("The", ["the"]), ("for alle", ["for", "alle"])])
def test_binding_words_stay_where_there_are_no_others(text: str, said: list[str]) -> None:
    assert words(text) == said


def test_feed_is_a_word_though_it_folds_to_one_that_binds() -> None:
    assert words("fôr for fisk") == ["for", "fisk"]
    assert words("fôr") == words("FÔR") == ["for"]


@pytest.mark.parametrize("text", ["", " ", "!?", "& | ! :* <->", "___", "🐟", "\u200b\u200d", "–", "''"])
def test_text_without_a_letter_or_digit_has_no_words(text: str) -> None:
    assert words(text) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("olje- og gassklynge", ["olje", "gassklynge"]),
        ("NCE/GCE", ["nce", "gce"]),
        ("smolt_og_fôr", ["smolt", "for"]),
        ("o'hara:*", ["o", "hara"]),
        ("H2Cluster 4.0", ["h2cluster", "4", "0"]),
        ("Guovdageaidnu Kárášjohka", ["guovdageaidnu", "karasjohka"]),
    ],
)
def test_words_end_where_letters_and_digits_do(text: str, said: list[str]) -> None:
    assert words(text) == said


def test_no_more_words_are_asked_for_than_say_something_more() -> None:
    letters = "havbruk energi reiseliv helse maritim plast tre fisk stål olje"

    assert words(letters) == [fold(word) for word in letters.split()[:MOST_WORDS]]
    assert words(f"{'og i ' * 20}{letters}")[0] == "havbruk"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("klynge", "Næringsliv og forskning i samme klynge"),
        ("klynge", "En av landets klynger"),
        ("klyngene", "En av landets klynger"),
        ("klynger", "Den eldste av klyngene"),
        ("næringen", "Leverandører til næring og forvaltning"),
        ("næring", "Samler hele næringen"),
        ("bedriftene", "Hver bedrift betaler"),
        ("havbr", "Teknologi for havbruk"),
        ("SJOMAT", "Foredling av sjømat"),
        ("sjoemat", "Foredling av sjømat"),
    ],
)
def test_word_of_a_norwegian_text_is_found_in_every_form_and_by_its_beginning(question: str, text: str) -> None:
    assert leads(question, text)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("question", "text"),
    [("companies", "Every company takes part"), ("company", "Over 100 companies"), ("cluster", "Two clusters merged")],
)
def test_word_of_an_english_text_is_found_in_every_form(question: str, text: str) -> None:
    assert leads(question, "", english=text)


@pytest.mark.django_db
def test_every_word_of_a_question_must_lead_to_the_text() -> None:
    assert leads("havbruk teknologi", "Teknologi for havbruk")
    assert not leads("havbruk romfart", "Teknologi for havbruk")


@pytest.mark.django_db
def test_feed_in_a_text_is_not_lost_as_a_binding_word() -> None:
    assert leads("fôr", "Nytt fôr til laks")
    assert not leads("fôr", "Teknologi til havbruk")


@pytest.mark.django_db
@pytest.mark.parametrize(("question", "text"), [("BI", "Bioraffinering"), ("a", "Avfall"), ("IT", "Italiensk")])
def test_word_of_one_or_two_letters_means_itself_alone(question: str, text: str) -> None:
    assert leads(question, f"Handelshøyskolen {question}")
    assert not leads(question, text)


@pytest.mark.django_db
def test_names_are_not_inflected() -> None:
    assert leads("Bergen", "Bergen Teknologioverføring", stemmed=False)
    assert leads("Berg", "Bergen Teknologioverføring", stemmed=False)
    assert not leads("Bergen", "Berg Maskin AS", stemmed=False)


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["gceocean.no", "NCE/GCE", "post@node.no", "olje-gass", "2021/22", "http://ror.org/x"])
def test_words_of_addresses_paths_and_dates_are_found_one_by_one(text: str) -> None:
    assert all(leads(word, text, stemmed=False) for word in words(text))


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["²²²", "①①①", "한국어", "ßßß", "１２３", "ⅧⅧⅧ", "1e5", "5e0znqa", "ﷺ", "a" * 200])
def test_letters_and_digits_of_every_kind_make_a_question_the_database_can_read(text: str) -> None:
    assert leads(text, "Havbruk") is leads(text, "Havbruk", stemmed=False) is False
