"""Countries by name in several languages, by everyday names, and by code in capitals; all that are named, wherever they stand.

Names are CLDR's (babel), codes and official names ISO 3166-1's; the rest are the names that people use and neither holds.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from flows.engine.readers.cities import CITIES
from flows.engine.readers.heard import Context, Heard, Nonsense, Read, one_of_these
from flows.engine.readers.listing import pieces
from flows.engine.readers.locales import habits
from flows.engine.readers.patterns import Pattern
from flows.engine.readers.wording import Said, key
from flows.model.effects import Note
from flows.model.flow import Question
from flows.model.values import Countries

_LANGUAGES = ("en", "de", "fr", "es", "pl", "pt", "it", "nl", "uk")
_ALIASES = {
    "GB": "uk, u k, great britain, britain, england, scotland, wales, northern ireland",
    "US": "usa, u s a, u s, the states, united states of america, the us, estados unidos",
    "NL": "holland, the netherlands, niederlande",
    "CZ": "czech republic, czechia, the czech republic",
    "KR": "south korea, republic of korea, rok, s korea",
    "KP": "north korea, dprk, n korea",
    "CD": "drc, dr congo, congo kinshasa, democratic republic of congo, democratic republic of the congo, zaire",
    "CG": "republic of the congo, congo brazzaville, republic of congo",
    "AE": "uae, emirates, the emirates, dubai, abu dhabi",
    "CN": "prc, mainland china, people s republic of china, peoples republic of china",
    "RU": "russian federation",
    "VN": "viet nam",
    "TR": "turkey, turkiye",
    "CI": "ivory coast",
    "MM": "burma",
    "MK": "macedonia",
    "SZ": "swaziland",
    "CV": "cape verde",
    "TL": "east timor",
    "BA": "bosnia",
    "PS": "palestine",
    "HK": "hong kong, hongkong",
    "MO": "macau, macao",
    "TW": "taiwan, roc",
    "VA": "vatican",
    "SA": "ksa, saudi",
    "ZA": "rsa",
    "NZ": "nz",
    "IE": "republic of ireland, eire",
    "SK": "slovak republic",
    "MD": "moldavia",
    "BY": "byelorussia, belorussia",
    "UA": "the ukraine",
    "PH": "the philippines",
    "LK": "ceylon",
    "TT": "trinidad",
    "BN": "brunei",
    "SY": "syria",
    "LA": "laos",
    "IR": "persia",
}
_SEVERAL_MEANINGS = {
    "korea": ("KR", "KP"),
    "corea": ("KR", "KP"),
    "congo": ("CG", "CD"),
    "kongo": ("CG", "CD"),
    "the congo": ("CG", "CD"),
    "georgia": ("GE", "US"),
    "america": ("US",),
    "us": ("US",),
    "guinea": ("GN", "GQ", "GW", "PG"),
    "virgin islands": ("VG", "VI"),
    "saint martin": ("MF", "SX"),
    "st martin": ("MF", "SX"),
    "ireland island": ("IE",),
    "samoa": ("WS", "AS"),
    "china taiwan": ("TW",),
}
_REGIONS = frozenset(
    "eu europe european union the eu asia africa south america latin america north america middle east"
    " balkans the balkans scandinavia nordics the nordics "
    "baltics the baltics eastern europe western europe central europe emea apac latam cee dach mena"
    " abroad overseas offshore nearshore southeast asia south east "
    "asia far east worldwide global everywhere remote benelux gulf caribbean oceania schengen".split()
)
_ASIDE_WORDS = frozenset(
    "and or in from the a an remote remotely staff staffed team teams office offices people person"
    " developer developers engineer engineers contractor contractors "
    "freelancer freelancers also plus with some mostly mainly our their its it is are be will would only"
    " just both maybe hq headquarters based located "
    "employees working work works part partly few one two three sits sit there as well of at we they"
    " located registered company vendor supplier factory plant "
    "ones guys folks site sites branch all country countries to for republic i were im weve hosting support side".split()
) | frozenset("law laws legal jurisdiction courts governed governing under".split())
_PARTS_OF_THE_WORLD = Pattern(
    r"\b(?:latin|south|north|central) america\b|\b(?:south ?east |east |west |south |central )asia\b"
)
_DENIALS = Pattern(
    r"\b(?:not|never|no longer|except|excluding|without|but not|outside|isnt|arent|other than|anything but|no)\b"
)
_MOST_WORDS = 7
_SLIP = 80
"""rapidfuzz score from which a name may be one with a slip in it: "berlin" is no Belgium (76)."""
_CODE = "="  # no key holds this
_COMPARING = Pattern(
    r"\b(?:side by side|(?:what|how) about|tell (?:me|us) about|(?:show|give)(?: (?:me|us))?|please|(?:the )?differences?"
    r"|(?:a )?compar(?:e[ds]?|ing|isons?)(?: (?:to|with|of))?|vs|versus|against|between)\b\.?",
    re.IGNORECASE,
)
"""What a command says around the countries that it names; none of it is one."""
_JOINING = frozenset({"and", "or", "with", "&", "+", "to"})
"""What stands between two countries. Some of it is a code as well, and is one where nothing says that countries are compared."""


def read_countries(question: Question, said: Said, context: Context) -> Heard:
    """One country, or several where the question holds many."""
    line = _coded(said)
    regions = _PARTS_OF_THE_WORLD.search(line) is not None
    line = _PARTS_OF_THE_WORLD.sub(" ", line)
    found = _DENIALS.search(line)
    denied = found is not None
    line = line[: found.start()].strip() if found else line
    named, left = _scan(line, context.locale)
    for piece in pieces(said.text) if left and not denied else ():
        spelt, rest = _scan(key(piece), context.locale)
        guessed, sure = _spelt(" ".join(rest), context.locale) if rest and not spelt else ((), False)
        if guessed:
            named.append(guessed)
            left = [word for word in left if word not in rest] + ([] if sure else ["?"])
    if not named and _LAW.search(said.text):
        named, left = [(_OF_NATIONS[found[0]],) for found in _NATIONS.finditer(said.text.title())], ["?"]
    if not named:
        words = set(said.key.split())
        return Nonsense(
            Note("reading.country.region")
            if words and words <= _REGIONS | _ASIDE_WORDS and words & _REGIONS
            else Note("reading.country")
        )
    either = len(named) > 1 and "or" in line.split()
    if either:
        return one_of_these([Countries((meanings[0],)) for meanings in named])
    # "NO" alone is Norway, or somebody shouting; "the German ones" are of something that was not named.
    loose = said.text == "NO" or "ones" in said.key.split()
    return _settled(question, named, sure=not left and not denied and not regions and not loose)


def _settled(question: Question, named: list[tuple[str, ...]], sure: bool) -> Heard:
    """The countries as one answer; each meaning of a name that has several is a reading of its own."""
    sets: list[tuple[str, ...]] = [()]
    for meanings in named:
        sets = [(*codes, code) for codes in sets for code in meanings][:16]
    distinct = list(dict.fromkeys(tuple(dict.fromkeys(codes)) for codes in sets))
    if not question.many and any(len(codes) > 1 for codes in distinct):
        return one_of_these([Countries((code,)) for codes in distinct for code in codes])
    if len(distinct) == 1 and sure:
        return Read(Countries(distinct[0]))
    return one_of_these([Countries(codes) for codes in distinct])


def _scan(line: str, locale: str) -> tuple[list[tuple[str, ...]], list[str]]:
    """Countries named in a key, longest name first, and the words left over that are no filling."""
    names, words = _names(habits(locale).language), line.split()[:200]
    found: list[tuple[str, ...]] = []
    left: list[str] = []
    at = 0
    while at < len(words):
        for size in range(min(_MOST_WORDS, len(words) - at), 0, -1):
            said = " ".join(words[at : at + size])
            codes = (said.removeprefix(_CODE),) if said.startswith(_CODE) and size == 1 else names.get(said)
            if codes and not (size == 1 and words[at] == "us" and len(words) > 1):
                found.append(codes)
                at += size
                break
        else:
            if words[at] not in _ASIDE_WORDS:
                left.append(words[at])
            at += 1
    return found, left


def _coded(said: Said) -> str:
    """The key, with codes marked that stand alone between commas and "and", in capitals: in small letters "in" and "it" are words."""
    known, parts = _iso_codes(), pieces(said.text)
    if not any(part in known for part in parts):
        return said.key
    return " and ".join(f"{_CODE}{known[part]}" if part in known else key(part) for part in parts)


def _spelt(line: str, locale: str) -> tuple[tuple[str, ...], bool]:
    """The country of a name with a slip in it, and whether no other comes near ("austrlia" is near two); that of a city, never for sure."""
    from rapidfuzz import fuzz, process  # 16 ms to import; most replies are read without it

    if line in CITIES:
        return CITIES[line], False
    if len(line) < 4 or len(line) > 40:
        return (), False
    names = _names(habits(locale).language)
    near = process.extract(line, list(names), scorer=fuzz.ratio, limit=12, score_cutoff=_SLIP)
    best = near[0][1] if near else 0
    codes = tuple(dict.fromkeys(code for name, score, _ in near if score >= best - 8 for code in names[name]))
    return codes[:3], len(codes) == 1 and best >= 84


@lru_cache(maxsize=1)
def _iso_codes() -> dict[str, str]:
    """ISO 3166-1 codes of two and three letters to that of two; Kosovo's XK is in use without being in the standard."""
    from iso3166 import countries  # only country questions need it

    table: dict[str, str] = {"XK": "XK", "XKX": "XK"}
    for country in countries:
        table[country.alpha2] = table[country.alpha3] = country.alpha2
    return table


