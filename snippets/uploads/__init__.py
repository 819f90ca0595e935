"""What may be uploaded, one rule for each kind of file, whichever door it comes in by."""
