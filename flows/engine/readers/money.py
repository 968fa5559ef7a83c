"""Amounts with their currency, by sign, code or word. A currency that was not said is asked back, the programme's own first."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from flows.engine.readers.heard import Context, Heard, Nonsense, Read, one_of_these
from flows.engine.readers.locales import habits
from flows.engine.readers.patterns import Pattern
from flows.engine.readers.quantities import MOST_CHARS, Quantity, quantities, quantity
from flows.engine.readers.wording import Said, key, phrases
from flows.model.effects import Note
from flows.model.flow import Question
from flows.model.values import Given, Money

_SIGNS = {
    "US$": "USD", "CA$": "CAD", "C$": "CAD", "AU$": "AUD", "A$": "AUD", "NZ$": "NZD", "HK$": "HKD", "S$": "SGD", "R$": "BRL", "NT$": "TWD",
    "€": "EUR", "£": "GBP", "₹": "INR", "₽": "RUB", "₴": "UAH", "₺": "TRY", "₩": "KRW", "₪": "ILS", "₫": "VND", "₦": "NGN", "₱": "PHP",
    "฿": "THB", "₸": "KZT", "₾": "GEL", "₡": "CRC",
}  # fmt: skip
_WORDS = {
    "eur"
    "o": "EUR", "euros": "EUR", "eur": "EUR", "quid": "GBP", "sterling": "GBP", "pounds sterling": "GBP", "pound": "GBP", "pounds": "GBP",
    "gbp": "GBP", "usd": "USD", "us dollars": "USD", "us dollar": "USD", "bucks": "USD", "zl": "PLN", "pln": "PLN", "zloty": "PLN",
    "zlotys": "PLN", "zlote": "PLN", "zlotych": "PLN", "chf": "CHF", "swiss francs": "CHF", "francs": "CHF", "sfr": "CHF", "fr": "CHF",
    "inr": "INR", "rupee": "INR", "rupees": "INR", "rs": "INR", "yen": "JPY", "jpy": "JPY", "yuan": "CNY", "rmb": "CNY", "renminbi": "CNY",
    "cn"
    "y": "CNY", "sek": "SEK", "nok": "NOK", "dkk": "DKK", "czk": "CZK", "kc": "CZK", "koruna": "CZK", "huf": "HUF", "ft": "HUF", "forint": "HUF",
    "ron": "RON", "lei": "RON", "leu": "RON", "bgn": "BGN", "uah": "UAH", "hryvnia": "UAH", "hryvnias": "UAH", "brl": "BRL", "reais": "BRL",
    "ca"
    "d": "CAD", "canadian dollars": "CAD", "aud": "AUD", "australian dollars": "AUD", "nzd": "NZD", "sgd": "SGD", "hkd": "HKD", "krw": "KRW",
    "vn"
    "d": "VND", "dong": "VND", "zar": "ZAR", "aed": "AED", "dirham": "AED", "dirhams": "AED", "ils": "ILS", "shekel": "ILS", "shekels": "ILS",
    "rub": "RUB", "roubles": "RUB", "rubles": "RUB", "mxn": "MXN", "php": "PHP", "thb": "THB", "baht": "THB", "twd": "TWD", "myr": "MYR",
    "idr": "IDR", "lira": "TRY", "won": "KRW",
}  # fmt: skip
_SHARED = {
    **dict.fromkeys(("$", "dollar", "dollars"), ("USD", "CAD", "AUD", "NZD", "SGD", "HKD")),
    **dict.fromkeys(("¥", "￥"), ("JPY", "CNY")),
    **dict.fromkeys(("kr", "crown", "crowns", "kronor", "kroner"), ("SEK", "NOK", "DKK", "CZK")),
    **dict.fromkeys(("peso", "pesos"), ("MXN", "PHP", "COP", "ARS")),
}
_FILLER = frozenset(
    "it its is are was we were have has had about in total altogether only just that thats would be say"
    " of our the a per and for budget".split()
)
_NOTHING = phrases("nothing", "none", "zero", "free", "for free", "no cost", "free of charge", "nil", "it's free")
_SIGN = Pattern("|".join(re.escape(sign) for sign in (*sorted(_SIGNS, key=len, reverse=True), "$", "¥", "￥")))


def read_money(question: Question, said: Said, context: Context) -> Heard:
    """An amount in one currency."""
    if said.key in _NOTHING:
        return _offered(question, Quantity((Decimal(0),), ""), (), sure=False, context=context)
    if len(said.text) > MOST_CHARS:
        return _expected()
    bare, currencies, words = _currencies(said.text, context)
    if len(words) > 1:
        return _expected()
    ends = quantities(bare, context.locale)
    if ends:
        both = Quantity(ends[0].readings[:1] + ends[1].readings[:1], f"{ends[0].around} {ends[1].around}")
        return _offered(question, both, currencies, False, context)
    found = quantity(bare, context.locale)
    if found is None or len(_left(found)) > 8:
        return _expected()
    return _offered(question, found, currencies, sure=not (found.limit or _left(found)), context=context)


def _left(found: Quantity) -> list[str]:
    return [word for word in key(found.around).split() if word not in _FILLER]


def _offered(question: Question, found: Quantity, currencies: tuple[str, ...], sure: bool, context: Context) -> Heard:
    low = 0 if question.low is None else question.low
    readings = [value for value in found.readings if value >= low and (question.high is None or value <= question.high)]
    if not readings:
        return (
            _expected()
            if question.high is None
            else Nonsense(Note("reading.money.between", {"low": low, "high": question.high}))
        )
    offered = currencies or tuple(dict.fromkeys((habits(context.locale).currency, "EUR", "USD", "GBP")))
    values: list[Given] = [Money(value, currency) for currency in offered for value in readings]
    if sure and len(values) == 1:
        return Read(values[0], hedged=found.rough)
    return one_of_these(values)


def _currencies(text: str, context: Context) -> tuple[str, tuple[str, ...], frozenset[str]]:
    """The text without its currency, the codes that may be meant (the likeliest first), and the words that said so."""
    said: dict[str, tuple[str, ...]] = {}

    def take(found: re.Match[str]) -> str:
        codes = _meaning(found[0], context)
        if codes:
            said[" ".join(codes)] = codes
        return " " if codes else found[0]

    rest = re.sub(r"\b([A-Za-z]{2,4})(?=\d)", r"\1 ", _SIGN.sub(take, text))  # PLN100
    rest = re.sub(
        r"(?<!\w)(?:(?:us|canadian|australian|swiss|pounds) )?[^\W\d_]{2,9}\.?(?!\w)", take, rest, flags=re.IGNORECASE
    )
    merged = tuple(dict.fromkeys(code for codes in said.values() for code in codes))
    if len(said) > 1:  # "$100 USD" says the same twice, more narrowly
        common = [code for code in merged if all(code in codes for codes in said.values())]
        return rest, tuple(common), frozenset(said) if not common else frozenset(common[:1])
    return rest, merged, frozenset(said)


def _meaning(word: str, context: Context) -> tuple[str, ...]:
    if word in _SIGNS:
        return (_SIGNS[word],)
    line = key(word) or word
    home = habits(context.locale).currency
    if line in _SHARED:
        shared = _SHARED[line]
        if home in shared and home != "USD" and "USD" in shared:
            return home, "USD"
        return (home,) if home in shared else ("USD",) if "USD" in shared else shared
    if line in _WORDS:
        return (_WORDS[line],)
    # ALL, TOP and TRY are currencies too, but only in capitals.
    return (word,) if word in _in_use() else ()


@lru_cache(maxsize=1)
def _in_use() -> frozenset[str]:
    """ISO 4217 codes that are legal tender somewhere today, after CLDR."""
    from babel.core import get_global  # 24 ms to import, and most replies are about no money

    return frozenset(
        code
        for rows in get_global("territory_currencies").values()
        for code, _, end, tender in rows
        if end is None and tender
    )


def _expected() -> Nonsense:
    return Nonsense(Note("reading.money"))
