"""What stands in the head of a page twice: in a text for the browser and for sharing, in the page and its headers."""

from django import template
from django.template.context import Context
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_block_tag
def line(content: str) -> SafeString:
    """What a block says, on one line and fit for an attribute, to be kept by ``as`` and written where it belongs."""
    return mark_safe(" ".join(content.split()).replace('"', "&quot;"))  # noqa: S308 (escaped where it was rendered)


@register.simple_tag(takes_context=True)
def style_sheet(context: Context, path: str) -> SafeString:
    """The sheet of the page, which the answer's headers are to name as well (``config.style_sheets.announce``)."""
    address = static(path)
    if request := context.get("request"):
        request.style_sheet = address
    return format_html('<link rel="stylesheet" href="{}">', address)
