"""The bot killed beside a workspace that goes on: nothing acknowledged is lost, nothing is said twice."""
