"""What every door shares: strict query strings (filtersets.py) and the frame of the API (api/). No tables."""
