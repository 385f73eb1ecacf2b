"""Matching names in bulk, as spreadsheet-cleaning tools ask for it: W3C's Entity Reconciliation API 0.2."""
