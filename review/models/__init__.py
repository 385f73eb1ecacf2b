from review.models.revision import Revision

__all__ = ["Revision"]
