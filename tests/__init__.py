"""Ringfence's tests. They mirror the packages; scenarios play whole conversations; house holds the project to its own rules."""
