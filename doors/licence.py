"""On which terms everything the registry publishes may be used."""

LICENCE = "NLOD 2.0"
LICENCE_NAME = "Norsk lisens for offentlige data (NLOD) 2.0"
LICENCE_ADDRESS = "https://data.norge.no/nlod/no/2.0"
