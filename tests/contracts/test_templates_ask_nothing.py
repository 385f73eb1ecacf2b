"""A template shows what its page was made of, and asks nothing of the database itself."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.template.backends.django import Template
from django.test import Client

from tests.public_pages import PUBLIC_PAGES, PublicPage, located


class Watch:
    """Keeps the statements that are sent while a template is at work."""

    def __init__(self) -> None:
        self.statements: list[str] = []
        self.templates = 0

    def __call__(self, execute: Any, sql: str, values: Any, many: bool, context: Any) -> Any:  # noqa: FBT001 (Django's)
        if self.templates:
            self.statements.append(sql)
        return execute(sql, values, many, context)


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Iterator[Watch]:
    watch, render = Watch(), Template.render

    def watched(template: Template, *values: Any, **options: Any) -> Any:
        watch.templates += 1
        try:
            return render(template, *values, **options)
        finally:
            watch.templates -= 1

    monkeypatch.setattr(Template, "render", watched)
    with connection.execute_wrapper(watch):
        yield watch


@pytest.mark.django_db
@pytest.mark.parametrize("page", PUBLIC_PAGES, ids=lambda page: page.nb)
def test_template_of_a_public_page_asks_nothing(page: PublicPage, client: Client, watch: Watch) -> None:
    response = client.get(located(page.nb))

    assert response.status_code == page.status
    assert watch.statements == []
