"""The demo in a real Chromium: people act on the page, the real bot answers over the real protocol."""
