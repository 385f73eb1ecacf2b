"""What tells synthetic records from real ones, and the last day they know of."""

import datetime as dt

#: Stands as the source of every synthetic row; a later run finds them by it.
SOURCE = "Oppdiktede demonstrasjonsdata (make_demo)"
#: Synthetic history ends here, whatever today is: the same seed gives the same data on any day.
LAST_DAY = dt.date(2025, 12, 31)
LAST_YEAR = LAST_DAY.year
