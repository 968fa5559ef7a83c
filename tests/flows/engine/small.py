"""Small flows to talk through: one with something of everything, one with a question of every kind."""

from __future__ import annotations

from flows.model.flow import Stage
from tests.builders import flow_of, library_of

STORY = flow_of("""\
  - section: triage
    title: What leaves the house
    questions:
      - ask: work
        kind: one_of
        fills: profile
        text: What kind of work leaves {here}?
        why: It decides what is asked.
        source: method
        options: {software: Software, manufacturing: Manufacturing, services: Services}
      - ask: shares
        kind: yes_no
        text: Will anything be shared?
        why: What is not shared needs no more.
        help: A demo counts.
        source: method
        evidence: true
        findings:
          - when: yes
            id: shares
            severity: [{when: shares is verified, is: low}, {is: medium}]
            say: Something will be shared.
            counsel: A duty of confidence is needed.
            do: List what is shared
            owner: asker
            due: 7 days
            source: method
          - when: not_sure
            id: unclear
            severity: low
            say: It is not clear what is shared.
            counsel: Find out.
            do: Find out
            owner: counsel
            due: 3 days
            source: method
      - ask: people
        kind: number
        text: How many people will see it?
        why: Each of them can lose it.
        source: method
        low: 0
        high: 500
        unit: people
        only_when: shares is yes
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
      - ask: jewels
        kind: item
        register: asset
        many: true
        sets: jewel
        text: Which of them would hurt most if copied?
        why: These need the most care.
        source: method
  - section: authorship
    title: Who made it
    each: asset
    where: asset.jewel
    questions:
      - ask: created_by
        kind: one_of
        text: Who created {asset}?
        why: If an outsider wrote it, you may not own it.
        source: method
        options:
          employee: Our employees
          contractor: {label: A freelancer or an agency, also: [freelancer]}
          university: A student or a university
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
          - when: signed_on is not evidenced
            id: unproved
            severity: low
            say: The paper for {asset} was not seen.
            counsel: Ask for it.
            do: Read the paper
            owner: counsel
            due: 3 days
            source: method
  - section: closing
    title: Before it ends
    questions:
      - ask: advised
        kind: yes_no
        role: counsel
        text: Has counsel been asked?
        why: Counsel sees what others do not.
        source: method
  - section: later
    title: When there is time
    deeper: true
    questions:
      - ask: notes
        kind: text
        text: What else is there?
        why: It helps whoever reads this.
        source: method
looks:
  - look: first_look
    title: A first look
    each: asset
    after: naming
    lists:
      - {list: hold_back, title: Hold back, when: asset.jewel, because: "{asset} hurts most if copied."}
      - {list: fine_now, title: Fine to send, because: Nothing speaks against it.}
""")
"""Triage, a register with marks, a section per item, a role question, a deeper section, a look."""

KINDS = flow_of("""\
  - section: kinds
    title: Every kind
    questions:
      - {ask: sure, kind: yes_no, text: Is it so, why: It matters., source: method}
      - ask: colour
        kind: one_of
        text: Which colour?
        why: It matters.
        source: method
        options: {red: Red, green: Green, blue: Blue, black: Black}
      - ask: sizes
        kind: many_of
        text: Which sizes?
        why: It matters.
        source: method
        options: {small: Small, large: Large, other: Other}
      - {ask: words, kind: text, text: What is it?, why: It matters., source: method}
      - {ask: count, kind: number, text: How many?, why: It matters., source: method, low: 1, high: 40}
      - {ask: price, kind: money, text: How much?, why: It matters., source: method}
      - {ask: when, kind: date, text: When?, why: It matters., source: method, future: false}
      - {ask: by_when, kind: date, text: By when?, why: It matters., source: method, past: false}
      - {ask: who, kind: person, text: Who?, why: It matters., source: method}
      - {ask: team, kind: person, many: true, text: Who else?, why: It matters., source: method}
      - {ask: where, kind: country, register: country, many: true, text: Where?, why: It matters., source: method}
      - {ask: home, kind: country, text: Where at home?, why: It matters., source: method}
      - {ask: paper, kind: file, text: Which paper?, why: It matters., source: method}
      - {ask: papers, kind: file, many: true, text: Which others?, why: It matters., source: method}
      - {ask: things, kind: item, register: asset, adds: true, many: true, text: Which?, why: It matters., source: method}
      - {ask: best, kind: item, register: asset, text: Which is best?, why: It matters., source: method}
      - {ask: how_sure, kind: scale, ends: [not, very], text: How sure?, why: It matters., source: method}
""")
"""One question of every kind, several where a question may hold several."""

LEAK = flow_of(
    "  - section: a\n    title: A\n    questions:\n"
    "      - {ask: counsel, kind: yes_no, text: Is counsel told?, why: W., source: method}\n",
    "leak",
    stage="leak",
)
"""One question, for the hour in which something leaked."""
LEAKY = library_of(
    STORY,
    LEAK,
    stages=(Stage(STORY.stage, "The first", STORY.id), Stage(LEAK.stage, "First response", LEAK.id, starts_on="leak")),
)
"""The story, and a flow that starts on the word of a leak."""
