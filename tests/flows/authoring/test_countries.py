"""Every mistake in the country files is told at its line with its mend; right ones become the book of countries."""

from __future__ import annotations

import datetime as dt

import pytest

from flows.authoring.checks import check_files
from flows.authoring.library import load_reference
from flows.authoring.problems import ProblemKind
from flows.authoring.tree import Tree, read_tree
from flows.model.country import Confidence, CountryBook, CountryField, CountryValue, Right
from flows.model.errors import ContentError
from flows.model.ids import SourceId
from tests.flows.authoring.mistakes import Mistake, mistakes
from tests.flows.authoring.sample import TODAY, content

POLAND = """\
economy: PL
name: Poland

measures:
  ip_index:
    - {value: 41.5, rank: 9, of: 55, edition: second, source: office, as_of: 2026, confidence: report}
    - {value: 30, edition: first, source: office, as_of: 2024, confidence: report, note: Rounded.}
  special_301:
    - {value: PWL, source: [office, press], as_of: undated, confidence: report}

treaties:
  madrid: {member: true, since: 1991-03-18, source: office, as_of: 2026-03, confidence: source}  # madrid
  plt: {member: false, source: office, as_of: 2019-05-01, confidence: absence}

law:
  ownership:
    rule: contractor
    says: Whoever wrote it.
    draft: Have it assigned.
    statute: Act s. 1
    source: office
    as_of: 2026-02
    confidence: statute
  assignment:
    says: By deed.
    source: press
    as_of: 2026
    confidence: report
  moral_rights:
    ask: Can they be waived?
    source: memory
    as_of: 2026-11-20
    confidence: unverified
  non_compete:
    rule: limited
    binds: [employee]
    says: For a year.
    source: office
    as_of: 2026
    confidence: report
"""
GERMANY = "economy: DE\nname: Germany\n"
SOURCES = """\
office: {title: The register, publisher: The office, edition: 2026, kind: primary, read: 2026-11-20, url: "http://office.example/list"}
press: {title: A report, publisher: The paper, edition: undated page, kind: press, read: 2026-11-20, licence: Facts only, note: Weak.}
memory: {title: From memory, publisher: nobody, edition: not checked, kind: unverified, read: 2026-11-20}
"""
NEEDS = "flow: sample\nneeds: {marks: triage.shares is yes}\n"
FILES = {
    "countries/pl.yaml": POLAND,
    "countries/de.yaml": GERMANY,
    "countries/sources.yaml": SOURCES,
    "countries/needs.yaml": NEEDS,
}


def files(**other: str) -> dict[str, bytes]:
    written = {**FILES, **{f"countries/{name}.yaml": text for name, text in other.items()}}
    return {**content(), **{path: text.encode() for path, text in written.items()}}


def tree_of(**other: str) -> Tree:
    return read_tree(files(**other), "content/")


def book() -> CountryBook:
    tree = tree_of()
    assert not tree.problems, tree.problems
    return tree.library().countries


def values(field: CountryField) -> list[CountryValue]:
    return [value for value in book().economies["PL"].values if value.field is field]


# ── right files ──────────────────────────────────────────────────────────────


def test_right_files_become_the_book_of_countries() -> None:
    held = book()
    assert list(held.economies) == ["DE", "PL"] and held.economies["DE"].values == ()
    assert held.needs is not None and held.needs.flow == "sample" and list(held.needs.when) == [Right.MARKS]
    assert held.sources[SourceId("office")].url == "http://office.example/list"


def test_a_figure_keeps_its_place_its_edition_and_its_note() -> None:
    newest, older = values(CountryField.IP_INDEX)
    assert (newest.value, newest.rank, newest.of, newest.edition) == ("41.5", 9, 55, "second")
    assert (older.value, older.as_of, older.note) == ("30", "2024", "Rounded.")


def test_an_edition_that_is_not_written_is_that_of_the_first_source() -> None:
    (listed,) = values(CountryField.SPECIAL_301)
    assert (listed.edition, listed.as_of, listed.sources) == ("2026", "undated", ("office", "press"))


def test_treaties_and_rules_of_law_keep_what_was_written() -> None:
    (madrid,), (plt,) = values(CountryField.MADRID), values(CountryField.PLT)
    assert (madrid.value, madrid.since, plt.value, plt.confidence) == ("yes", "1991-03-18", "no", Confidence.ABSENCE)
    (ownership,), (moral,) = values(CountryField.OWNERSHIP), values(CountryField.MORAL_RIGHTS)
    assert (ownership.value, ownership.says, ownership.draft) == (
        "contractor",
        "Whoever wrote it.",
        "Have it assigned.",
    )
    assert (moral.says, moral.ask, moral.confidence) == ("", "Can they be waived?", Confidence.UNVERIFIED)


def test_content_without_countries_has_an_empty_book_and_no_problem() -> None:
    tree = read_tree(content())
    assert tree.problems == () and tree.library().countries == CountryBook()


