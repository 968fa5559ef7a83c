"""Measurements against floors in the same run. Ratios are quoted, never times: the machines are shared. Run by `make bench`."""
