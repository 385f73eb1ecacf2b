"""Every public page: listed, valid, told apart from the others, in its language and answered by the other one."""

import re
from collections import Counter
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.templatetags.static import static
from django.test import Client
from django.urls import LocalePrefixPattern

from config import urls
from tests.markup import Html
from tests.public_pages import PUBLIC_PAGES, PublicPage, located

pytestmark = pytest.mark.django_db

#: Words that bind sentences, and that are none in the other language.
BINDING = {
    "nb": frozenset({"og", "er", "som", "på", "med", "ikke", "av", "til", "det", "den", "ble", "etter", "fra", "har"}),
    "en": frozenset({"and", "is", "are", "which", "that", "the", "of", "with", "not", "from", "has", "by", "where"}),
}
#: Pages that stand only once something was sent; the tests of the sending look at them.
ONCE_SENT = {"receipt"}
OTHER = {"nb": "en", "en": "nb"}


def read(client: Client, address: str, status: int = 200) -> Html:
    answer = client.get(located(address))
    assert answer.status_code == status, address
    return Html(answer.content.decode())


def public_patterns() -> list[Any]:
    """All that stands at translated addresses, without the pages of those who log in."""
    translated: list[Any] = [each for each in urls.urlpatterns if isinstance(each.pattern, LocalePrefixPattern)]
    rooms = [included for each in translated for included in each.url_patterns]
    return [pattern for room in rooms if room.urlconf_name.__name__ != "staff.urls" for pattern in room.url_patterns]


def is_page(pattern: Any) -> bool:
    """Files have an ending."""
    return not re.search(r"\.\w+$", str(pattern.pattern))


def versions(html: Html) -> dict[str, str]:
    """Language → path and query of what the page names as its versions."""
    parts = [(link.attrs["hreflang"], urlsplit(link.attrs["href"])) for link in html.all("link[hreflang]")]
    return {language: part.path + (f"?{part.query}" if part.query else "") for language, part in parts}


def told_where_shared(html: Html) -> list[str]:
    """What Open Graph says of the page: its title, what it is about, and its address where it is to be found."""
    told = {meta.attrs["property"]: meta.attrs["content"] for meta in html.all("meta[property]")}
    return [f"{told['og:title']} – {told['og:site_name']}", told["og:description"], told.get("og:url", "")]


def told_in_the_browser(html: Html) -> list[str]:
    canonical = html.values("link[rel=canonical]", "href")
    return [html.title, *html.values("meta[name=description]", "content"), canonical[0] if canonical else ""]


def is_listed(public: PublicPage, html: Html) -> bool:
    """Whether the page is one for search engines."""
    return public.status != 404 and html.values("meta[name=robots]", "content") != ["noindex"]


def foreign(html: Html, language: str) -> list[str]:
    """Lines that read as if they were in the other language, and do not say so."""
    found = []
    for line in html.lines(language):
        words = re.findall(r"\w+", re.sub(r"\S+[/.]\S+", "", line.lower()))
        own, other = (sum(word in BINDING[each] for word in words) for each in (language, OTHER[language]))
        if other > max(own, 1):
            found.append(line)
    return found


def test_every_public_page_is_in_the_table_and_files_are_not() -> None:
    pages = {pattern.name for pattern in public_patterns() if is_page(pattern)}
    files = {pattern.name for pattern in public_patterns()} - pages

    assert pages - ONCE_SENT == {public.kind for public in PUBLIC_PAGES} - {"error"}
    assert {"clusters_csv", "clusters_atom", "map_geojson", "figure_svg"} <= files


@pytest.mark.parametrize("public", PUBLIC_PAGES, ids=lambda public: public.nb)
def test_page_is_valid_and_in_its_language_and_its_twin_answers(client: Client, public: PublicPage) -> None:
    wanted = {language: located(address) for language, address in public.addresses.items()}

    for language, address in public.addresses.items():
        html = read(client, address, public.status)

        assert html.faults == []
        assert html.values("html", "lang") == [language]
        assert foreign(html, language) == []
        assert versions(html) == wanted or not is_listed(public, html)
        assert told_where_shared(html) == told_in_the_browser(html)
        assert html.values("link[rel=stylesheet]", "href") == [static("css/pages.css")]


@pytest.mark.parametrize("language", ["nb", "en"])
def test_titles_and_descriptions_tell_pages_apart(client: Client, language: str) -> None:
    pages = [public for public in PUBLIC_PAGES if public.status == 200]
    read_pages = [read(client, public.addresses[language]) for public in pages]

    titles = Counter(html.title for html in read_pages)

    assert [title for title, times in titles.items() if times > 1] == []
    assert [html.title for html in read_pages if not html.values("meta[name=description]", "content")[0]] == []


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("<h1>a</h1><p><div></div></p>", "unexpected-end-tag"),
        ("<h1>a</h1><i id=b></i><i id=b></i>", "id b twice"),
        ("<h1>a</h1><label for=c>d</label>", "no id c"),
        ("<h1>a</h1><ul><p>b</p></ul>", "p in ul"),
        ("<h1>a</h1><p style='color: red; width: 1px'>b</p>", " style="),
        ("<p>b</p>", "0 h1"),
    ],
)
def test_faults_of_a_page_are_seen(body: str, fault: str) -> None:
    found = Html(f"<!doctype html><html lang=nb><title>a</title>{body}").faults

    assert len(found) == 1
    assert fault in found[0]


def test_a_line_in_the_other_language_is_seen_unless_it_says_so() -> None:
    said = "<p>De er som oftest med på det, og ikke alene</p>"
    page = Html(f"<!doctype html><html lang=en><title>a</title>{said}<div lang=nb>{said}</div>")

    assert foreign(page, "en") == ["De er som oftest med på det, og ikke alene"]
