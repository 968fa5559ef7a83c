"""A small local Slack workspace: Web API, Socket Mode, signed HTTP, and a page. Stands alone; imports nothing of the rest of the bot."""
