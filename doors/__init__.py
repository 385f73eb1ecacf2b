"""What every door of the registry shares: strict query strings (filtersets.py) and the API's frame (api/). A leaf without tables."""
