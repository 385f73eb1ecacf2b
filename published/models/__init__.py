from published.models.edition import Edition
from published.models.published_change import Action, PublishedChange

__all__ = ["Action", "Edition", "PublishedChange"]
