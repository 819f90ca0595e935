"""What is checked before something goes public."""
