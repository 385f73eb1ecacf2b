"""Lists as files: CSV, Excel, JSON and GeoJSON with the filters of the page, out of the fields of the API."""
