"""Which company or place has something, out of a sentence that says so: "it's on a public GitHub repository" names the repository."""

from __future__ import annotations

import re

from flows.engine.readers.patterns import Pattern
from flows.engine.readers.wording import clean

_THING = r"(?:it|that|this|they|everything|all of it|the (?:files?|code|thing|whole thing|leak|copy|data|documents?|drawings?|app|source))"
_NOW = r"(?:(?:now|currently|still|already|probably|apparently|all|just|openly|publicly|available|visible)\s+)*"
_BEEN = (
    r"(?:(?:['’]?s|['’]?re|is|are|was|were|has|have|had|can|got|went|ended|landed|turned|sits|lies|stands|lives|appears|appeared|showed|leaked"
    r"|goes)\s+)"
)
_PUT = (
    r"(?:(?:been|be|up|out|over|to be|got|gone|sitting|lying|hosted|held|stored|posted|uploaded|published|leaked|sent|given|pushed|shared|shown"
    r"|found|seen|copied|dumped|sold|put|placed|mailed|emailed|forwarded)\s+)*"
)
_WHERE = r"(?:on|in|at|with|by|to|onto|into|inside|from|under)\s+"
_LEAD_IN = Pattern(
    rf"\A(?:(?:I think|I guess|I believe|we think|probably|apparently|well|so|as far as I know)[\s,]+)*"
    rf"(?:{_THING}\s*{_BEEN}{_NOW}{_PUT}{_NOW}{_WHERE}"
    rf"|(?:they|he|she|somebody|someone|we|I)\s+(?:(?:now|still)\s+)?(?:have|has|had|got|keep|keeps|saw|found|put|posted|uploaded|sent|pushed"
    r"|leaked|showed|shown|gave|handed|mailed|emailed|demoed|presented)"
    rf"\s+(?:it|that|this|them|a copy)\s+{_NOW}{_PUT}{_WHERE}"
    rf"|(?:posted|uploaded|published|leaked|sent|pushed|hosted|put|up)\s+{_WHERE}|(?:on|at|with|in|to)\s+)(?=\S)",
    re.IGNORECASE,
)
_HAS_IT = Pattern(
    r"\s+(?:now\s+)?(?:has|have|had|['’]?s got|has got|have got|got|holds|hold|keeps)\s+(?:it|that|them|a copy(?: of it)?)"
    r"(?:\s+(?:now|already|too))?[\s.!]*\Z",
    re.IGNORECASE,
)


_NOBODY = frozenset("they he she we i somebody someone it that".split())
"""What says of nobody in particular who has it."""
_SHORT = 4
"""Letters of a last word whose full stop may be its own ("Ltd.")."""


def place_named(words: str) -> str:
    """The place or company in words that say who has something, without what leads in to it; the words as they are where nothing would be left."""
    said = clean(words).strip()
    found = _HAS_IT.sub("", _LEAD_IN.sub("", said, count=1), count=1).strip()
    if found in ("", said) or found.casefold() in _NOBODY:
        return said
    return found.rstrip(".!") if len(found.split()[-1].rstrip(".!")) > _SHORT else found
