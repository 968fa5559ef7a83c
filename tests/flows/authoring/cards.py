"""A small scorecard that is right in every way, with the flow it scores and the cases that prove it."""

from __future__ import annotations

from tests.flows.authoring.sample import content

FLOW = """\
flow: checks
version: 1
title: Checks
stage: second
per: vendor
reviewed: 2026-11-20
intro: About {vendor}.
registers:
  vendor: {one: vendor, many: vendors}
sources:
  method: {title: The method, publisher: Its publisher, as_of: 2026-11-01}
sections:
  - section: site
    title: The site
    questions:
      - {ask: locks, kind: many_of, options: {door: Door, safe: Safe}, evidence: true, text: Which?, why: W., source: method, weight: 0}
      - {ask: seen_on, kind: date, text: When?, why: W., source: method}
      - {ask: bad, kind: yes_no, text: Bad?, why: W., source: method}
"""
FLOW_CASES = (
    "- case: it runs\n  given: {per: Acme}\n  talk: [{site.locks: door}]\n  expect: {asked_next: site.seen_on}\n"
)
CARD = """\
scorecard: guard
version: 2
title: How it guards
flow: checks
reviewed: 2026-11-20
source: method
sources:
  method: {title: The method, publisher: Its publisher, as_of: 2026-11-01}
settled: site.bad
tiers:
  - tier: 2
    questions: 3
    score: 75
    coverage: 100
    floor: 2
    when: site.locks in [safe]
  - {tier: 1, questions: 2, score: 50, coverage: 60}
profiles:
  manufacturing: {locks: 30, walls: 70}
criteria:
  - criterion: locks
    title: Locks
    weight: 60
    evidence: A photo
    ask: Which locks are there?
    expires: 6
    dated: site.seen_on
    reads:
      - question: site.locks
        points:
          - {when: door and safe, gives: 4}
          - {when: none, gives: unknown}
          - {gives: 2}
  - criterion: walls
    title: Walls
    weight: 40
    evidence: A plan
    ask: Which walls are there?
    reads:
      - question: site.seen_on
        points: [{gives: 4}]
stops:
  - {stop: bad, say: It is to be cleared., mend: Clear it, when: site.bad is yes}
caps:
  - {cap: open, say: Little at most., at: E1, when: site.locks is none}
"""
CASES = """\
- case: all is there
  given: {per: Acme, answers: {site.locks: all, site.seen_on: 2026-11-02, site.bad: no}}
  seen: all
  expect: {tier: 2, verdict: pass, score: 100, coverage: 100, rows: {locks: 4}, stops: [], caps: [], path: []}
- case: only said
  continues: all is there
  seen: []
  expect: {verdict: short, score: 50, path: [locks, walls]}
- case: partly on paper
  continues: only said
  papers: [site.locks]
  weights: {locks: 100, walls: 0}
  expect: {verdict: pass, score: 75}
- case: bad
  continues: all is there
  given: {answers: {site.bad: yes}}
  expect: {verdict: stopped, stops: [bad]}
- case: nothing
  continues: all is there
  given: {answers: {site.locks: none}}
  expect: {tier: 1, verdict: open, rows: {locks: unknown}, caps: [open]}
"""
CARD_FILE, CASES_FILE = "scorecards/guard.yaml", "scorecards/guard.cases.yaml"


def files(card: str = CARD, cases: str = CASES) -> dict[str, bytes]:
    written = {
        "flows/checks/flow.yaml": FLOW,
        "flows/checks/flow.cases.yaml": FLOW_CASES,
        CARD_FILE: card,
        CASES_FILE: cases,
    }
    return {**content(), **{path: text.encode() for path, text in written.items()}}
