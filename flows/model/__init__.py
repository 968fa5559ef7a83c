"""The nouns: frozen values that every other room shares. Imports nothing of ours outside this package."""
