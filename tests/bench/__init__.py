"""Programs that print figures; never tests that judge a time."""
