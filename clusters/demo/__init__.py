"""Synthetic clusters, organisations and memberships of any size, beside the real registry (``manage.py make_demo``)."""
