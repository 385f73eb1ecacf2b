"""What a bare checkout needs when nothing is configured: a database of its own and a secret key."""


def prepare_environment() -> None:
    """Placeholder until the embedded server lands."""
