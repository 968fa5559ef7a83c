"""Judgements over the nouns. Each rule imports the model and `conditions`, and otherwise not its neighbours."""
