from support.models.grant import Grant, GrantCluster

__all__ = ["Grant", "GrantCluster"]
