"""What state remembers."""
