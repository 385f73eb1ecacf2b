"""What the templates of figures ask for."""

from django import template

from clusters.statistics.pictures import NARROW, WIDE, Picture, picture
from clusters.statistics.tables import Table

register = template.Library()


@register.filter
def pictures(table: Table) -> list[tuple[str, Picture]]:
    """The picture of a figure for wide and for narrow windows."""
    return [("wide", picture(table, WIDE)), ("narrow", picture(table, NARROW))]