@lru_cache(maxsize=16)
def _names(own: str) -> dict[str, tuple[str, ...]]:
    """Every name as a key, to the codes it may mean. ``own`` is the programme's language, read beside the usual ones."""
    from babel import Locale  # 24 ms to import, and its territory names as much again; only country questions need them
    from iso3166 import countries

    known = set(_iso_codes().values())
    table: dict[str, tuple[str, ...]] = {}
    for language in dict.fromkeys((*_LANGUAGES, own)):
        territories: dict[str, str] = dict(Locale(language).territories)
        for code, name in territories.items():
            if code in known:
                table.setdefault(key(name), (code,))
    for country in countries:
        for name in (country.name, country.apolitical_name):
            table.setdefault(key(name), (country.alpha2,))
    for code, names in _ALIASES.items():
        table.update({name.strip(): (code,) for name in names.split(",")})
    return table | _SEVERAL_MEANINGS


@dataclass(frozen=True, slots=True)
class Asked:
    """What a command named: countries by code, in their order; and each word that is none, or not only one, with what it may mean."""

    codes: tuple[str, ...]
    unclear: tuple[tuple[str, tuple[str, ...]], ...] = ()


def asked_countries(words: str, locale: str = "en_GB") -> Asked:
    """The countries that a command names, one beside the other: names in several languages, or codes in any case."""
    bare = _COMPARING.sub(" ", words)
    parts = [part for part in re.split(r"[\s,;/]+", bare) if part][:40]
    known = _iso_codes()
    joining = _JOINING if bare != words else _JOINING - {"to"}
    apart = [part for part in parts if part.lower() not in joining] or parts
    if parts and all(part.upper() in known for part in apart):
        return Asked(tuple(dict.fromkeys(known[part.upper()] for part in apart)))
    marked = (
        f"{_CODE}{known[part.upper()]}" if (part in known or part == "us") and part in apart else key(part)
        for part in parts
    )
    line = " ".join(marked)
    named, left = _scan(line, locale)
    unclear = [(_meant(line, meanings), meanings) for meanings in named if len(meanings) > 1]
    together = _spelt(" ".join(left), locale)[0]
    unclear += [(" ".join(left), together)] if together else [(word, _spelt(word, locale)[0]) for word in left]
    return Asked(tuple(dict.fromkeys(codes[0] for codes in named if len(codes) == 1)), tuple(unclear))


