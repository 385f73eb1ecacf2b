"""Records as linked data: W3C's ORG ontology and schema.org, with the time each fact holds."""
