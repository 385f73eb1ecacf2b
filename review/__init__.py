"""A second pair of eyes: changes of what the public sees wait as revisions until somebody else accepts them.

Knows no cluster and no organisation: each kind of record says in ``kinds.py`` what the rules are.
"""
