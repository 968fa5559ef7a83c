"""What a part of `make faults` found: figures, and every promise that was broken. No measuring here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Report:
    """``figures`` by what they count; ``breaches``: each a sentence, none where all that was promised held."""

    name: str
    figures: dict[str, int | str] = field(default_factory=dict)
    breaches: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def hold(self, promise: bool, else_told: str) -> None:
        """Write down a broken promise."""
        if not promise:
            self.breaches.append(else_told)

    def none(self, found: Iterable[object], what: str, most: int = 5) -> None:
        """There must be none of these."""
        listed = sorted(str(one) for one in found)
        if listed:
            more = f" and {len(listed) - most} more" if len(listed) > most else ""
            self.breaches.append(f"{len(listed)} {what}: {'; '.join(listed[:most])}{more}")

    def add(self, figures: dict[str, int]) -> None:
        """Count these on top of what was counted."""
        for name, value in figures.items():
            self.figures[name] = int(self.figures.get(name, 0)) + value

    def lines(self) -> list[str]:
        """As it is printed."""
        verdict = "BROKEN" if self.breaches else "held"
        told = [f"{self.name}: {verdict}, {self.seconds:.0f} s"]
        told += [f"    {name}: {value}" for name, value in self.figures.items()]
        return told + [f"    BROKEN: {breach}" for breach in self.breaches]
