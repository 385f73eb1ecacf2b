"""A page as the standard reads it, and what it does not allow there."""

import re
from collections.abc import Iterator
from typing import Any

from justhtml import JustHTML

#: Attributes that name other elements by their ids.
REFERENCES = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "headers", "list")
#: What alone may stand in what, where a parser does not mind.
CHILDREN = {
    "ul": {"li"},
    "ol": {"li"},
    "dl": {"dt", "dd", "div"},
    "tr": {"th", "td"},
    "tbody": {"tr"},
    "select": {"option", "optgroup"},
}
#: What ends a line: phrasing stands inside.
BLOCKS = {"p", "li", "td", "th", "dt", "dd", "h1", "h2", "h3", "h4", "caption", "legend", "label", "summary", "title"}
INLINE = re.compile(r"<style.*|<script(?![^>]* src=| type=.application/ld.json)[^>]*>|\s(?:on\w+|style)=.{20}")


class Html:
    """One page. Selectors are those of CSS."""

    def __init__(self, source: str) -> None:
        self.source = source
        self._read = JustHTML(source, sanitize=False, collect_errors=True)

    def all(self, selector: str) -> list[Any]:
        """The elements, in the order of the page."""
        found: list[Any] = self._read.root.query(selector)
        return found

    def values(self, selector: str, attribute: str) -> list[str]:
        """That attribute of each; empty where it is missing."""
        return [str(element.attrs.get(attribute) or "") for element in self.all(selector)]

    @property
    def title(self) -> str:
        """What stands in the tab."""
        return " ".join(str(self.all("title")[0].to_text()).split())

    @property
    def faults(self) -> list[str]:
        """What the standard does not allow, and what the content policy would stop."""
        parsed = [f"{error.code} in line {error.line}" for error in self._read.errors]
        headings = [f"{len(self.all('h1'))} h1"] if len(self.all("h1")) != 1 else []
        return [*parsed, *headings, *self._identified(), *self._misplaced(), *INLINE.findall(self.source)]

    def _identified(self) -> Iterator[str]:
        ids = self.values("[id]", "id")
        named = [one for name in REFERENCES for said in self.values(f"[{name}]", name) for one in said.split()]
        named += [href[1:] for href in self.values("a, use", "href") if href.startswith("#")]
        yield from (f"id {one} twice" for one in set(ids) if ids.count(one) > 1)
        yield from (f"no id {one}" for one in set(named) - set(ids))

    def _misplaced(self) -> Iterator[str]:
        for parent, allowed in CHILDREN.items():
            for element in self.all(parent):
                inside = {child.name for child in element.children if not child.name.startswith("#")}
                yield from (f"{child} in {parent}" for child in inside - allowed)

    def lines(self, language: str) -> Iterator[str]:
        """The text of each block that is in that language: without the parts that say they are in another one."""
        for block in self.all(", ".join(sorted(BLOCKS))):
            if _language(block) == language:
                yield " ".join("".join(_own_text(block, language)).split())


def _language(element: Any) -> str:
    while element is not None:
        if (getattr(element, "attrs", None) or {}).get("lang"):
            return str(element.attrs["lang"])
        element = element.parent
    return ""


def _own_text(element: Any, language: str) -> Iterator[str]:
    for child in element.children:
        if child.name == "#text":
            yield child.data
        elif not child.name.startswith("#") and child.name not in BLOCKS and _language(child) == language:
            yield from _own_text(child, language)
