"""How the local workspace behaves, and its page."""
