"""The Web API: each method a function of the workspace and its arguments, by family. Refuses as Slack does, by Slack's names."""
