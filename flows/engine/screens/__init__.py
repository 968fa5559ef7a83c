"""Screens: what a person is shown, composed purely from the state as it stands. No markup, no messenger, no clock of its own."""
