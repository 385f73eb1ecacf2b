"""The workplace for accounts and their log, one file a noun."""

from staff.admin import not_ours, security_event, user

__all__ = ["not_ours", "security_event", "user"]
