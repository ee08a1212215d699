"""What is said, by whom."""
