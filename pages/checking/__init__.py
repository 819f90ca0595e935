"""What is checked of pages before they go public."""
