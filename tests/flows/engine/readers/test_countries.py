"""Countries by name, code and everyday word."""

from __future__ import annotations

import iso3166
import pytest

from flows.engine.readers import Heard, Unclear, read
from flows.engine.readers.cities import CITIES
from flows.engine.readers.countries import Asked, asked_countries
from flows.engine.readers.wording import key
from flows.model.values import Kind
from tests.flows.engine.readers.setting import (
    HERE,
    NOBODY,
    asked,
    asked_hedged,
    asking,
    check,
    codes,
    hedged,
    located,
    nonsense,
    sure,
)

PHRASES = [
    ("all of India's and the german ones", asked(codes("IN DE"))),
    ("the German ones", asked(codes("DE"))),
    ("Poland, maybe Ukraine", asked(codes("PL UA"))),
    ("Poland", sure(codes("PL"))),
    ("poland", sure(codes("PL"))),
    ("in Poland", sure(codes("PL"))),
    ("Niemcy", sure(codes("DE"))),
    ("Deutschland", sure(codes("DE"))),
    ("Україна", sure(codes("UA"))),
    ("Polska", sure(codes("PL"))),
    ("Türkiye", sure(codes("TR"))),
    ("turkey", sure(codes("TR"))),
    ("Côte d'Ivoire", sure(codes("CI"))),
    ("Ivory Coast", sure(codes("CI"))),
    ("UK", sure(codes("GB"))),
    ("uk", sure(codes("GB"))),
    ("U.K.", sure(codes("GB"))),
    ("England", sure(codes("GB"))),
    ("USA", sure(codes("US"))),
    ("the US", sure(codes("US"))),
    ("us", sure(codes("US"))),
    ("America", sure(codes("US"))),
    ("Holland", sure(codes("NL"))),
    ("the Netherlands", sure(codes("NL"))),
    ("UAE", sure(codes("AE"))),
    ("Vietnam", sure(codes("VN"))),
    ("Viet Nam", sure(codes("VN"))),
    ("Czech Republic", sure(codes("CZ"))),
    ("South Korea", sure(codes("KR"))),
    ("PL", sure(codes("PL"))),
    ("DEU", sure(codes("DE"))),
    ("XK", sure(codes("XK"))),
    ("PL, DE and UA", sure(codes("PL DE UA"))),
    ("US and UK", sure(codes("US GB"))),
    ("India, PL and Ukraine", sure(codes("IN PL UA"))),
    ("India and Poland", sure(codes("IN PL"))),
    ("India & Poland", sure(codes("IN PL"))),
    ("Poland/Germany", sure(codes("PL DE"))),
    ("Poland\nUkraine", sure(codes("PL UA"))),
    ("Poland, remote staff in Ukraine", sure(codes("PL UA"))),
    ("developers in Poland, and a freelancer in Ukraine", sure(codes("PL UA"))),
    ("Bosnia and Herzegovina, Trinidad and Tobago", sure(codes("BA TT"))),
    ("Democratic Republic of the Congo", sure(codes("CD"))),
    ("Korea, Republic of", sure(codes("KR"))),
    ("Poland, Poland and poland", sure(codes("PL"))),
    ("germny", sure(codes("DE"))),
    ("Poland and Germny", sure(codes("PL DE"))),
    ("I think Poland", hedged(codes("PL"))),
    ("Poland?", hedged(codes("PL"))),
    ("🇵🇱 Poland", sure(codes("PL"))),
    ("Korea", asked(codes("KR"), codes("KP"))),
    ("Congo and Poland", asked(codes("CG PL"), codes("CD PL"))),
    ("Georgia", asked(codes("GE"), codes("US"))),
    ("nigera", asked(codes("NG"), codes("NE"))),
    ("austrlia", asked(codes("AU"), codes("AT"))),
    ("NO", asked(codes("NO"))),
    ("somewhere in Poland I think", asked_hedged(codes("PL"))),
    ("we have people in Poland and a contractor in Ukraine", asked(codes("PL UA"))),
    ("India but not Pakistan", asked(codes("IN"))),
    ("everything except Russia", nonsense("reading.country")),
    ("in", nonsense("reading.country")),
    ("it", nonsense("reading.country")),
    ("de", nonsense("reading.country")),
    ("remote", nonsense("reading.country.region")),
    ("Europe", nonsense("reading.country.region")),
    ("the EU", nonsense("reading.country.region")),
    ("latin america", nonsense("reading.country.region")),
    ("Radom", nonsense("reading.country")),
    ("Warsaw", asked(codes("PL"))),
    ("India, maybe Vietnam, and a freelancer in Berlin", asked(codes("IN VN DE"))),
    ("Lisbon and Bangalore", asked(codes("PT IN"))),
    ("Lisbon", asked(codes("PT"))),
    ("our team in Ho Chi Minh City", asked(codes("VN"))),
    ("Lagos", asked(codes("NG"))),
    ("Manila", asked(codes("PH"))),
    ("Kraków, Poland", asked(codes("PL"))),
    ("Hyderabad", asked(codes("IN"), codes("PK"))),
    ("Berlyn", nonsense("reading.country")),
    ("none", nonsense("reading.country")),
    ("xyz", nonsense("reading.country")),
    ("yes", nonsense("reading.country")),
    ("zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz", nonsense("reading.country")),
    ("n/a", NOBODY),
    ("not sure", NOBODY),
    ("India or Poland", asked(codes("IN"), codes("PL"))),
    ("south america and Poland", asked(codes("PL"))),
]


