"""The Slack edge: the only home of slack_bolt and slack_sdk. Slack's JSON comes in and becomes arrivals; screens go out as Block Kit."""
