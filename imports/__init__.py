"""Members, organisations, clusters and tier periods out of files: staged, looked at, written whole or not at all."""