@pytest.mark.parametrize(("phrase", "wanted"), PHRASES)
def test_countries_are_found_wherever_they_stand(phrase: str, wanted: Heard) -> None:
    check(asking(Kind.COUNTRY, many=True), phrase, wanted)


ONE = [
    ("Poland", sure(codes("PL"))),
    ("India and Poland", asked(codes("IN"), codes("PL"))),
    ("Korea", asked(codes("KR"), codes("KP"))),
    ("Poland or Germany", asked(codes("PL"), codes("DE"))),
]


@pytest.mark.parametrize(("phrase", "wanted"), ONE)
def test_where_one_country_is_wanted_several_are_asked_back(phrase: str, wanted: Heard) -> None:
    check(asking(Kind.COUNTRY), phrase, wanted)


def test_the_programmes_own_language_is_read_too() -> None:
    check(asking(Kind.COUNTRY), "Puola", nonsense("reading.country"))
    check(asking(Kind.COUNTRY), "Puola", sure(codes("PL")), located("fi_FI"))


def test_many_meanings_are_cut_to_four() -> None:
    heard = read(asking(Kind.COUNTRY, many=True), "Korea, Congo, Georgia and Guinea", HERE)
    assert isinstance(heard, Unclear)
    assert len(heard.values) == 4


# ── countries that a command names ───────────────────────────────────────────


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("IN", ("IN",)),
        ("in", ("IN",)),
        ("vnm", ("VN",)),
        ("de in pl", ("DE", "IN", "PL")),
        ("india", ("IN",)),
        ("Viet Nam", ("VN",)),
        ("vietnam", ("VN",)),
        ("india poland vietnam", ("IN", "PL", "VN")),
        ("India, Polska and South Korea", ("IN", "PL", "KR")),
        ("IN poland", ("IN", "PL")),
        ("uk us", ("GB", "US")),
        ("india india", ("IN",)),
        ("compare india and portugal", ("IN", "PT")),
        ("India vs. Poland", ("IN", "PL")),
        ("in versus pl", ("IN", "PL")),
        ("IN and PL", ("IN", "PL")),
        ("de & pl", ("DE", "PL")),
        ("compare in to pl", ("IN", "PL")),
        ("in to pl", ("IN", "TO", "PL")),
        ("INDIA AND TRINIDAD AND TOBAGO", ("IN", "TT")),
        ("differences between the US and germany, please", ("US", "DE")),
        ("show me vietnam and poland side by side", ("VN", "PL")),
        ("and", ("AD",)),
        ("compare", ()),
        ("", ()),
    ],
)
def test_a_command_names_countries_side_by_side_or_codes_in_any_case(words: str, found: tuple[str, ...]) -> None:
    assert asked_countries(words) == Asked(found)


@pytest.mark.parametrize(
    ("words", "found", "unclear"),
    [
        ("polnd", (), (("polnd", ("PL",)),)),
        ("india atlantis", ("IN",), (("atlantis", ()),)),
        ("south africa, new zealnd", ("ZA",), (("new zealnd", ("NZ",)),)),
        ("india, korea", ("IN",), (("korea", ("KR", "KP")),)),
        ("georgia", (), (("georgia", ("GE", "US")),)),
        ("lisbon", (), (("lisbon", ("PT",)),)),
    ],
)
def test_what_a_command_leaves_unclear_is_told_with_what_it_may_mean(
    words: str, found: tuple[str, ...], unclear: tuple[tuple[str, tuple[str, ...]], ...]
) -> None:
    assert asked_countries(words) == Asked(found, unclear)


def test_each_city_is_in_a_country_and_is_none() -> None:
    known = {code for codes_ in CITIES.values() for code in codes_}
    assert known <= {country.alpha2 for country in iso3166.countries} and len(CITIES) > 200
    assert all(key(city) == city and not asked_countries(city).codes for city in CITIES)
