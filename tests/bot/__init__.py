"""How bot speaks."""
