"""What the product tells its operator: lines of text or of JSON on the console."""
