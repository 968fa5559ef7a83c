"""The house holds itself to its rules: imports, style, docs, the wheel, deploy, and what no file may name."""
