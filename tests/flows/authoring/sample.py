"""A small content folder that is right in every way, for tests to spoil one line at a time."""

from __future__ import annotations

import datetime as dt

from flows.authoring.names import Names
from flows.authoring.tree import Authored, read_tree

TODAY = dt.date(2026, 11, 23)
FLOW_FILE, CASES_FILE = "flows/sample/flow.yaml", "flows/sample/flow.cases.yaml"

STAGES = """\
- stage: first
  title: The first stage
  flow: sample
- stage: second
  title: The second stage
  opens_when: stage.first is done and role.counsel is known
  closed: Opens when the first is done.
"""

STATEMENTS = """\
S1: List what could be exposed.
S2: Check what you licensed in.
"""

TEXTS = """\
greeting: Hello {name}.
count.one: One row.
count.other: "{count} rows."
"""

FLOW = """\
flow: sample
version: 1
title: A sample
stage: first
reviewed: 2026-11-20
intro: {any: We begin., manufacturing: We begin at the plant.}
registers:
  asset: {one: asset, many: assets}
  country: {one: country, many: countries}
sources:
  method: {title: The method, publisher: Its publisher, as_of: 2026-11-01, url: https://example.org/method}

sections:
  - section: triage
    title: What leaves the house
    covers: [S1]
    questions:
      - ask: work
        kind: one_of
        fills: profile
        text: What kind of work leaves {here}?
        why: It decides which questions follow.
        source: method
        options: {software: Software, manufacturing: Manufacturing, services: Services}
      - ask: shares
        kind: yes_no
        text: Will anything be shared?
        why: What is not shared needs no more.
        source: method
        bank: [1]
      - ask: people
        kind: number
        text: How many people will see it?
        why: Each of them can lose it.
        source: method
        low: 0
        high: 500
        unit: people
        only_when: shares is yes
        findings:
          - when: people >= 50
            id: many_people
            severity: low
            say: Many people will see it.
            counsel: Reasonable steps are harder to show.
            do: Name who needs to see it
            owner: asker
            due: 1 week
            source: method

  - section: naming
    title: The things themselves
    open_when: triage.shares is yes
    questions:
      - ask: assets
        kind: item
        register: asset
        adds: true
        many: true
        text: Which assets does this work touch?
        why: Unlisted is unprotected.
        source: method
        covers: [S1]
      - ask: jewels
        kind: item
        register: asset
        many: true
        sets: crown_jewel
        text: Which of them would hurt most if copied?
        why: These need the most care.
        source: method
        weight: 2

  - section: authorship
    title: Who made it
    each: asset
    where: asset.crown_jewel
    questions:
      - ask: created_by
        kind: one_of
        text: Who created {asset}?
        why: If an outsider wrote it, you may not own it.
        source: method
        options:
          employee: Our employees
          contractor:
            label: A freelancer or an agency
            description: Anyone who sends an invoice
            also: [freelancer]
          university: A student or a university
        decides:
          - {when: employee, say: "{asset} is our own work"}
          - "{asset}: {authorship.created_by}"
        not_sure: Look who worked on {asset} in its first year.
        not_sure_owner: counsel
        not_sure_due: 2 weeks
        findings:
          - when: contractor or university
            id: outsider
            severity:
              - {when: university, is: critical}
              - {is: high}
            say: Papers for {asset} are missing.
            counsel: The author of {asset} usually keeps the rights.
            do: Get a transfer from each author
            owner: counsel
            due: 14 days
            source: method
      - ask: signed_on
        kind: date
        future: false
        only_when: created_by is not employee
        evidence: true
        text: When was the paper for {asset} signed?
        why: Payment alone moves nothing.
        source: method
        findings:
          - when: signed_on > today - 30 days
            id: fresh_paper
            severity: low
            say: The paper for {asset} is fresh.
            counsel: Check that it reaches back.
            do: Read the paper
            owner: counsel
            due: 3 days
            source: method

looks:
  - look: first_look
    title: A first look
    each: asset
    after: naming
    lists:
      - list: hold_back
        title: Hold back
        when: asset.crown_jewel
        because: "{asset} hurts most if copied."
      - list: fine_now
        title: Fine to send
        because: Nothing speaks against it.
"""

