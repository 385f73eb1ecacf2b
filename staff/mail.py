"""Mail that nobody waits for: how long an answer takes must not tell whether there was anybody to write to."""

import logging
from concurrent.futures import ThreadPoolExecutor, wait
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from concurrent.futures import Future

    from django.core.mail import EmailMessage

logger = logging.getLogger(__name__)

_post = ThreadPoolExecutor(max_workers=1, thread_name_prefix="mail")
_underway: "set[Future[Any]]" = set()


def send_later(message: "EmailMessage") -> None:
    """Send the message from another thread. What goes wrong stands in the server's log, without the text."""
    sending = _post.submit(_send, message)
    _underway.add(sending)
    sending.add_done_callback(_underway.discard)


def _send(message: "EmailMessage") -> None:
    try:
        message.send()
    except Exception:  # whatever a mail server answers, nobody is there to catch it
        logger.exception("a message could not be sent")


def await_all() -> None:
    """Return when everything underway is sent."""
    wait(list(_underway))
