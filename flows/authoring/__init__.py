"""Reads what authors write: the only files that know YAML. Everything here is for authoring and start-up, nothing for a
turn.
"""
