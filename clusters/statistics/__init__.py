"""The registry in numbers, on a day and by year.

``counting.py`` asks the database, once a dimension for all days at once; ``figures.py`` declares each figure with its
rule and its table, out of which page, CSV, SVG, API and citation are made, so that they cannot disagree.
"""
