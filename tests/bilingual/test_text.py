import pytest
from django.utils.translation import override

from bilingual.text import both
from clusters.models import Cluster


@pytest.mark.parametrize(("lang", "expected"), [("nb", "Havbruk."), ("en", "Aquaculture.")])
def test_bilingual_text_is_in_the_language_of_the_page(lang: str, expected: str) -> None:
    cluster = Cluster(summary_nb="Havbruk.", summary_en="Aquaculture.")

    with override(lang):
        assert (cluster.summary, cluster.summary.lang, cluster.summary.is_other) == (expected, lang, False)


def test_bilingual_text_falls_back_and_says_which_language_it_is() -> None:
    cluster = Cluster(summary_nb="Havbruk.", summary_en="")

    with override("en"):
        assert (cluster.summary, cluster.summary.lang, cluster.summary.is_other) == ("Havbruk.", "nb", True)


def test_bilingual_text_without_any_text_is_empty_and_in_no_other_language() -> None:
    with override("en"):
        assert (Cluster().summary, Cluster().summary.is_other) == ("", False)


def test_both_gives_the_api_both_languages() -> None:
    assert both(Cluster(summary_nb="Havbruk.", summary_en=""), "summary") == {"nb": "Havbruk.", "en": ""}
