"""What the raw files say."""
