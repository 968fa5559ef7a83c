"""The use cases: what is done with what arrives, in terms of flows and of its own ports. Knows no Slack, no driver, no environment."""
