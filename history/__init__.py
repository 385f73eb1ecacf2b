"""The registry's two kinds of time: valid time (valid_time.py) and recorded time (recording.py). A leaf without tables."""
