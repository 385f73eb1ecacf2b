"""Children that do not outlive their parent, however it ends."""

import ctypes
import signal
import sys
from collections.abc import Callable


def die_with_parent(sign: signal.Signals = signal.SIGTERM) -> Callable[[], None] | None:
    """A ``preexec_fn`` that makes Linux signal the child when its parent dies; None where there is no such thing."""
    if not sys.platform.startswith("linux"):
        return None
    prctl = ctypes.CDLL(None).prctl
    set_parent_death_signal = 1
    return lambda: prctl(set_parent_death_signal, sign)
