"""What the templates of figures ask for."""

from django import template

from clusters.statistics.drawing import Drawn, drawn_twice
from clusters.statistics.tables import Table

register = template.Library()


@register.filter
def pictures(table: Table) -> list[tuple[str, Drawn]]:
    """The picture of a figure for wide and for narrow windows."""
    return drawn_twice(table)
