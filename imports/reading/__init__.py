"""Files into rows of cells: CSV in the ways Norwegian spreadsheets write it, and Excel behind guards."""
