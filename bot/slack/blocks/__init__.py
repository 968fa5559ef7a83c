"""Screens and forms to Block Kit. Pure: values in, plain JSON shapes out, always within Slack's limits."""

from bot.slack.blocks.forms import view
from bot.slack.blocks.home import home
from bot.slack.blocks.message import message, without_pictures

__all__ = ["home", "message", "view", "without_pictures"]
