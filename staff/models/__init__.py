from staff.models.identity import Identity
from staff.models.security_event import SecurityEvent
from staff.models.user import Role, User

__all__ = ["Identity", "Role", "SecurityEvent", "User"]
