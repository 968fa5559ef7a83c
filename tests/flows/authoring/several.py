"""Three small flows, one stage after the other, that know of each other: the strategy, the checks per vendor, the review per agreement."""

from __future__ import annotations

from flows.authoring.tree import Tree, read_tree

STAGES = """\
- {stage: plan, title: The plan, flow: strategy}
- {stage: vet, title: The checks, flow: checks}
- {stage: papers, title: The papers, flow: review}
- {stage: sum, title: The end, flow: closing}
"""

_HEAD = """\
flow: {0}
version: 1
title: {1}
stage: {2}
reviewed: 2026-11-20
intro: We begin.
sources:
  method: {{title: The method, publisher: Its publisher, as_of: 2026-11-01}}
"""

STRATEGY = (
    _HEAD.format("strategy", "The strategy", "plan")
    + """\
registers:
  asset: {one: asset, many: assets}
sections:
  - section: triage
    title: Triage
    questions:
      - {ask: nda, kind: one_of, options: {signed: Signed, drafted: Drafted, none_yet: None yet}, text: Nda, why: W., source: method}
      - {ask: assets, kind: item, register: asset, adds: true, many: true, text: Assets, why: W., source: method}
      - {ask: jewels, kind: item, register: asset, many: true, sets: crown_jewel, text: Jewels, why: W., source: method,
         only_when: triage.nda is known}
  - section: value
    title: Value
    each: asset
    questions:
      - {ask: worth, kind: number, text: Worth of, why: W., source: method}
"""
)

CHECKS = (
    _HEAD.format("checks", "The checks", "vet")
    + """\
per: vendor
registers:
  vendor: {one: vendor, many: vendors}
  asset: {one: asset, many: assets}
sections:
  - section: house
    title: The house
    questions:
      - ask: level
        kind: number
        text: Level
        why: W.
        source: method
        findings:
          - when: level < 3 and any asset (asset.crown_jewel)
            id: weak_house
            severity: [{when: strategy.triage.nda is not signed, is: high}, {is: medium}]
            say: The house is weak.
            counsel: It is.
            do: Mend it
            owner: asker
            due: 3 days
            source: method
      - {ask: extra, kind: yes_no, text: Extra, why: W., source: method, only_when: strategy.triage.nda is none_yet}
"""
)

REVIEW = (
    _HEAD.format("review", "The review", "papers")
    + """\
per: agreement
registers:
  agreement: {one: agreement, many: agreements}
  vendor: {one: vendor, many: vendors}
sections:
  - section: facts
    title: The facts
    questions:
      - {ask: party, kind: item, register: vendor, text: Party, why: W., source: method}
      - {ask: ends_on, kind: date, text: Ends, why: W., source: method}
      - ask: safe
        kind: yes_no
        text: Safe
        why: W.
        source: method
        only_when: any vendor (agreement.party is the vendor and vendor.level >= 3)
"""
)

CLOSING = (
    _HEAD.format("closing", "The end", "sum")
    + """\
registers:
  agreement: {one: agreement, many: agreements}
  vendor: {one: vendor, many: vendors}
sections:
  - section: each_vendor
    title: Each vendor
    each: vendor
    where: any agreement (agreement.party is the vendor and agreement.ends_on >= today)
    questions:
      - {ask: gone, kind: yes_no, text: Gone, why: W., source: method}
"""
)

PARTING = (
    _HEAD.format("closing", "The end", "sum")
    + """\
per: vendor
registers:
  agreement: {one: agreement, many: agreements}
  vendor: {one: vendor, many: vendors}
  asset: {one: asset, many: assets}
sections:
  - section: parting
    title: The parting
    questions:
      - {ask: gone, kind: yes_no, text: Gone, why: W., source: method,
         only_when: vendor.level >= 3 and any agreement (agreement.party is the vendor)}
      - {ask: left, kind: item, register: asset, many: true, sets: left, text: Left, why: W., source: method}
  - section: things
    title: The things
    each: asset
    where: asset.left and asset.worth > vendor.level
    questions:
      - {ask: back, kind: yes_no, text: Back, why: W., source: method}
"""
)
"""The last flow otherwise: one that runs for a vendor too."""

FLOWS = {"strategy": STRATEGY, "checks": CHECKS, "review": REVIEW, "closing": CLOSING}


def files(**other: str) -> dict[str, bytes]:
    """The whole content folder, some flows (or ``cases`` of one, as ``checks_cases``) written otherwise."""
    flows = {name: other.get(name, text) for name, text in FLOWS.items()}
    cases = {name.removesuffix("_cases"): text for name, text in other.items() if name.endswith("_cases")}
    texts = {
        "stages.yaml": STAGES,
        "statements.yaml": "S1: List what could be exposed.\n",
        "texts/en.yaml": "greeting: Hello.\n",
        **{f"flows/{name}/flow.yaml": text for name, text in flows.items()},
        **{f"flows/{name}/flow.cases.yaml": text for name, text in cases.items()},
    }
    return {path: text.encode() for path, text in texts.items()}


def read_several(**other: str) -> Tree:
    """All of it, read."""
    return read_tree(files(**other))
