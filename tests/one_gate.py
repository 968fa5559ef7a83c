"""A ladder of one gate, and a flow beside it: whatever there is may go out once the NDA is signed. What went out early is a finding."""

from __future__ import annotations

from functools import lru_cache

import msgspec

from flows.authoring.tree import read_tree
from flows.model.country import Exposure
from flows.model.flow import Flow, Library
from flows.model.ids import FlowId
from tests.builders import shipped
from tests.ladders import HEAD, TAIL, caps, flow_head, unused_classes

FLOW = (
    flow_head("small", "asset", "vendor", "country", "disclosure")
    + """\
  - section: have
    title: What there is
    questions:
      - {ask: assets, kind: item, register: asset, many: true, adds: true, text: Which assets?, why: They count., source: ours}
      - {ask: vendors, kind: item, register: vendor, many: true, adds: true, text: Which vendors?, why: They count., source: ours}
      - {ask: signed, kind: yes_no, text: Is the NDA signed?, why: It binds., source: ours}
  - section: seats
    title: Where they sit
    each: vendor
    questions:
      - {ask: seats, kind: country, register: country, many: true, text: "Where is {vendor}?", why: Law follows., source: ours}
  - section: told
    title: What went out
    each: disclosure
    taken: true
    questions:
      - ask: early
        kind: yes_no
        text: "Is it still to be settled: {disclosure}?"
        why: It cannot be called back.
        weight: 0
        source: ours
        findings:
          - {when: "yes", id: went_early, severity: critical, say: "A line of the ledger is to be settled: {disclosure}.",
             counsel: It went out without cover., do: Settle it, owner: owner, due: 2 days, source: ours}
"""
)

CLASSES = """\
classes:
  - {class: E0, title: Anything, means: Whatever there is., when: small.have.assets is known}
"""
GATES = """\
unknown: E0
vendor_countries: vendor.seats is the country
covered_by: nda
filing: {filed: small.have.assets is none}
gates:
  - gate: search
    title: Search
    up_to: E0
    approvers: [owner]
    source: ours
    evidence:
      - {id: nda, when: small.have.signed, closed: "The NDA with {vendor} is not signed.", counsel: Wait., do: "Get the NDA signed by {vendor}",
         owner: counsel, lapse: at once, hard: true}
countries: {}
"""


def ladder() -> str:
    """A ladder of one gate: whatever there is may go out once the NDA is signed."""
    return HEAD + CLASSES + unused_classes(Exposure.E0, "small.have.assets is none") + GATES + caps() + TAIL


@lru_cache(maxsize=1)
def one_gate() -> Library:
    """The library of the flow and its ladder, with the shipped texts."""
    files = {
        "stages.yaml": b"- {stage: first, title: The stage, flow: small}\n",
        "statements.yaml": b"S1: List what could be exposed.\n",
        "texts/en.yaml": b"greeting: Hello.\n",
        "flows/small/flow.yaml": FLOW.encode(),
        "gates.yaml": ladder().encode(),
    }
    tree = read_tree(files)
    assert not tree.problems, "\n".join(str(problem) for problem in tree.problems)
    return msgspec.structs.replace(tree.library(), texts=shipped().texts)


def small() -> Flow:
    """The flow."""
    return one_gate().flows[FlowId("small")]
