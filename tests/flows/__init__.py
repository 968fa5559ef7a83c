"""What flows decides."""