def test_the_country_files_need_no_needs() -> None:
    told = files()
    del told["countries/needs.yaml"]
    tree = read_tree(told)
    assert tree.problems == () and tree.library().countries.needs is None


# ── mistakes ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("mistake", mistakes("countries"), ids=str)
def test_a_mistake_is_told_at_its_line_with_its_mend(mistake: Mistake) -> None:
    path = mistake.file if mistake.file in FILES else "countries/pl.yaml"
    spoilt = mistake.spoil(FILES[path])
    name = path.removeprefix("countries/").removesuffix(".yaml")
    told = mistake.told(tree_of(**{name: spoilt}).problems)
    assert [(problem.file, problem.line) for problem in told] == [(f"content/{path}", mistake.line(FILES[path]))]
    assert told[0].why.startswith(mistake.why) and told[0].mend.startswith(mistake.mend)


def test_an_economy_has_one_file() -> None:
    problems = tree_of(de="economy: PL\nname: Poland\n").problems
    told = [(one.file, one.line, one.why) for one in problems if one.kind is ProblemKind.DUPLICATE]
    assert told == [("content/countries/pl.yaml", 1, "The economy `PL` has a file already")]


def test_the_sources_must_be_there() -> None:
    told = files()
    del told["countries/sources.yaml"]
    problems = read_tree(told).problems
    assert ("countries/sources.yaml", "This file is missing") in {(one.file, one.why) for one in problems}


def test_an_economy_that_does_not_fit_hides_no_other() -> None:
    tree = tree_of(de="economy: DE\n")
    assert [(one.file, one.why) for one in tree.problems] == [("content/countries/de.yaml", "`name` is missing")]
    assert list(tree.library().countries.economies) == ["PL"]


# ── as time goes by ──────────────────────────────────────────────────────────


def test_old_values_are_counted_and_make_nothing_fail() -> None:
    report = check_files(files(), TODAY)
    assert report.ok, report.problems
    assert report.economies == 2
    assert {one.field: (one.old, one.of) for one in report.aged} == {
        CountryField.IP_INDEX: (1, 2),
        CountryField.SPECIAL_301: (1, 1),
        CountryField.PLT: (1, 1),
    }
    later = check_files(files(), TODAY + dt.timedelta(days=300))
    assert {one.field for one in later.aged} >= {CountryField.MADRID, CountryField.OWNERSHIP}


def test_a_value_from_the_future_is_told() -> None:
    early = check_files(files(), dt.date(2026, 2, 15))
    told = [(one.line, one.why) for one in early.problems if one.file == "countries/pl.yaml"]
    assert (12, "2026-03-01 has not come yet") in told
    assert all(kind is ProblemKind.STALE_REVIEW_DATE for kind in (one.kind for one in early.problems))


# ── what ships ───────────────────────────────────────────────────────────────


def test_the_countries_and_the_sentences_load_without_the_flows() -> None:
    held, texts = load_reference()
    assert len(held.economies) == 61 and held.needs is None
    assert "country.notice" in texts


def test_wrong_country_files_are_refused(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("content")
    for path, raw in files(de="economy: DE\n").items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(raw)
    with pytest.raises(ContentError, match=r"de\.yaml:1: `name` is missing"):
        load_reference(folder)


@pytest.mark.parametrize(
    ("code", "field", "said", "as_of", "source"),
    [
        ("IN", CountryField.IP_INDEX, "38.64", "2024", "ipindex_2024_testcloud"),
        ("IN", CountryField.RULE_OF_LAW, "-0.04", "2024", "wgi_rule_of_law"),
        ("VN", CountryField.SPECIAL_301, "PFC", "2026-04-30", "sp301_2026_poi"),
        ("CN", CountryField.PCT_MONTHS, "30", "undated", "wipo_pct_time_limits"),
        ("TW", CountryField.BERNE, "no", "2025-10-01", "wipo_treaties_pddl"),
        ("IN", CountryField.MADRID, "yes", "2020-01-15", "madrid_2020_list"),
        ("RS", CountryField.TRIPS, "no", "2026-02", "factbook_wto"),
        ("PL", CountryField.OWNERSHIP, "contractor", "2022", "pl_upapp"),
        ("CZ", CountryField.OWNERSHIP, "customer_exercises_rights", "2025-07-01", "cz_121"),
        ("NZ", CountryField.OWNERSHIP, "customer", "undated", "nz_act"),
        ("CN", CountryField.NON_COMPETE, "limited", "2025-04-19", "cn_laws"),
        ("CN", CountryField.FOREIGN_FILING, "permit_first", "2025-04-19", "cn_laws"),
    ],
)
def test_what_ships_says_what_was_found(code: str, field: CountryField, said: str, as_of: str, source: str) -> None:
    held, _ = load_reference()
    newest = next(value for value in held.economies[code].values if value.field is field)
    assert (newest.value, newest.as_of, newest.sources[0]) == (said, as_of, source)
