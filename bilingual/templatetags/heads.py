"""What stands in the head of a page twice: for the browser, and for where somebody shares the address (Open Graph)."""

from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_block_tag
def line(content: str) -> SafeString:
    """What a block says, on one line and fit for an attribute, to be kept by ``as`` and written where it belongs."""
    return mark_safe(" ".join(content.split()).replace('"', "&quot;"))  # noqa: S308 (escaped where it was rendered)
