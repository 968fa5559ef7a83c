"""How Ringfence speaks: the use cases, the Slack edge, the local workspace and the command line."""