def _meant(line: str, meanings: tuple[str, ...]) -> str:
    """The name in a line that has these meanings."""
    return next(name for name, codes in _SEVERAL_MEANINGS.items() if codes == meanings and name in line)


_NATIONALITIES = (
    "Indian IN, Polish PL, German DE, Chinese CN, American US, British GB, English GB, Ukrainian UA, Romanian RO, "
    "Vietnamese VN, French FR, Spanish ES, Italian IT, Dutch NL, Portuguese PT, Czech CZ, Japanese JP, Korean KR, "
    "Brazilian BR, Mexican MX, Canadian CA, Australian AU, Turkish TR, Russian RU, Filipino PH, Philippine PH, "
    "Pakistani PK, Bulgarian BG, Hungarian HU, Irish IE, Israeli IL, Swiss CH, Austrian AT, Serbian RS, Estonian EE, "
    "Latvian LV, Lithuanian LT, Thai TH, Indonesian ID, Malaysian MY, Taiwanese TW, Egyptian EG, Argentine AR, "
    "Argentinian AR"
)
_OF_NATIONS: dict[str, str] = {
    name: code for name, _, code in (pair.partition(" ") for pair in _NATIONALITIES.split(", "))
}
"""What comes from a country, by its code. Read only with a capital: "polish" is a word of its own."""
_NATIONS = Pattern(rf"\b(?:{'|'.join(_OF_NATIONS)})\b(?! Republic)")


_LAW = Pattern(r"\b(?:laws?|courts?|jurisdiction)\b", re.IGNORECASE)
"""Of a country, it is named by what comes from there: "Polish law"."""


def told_countries(text: str, locale: str = "en_GB") -> tuple[tuple[str, ...], str]:
    """The countries that a sentence names, by code, and its words (as a key) without their names. A name that may mean several is a word."""
    nations = [_OF_NATIONS[found[0]] for found in _NATIONS.finditer(text)]
    bare = re.sub(r"\bUS\b", "usa", _NATIONS.sub(" ", text))
    names, words = _names(habits(locale).language), key(bare).split()
    found: list[str] = []
    left: list[str] = []
    while words:
        size = next((n for n in range(_MOST_WORDS, 0, -1) if len(names.get(" ".join(words[:n]), ())) == 1), 0)
        named = " ".join(words[:size])
        if size and named != "us":
            found += names[named]
            words = words[size:]
        else:
            left.append(words.pop(0))
    return tuple(dict.fromkeys((*found, *nations))), " ".join(left)
