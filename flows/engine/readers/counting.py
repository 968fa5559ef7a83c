"""Numbers and places in a row, said in words: "four", "twenty-five", "the second one", "b", "last"."""

from __future__ import annotations

from flows.engine.readers.patterns import Pattern

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
SMALL = (
    {word: number for number, word in enumerate(_UNITS)}
    | {word: 10 * number for number, word in enumerate(_TENS, start=2)}
    | {"couple": 2}
)
_LARGE = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
ORDINALS = {
    word: number
    for number, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth".split(), start=1
    )
}  # fmt: skip
_ROUND_IT = Pattern(
    r"(?:the )?(?:option |number |answer |item |choice |nr |# ?)?(?P<what>[^ ]+)(?: (?:one|option|item|choice))?"
)
_FIGURE = Pattern(r"(?P<figure>\d{1,3})(?:st|nd|rd|th)?")


def number_in_words(key: str) -> int | None:
    """The number that a key spells ("two hundred and fifty", "a dozen"), or None. Up to the billions."""
    total, part, seen = 0, 0, False
    words = key.split()
    for at, word in enumerate(words):
        if word in ("a", "an") or (word in ("and", "of") and seen and at + 1 < len(words)):
            continue
        if word in _LARGE:
            part = (part or 1) * _LARGE[word]
            if word != "hundred":
                total, part = total + part, 0
        elif word == "dozen":
            part = (part or 1) * 12
        elif word in SMALL and (not part or part % 10 == 0):
            part += SMALL[word]
        else:
            return None
        seen = True
    return total + part if seen else None


def place(key: str, count: int, letters: bool = True) -> int | None:
    """The index (from 0) in a row of ``count`` that a key names: "2", "#2", "option 2", "second", "the last one", "b"; else None."""
    found = _ROUND_IT.fullmatch(key)
    what = found["what"] if found else ""
    if what == "last":
        return count - 1 if count else None
    figure = _FIGURE.fullmatch(what)
    if figure:
        number = int(figure["figure"])
    elif letters and len(what) == 1 and "a" <= what <= "z":
        number = ord(what) - ord("a") + 1
    else:
        number = ORDINALS.get(what) or SMALL.get(what, 0)
    return number - 1 if 1 <= number <= count else None
