"""Measurements of the registry, asked through its public doors like anybody else. The application imports none."""
