"""The runtime: one event in, one outcome out. Imports the model and the rules; knows no YAML, no store, no messenger."""
