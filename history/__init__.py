"""The registry's two kinds of time, valid (valid_time.py) and recorded (recording.py). A leaf."""
