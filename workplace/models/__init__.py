from workplace.models.calendar_token import CalendarToken
from workplace.models.erasure import Erasure
from workplace.models.saved_view import SavedView

__all__ = ["CalendarToken", "Erasure", "SavedView"]
