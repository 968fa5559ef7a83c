"""The pictures of docs/screens: the demo played in a real Chromium up to what is worth looking at. Run by `make screens`."""
