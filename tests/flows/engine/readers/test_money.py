"""Amounts and their currency."""

from __future__ import annotations

import pytest

from flows.engine.readers import Heard
from flows.model.values import Kind
from tests.flows.engine.readers.setting import (
    NOBODY,
    TALK,
    asked,
    asking,
    check,
    hedged,
    located,
    money,
    nonsense,
    sure,
)

PHRASES = [
    ("€40k", sure(money("40000 EUR"))),
    ("40k EUR", sure(money("40000 EUR"))),
    ("40 k€", sure(money("40000 EUR"))),
    ("EUR 40.000,50", sure(money("40000.5 EUR"))),
    ("40 000,50 €", sure(money("40000.5 EUR"))),
    ("40€", sure(money("40 EUR"))),
    ("€ 40", sure(money("40 EUR"))),
    ("40 euro", sure(money("40 EUR"))),
    ("40k euros", sure(money("40000 EUR"))),
    ("about 40k euros", hedged(money("40000 EUR"))),
    ("12,500 PLN", sure(money("12500 PLN"))),
    ("PLN 12,500", sure(money("12500 PLN"))),
    ("PLN12,500", sure(money("12500 PLN"))),
    ("12500 pln", sure(money("12500 PLN"))),
    ("10,000 zł", sure(money("10000 PLN"))),
    ("10 tys zł", sure(money("10000 PLN"))),
    ("£1.2m", sure(money("1200000 GBP"))),
    ("£5", sure(money("5 GBP"))),
    ("5 quid", sure(money("5 GBP"))),
    ("$100", sure(money("100 USD"))),
    ("$1.2m", sure(money("1200000 USD"))),
    ("US$ 5,000", sure(money("5000 USD"))),
    ("$100 USD", sure(money("100 USD"))),
    ("C$50", sure(money("50 CAD"))),
    ("50 CAD", sure(money("50 CAD"))),
    ("5 lakh rupees", sure(money("500000 INR"))),
    ("₹5,00,000", sure(money("500000 INR"))),
    ("CHF 100", sure(money("100 CHF"))),
    ("ten thousand dollars", sure(money("10000 USD"))),
    ("Rs 500", sure(money("500 INR"))),
    ("ALL 100", sure(money("100 ALL"))),
    ("100 kr", asked(money("100 SEK"), money("100 NOK"), money("100 DKK"), money("100 CZK"))),
    ("100 crowns", asked(money("100 SEK"), money("100 NOK"), money("100 DKK"), money("100 CZK"))),
    ("¥5000", asked(money("5000 JPY"), money("5000 CNY"))),
    ("500 pesos", asked(money("500 MXN"), money("500 PHP"), money("500 COP"), money("500 ARS"))),
    ("EUR 40.000", asked(money("40000 EUR"), money("40 EUR"))),
    ("1.000 PLN", asked(money("1000 PLN"), money("1 PLN"))),
    ("40000", asked(money("40000 GBP"), money("40000 EUR"), money("40000 USD"))),
    ("100", asked(money("100 GBP"), money("100 EUR"), money("100 USD"))),
    ("a million", asked(money("1000000 GBP"), money("1000000 EUR"), money("1000000 USD"))),
    ("around 5 grand", asked(money("5000 GBP"), money("5000 EUR"), money("5000 USD"))),
    ("5k per month", asked(money("5000 GBP"), money("5000 EUR"), money("5000 USD"))),
    ("free", asked(money("0 GBP"), money("0 EUR"), money("0 USD"))),
    ("nothing", asked(money("0 GBP"), money("0 EUR"), money("0 USD"))),
    ("100-200 EUR", asked(money("100 EUR"), money("200 EUR"))),
    ("£20-30k", asked(money("20000 GBP"), money("30000 GBP"))),
    ("20 to 30 thousand pounds", asked(money("20000 GBP"), money("30000 GBP"))),
    ("between 10k and 20k euros", asked(money("10000 EUR"), money("20000 EUR"))),
    ("up to 2m euro", asked(money("2000000 EUR"))),
    ("we pay 4000 PLN a month", asked(money("4000 PLN"))),
    ("40 EUR/hour", asked(money("40 EUR"))),
    ("XYZ 100", asked(money("100 GBP"), money("100 EUR"), money("100 USD"))),
    ("-100 EUR", nonsense("reading.money")),
    ("100 EUR or 120 USD", nonsense("reading.money")),
    ("€100 USD", nonsense("reading.money")),
    ("all", nonsense("reading.money")),
    ("lots of money", nonsense("reading.money")),
    ("€", TALK),
    ("100 EUR and then 50 EUR more", nonsense("reading.money")),
    ("n/a", NOBODY),
    ("I think 40k EUR", hedged(money("40000 EUR"))),
]


@pytest.mark.parametrize(("phrase", "wanted"), PHRASES)
def test_an_amount_is_read_with_its_currency(phrase: str, wanted: Heard) -> None:
    check(asking(Kind.MONEY), phrase, wanted)


LOCALES = [
    ("en_US", "100", asked(money("100 USD"), money("100 EUR"), money("100 GBP"))),
    ("pl_PL", "100", asked(money("100 PLN"), money("100 EUR"), money("100 USD"), money("100 GBP"))),
    ("de_DE", "100", asked(money("100 EUR"), money("100 USD"), money("100 GBP"))),
    ("eo", "100", asked(money("100 EUR"), money("100 USD"), money("100 GBP"))),
    ("en_US", "$100", sure(money("100 USD"))),
    ("en_CA", "$100", asked(money("100 CAD"), money("100 USD"))),
    ("en_CA", "$100 CAD", sure(money("100 CAD"))),
    ("sv_SE", "100 kr", sure(money("100 SEK"))),
    ("ja_JP", "¥100", sure(money("100 JPY"))),
    ("zh_CN", "¥100", sure(money("100 CNY"))),
    ("en_GB", "dollars", nonsense("reading.money")),
]


@pytest.mark.parametrize(("locale", "phrase", "wanted"), LOCALES)
def test_a_currency_left_open_is_that_of_the_locale_or_asked_back(locale: str, phrase: str, wanted: Heard) -> None:
    check(asking(Kind.MONEY), phrase, wanted, located(locale))


def test_an_amount_outside_the_bounds_is_told_with_them() -> None:
    question = asking(Kind.MONEY, low=10, high=1000)
    check(question, "5 EUR", nonsense("reading.money.between", low=10, high=1000))
    check(question, "5k EUR", nonsense("reading.money.between", low=10, high=1000))
    check(question, "50 EUR", sure(money("50 EUR")))
    check(asking(Kind.MONEY, high=1000), "5k EUR", nonsense("reading.money.between", low=0, high=1000))
    check(asking(Kind.MONEY, low=10), "5 EUR", nonsense("reading.money"))
    check(question, "1 EUR " + "x" * 200, nonsense("reading.money"))
