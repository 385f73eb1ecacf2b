from corrections.models.correction_report import CorrectionReport
from corrections.models.sender_hour import SenderHour

__all__ = ["CorrectionReport", "SenderHour"]