CASES = """\
- case: nothing is shared
  talk:
    - triage.work: software
    - triage.shares: no
  expect:
    findings: []
    actions: []
    asked_next: review

- case: many people see it
  given:
    answers: {triage.work: services, triage.shares: true}
    at: triage.people
  talk:
    - triage.people: 80
  expect:
    findings: [{id: many_people, severity: low}]
    actions: [{owner: asker, due: 7 days, why: finding}]
    asked_next: naming.assets

- case: few people see two assets of which one is a jewel
  continues: many people see it
  talk:
    - change triage.people: 12
    - naming.assets: pricing engine, the brand
    - naming.jewels: pricing engine
  expect:
    findings: []
    looks: {first_look: {hold_back: [pricing engine], fine_now: [brand]}}
    asked_next: authorship.created_by

- case: a freelancer without papers
  given:
    profile: software
    zone: Europe/Warsaw
    roles: {counsel: priya}
    assets: [{name: Pricing engine, crown_jewel: true}]
    answers: {triage.shares: true, triage.people: 3}
    at: authorship.created_by
  talk:
    - {as: jon, authorship.created_by: freelancer, about: Pricing engine}
  expect:
    findings: [{id: outsider, severity: high, about: Pricing engine}]
    actions: [{owner: counsel, due: 14 days, about: Pricing engine}]
    decided: ["Pricing engine: A freelancer or an agency"]
    asked_next: authorship.signed_on

- case: signed last week
  continues: a freelancer without papers
  talk:
    - authorship.signed_on: 2026-11-16
  expect:
    findings: [{id: outsider}, {id: fresh_paper}]

- case: signed long ago
  continues: a freelancer without papers
  talk:
    - authorship.signed_on: 2019-03-01
  expect:
    findings: [{id: outsider}]

- case: an employee after all
  continues: signed long ago
  talk:
    - {change authorship.created_by: our employees, confirm: false}
  expect:
    preview: [outsider is withdrawn, authorship.signed_on no longer applies]
    findings: [{id: outsider}]
    asked_next: confirm

- case: an employee it is
  continues: an employee after all
  talk:
    - confirm
  expect:
    findings: []
    decided: [Pricing engine is our own work]

- case: a university
  continues: a freelancer without papers
  talk:
    - change authorship.created_by: a university
  expect:
    findings: [{id: outsider, severity: critical}]
"""


def content(flow: str = FLOW, cases: str = CASES, **other: str) -> dict[str, bytes]:
    """The files of the sample, some of them written otherwise: ``stages``, ``statements``, ``texts``."""
    texts = {
        "stages.yaml": other.get("stages", STAGES),
        "statements.yaml": other.get("statements", STATEMENTS),
        "texts/en.yaml": other.get("texts", TEXTS),
        FLOW_FILE: flow,
        CASES_FILE: cases,
    }
    return {path: text.encode() for path, text in texts.items()}


def spoiled(text: str, old: str, new: str) -> str:
    """A text with its one passage ``old`` written otherwise."""
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
    return text.replace(old, new)


def line_of(text: str, passage: str) -> int:
    """The line, from 1, on which a passage of a text begins."""
    return text[: text.index(passage)].count("\n") + 1


def authored_of(flow: str, name: str = "sample") -> Authored:
    """A flow read as part of the sample's content; the test fails where it is wrong."""
    files = {path: raw for path, raw in content().items() if not path.startswith("flows/")}
    stages = STAGES.replace("flow: sample", f"flow: {name}").encode()
    tree = read_tree({**files, "stages.yaml": stages, f"flows/{name}/flow.yaml": flow.encode()})
    assert not tree.problems, "\n".join(str(problem) for problem in tree.problems)
    return tree.flows[0]


def names_of(authored: Authored) -> Names:
    """The names that conditions of a flow can use."""
    return Names(authored.doc, frozenset({"first", "second"}))
