"""What speaks Slack."""
