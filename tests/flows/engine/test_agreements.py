"""The agreement register, filled by reading agreements with the shipped playbook: notice dates first, found again, and counsel's brief."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache

import msgspec

from flows.authoring.table import with_open_gates
from flows.engine.agreements import AGREEMENT, Filed, filed, found, search_of
from flows.engine.ladder import look
from flows.engine.missing import missing_reasons
from flows.engine.neighbours import Stored
from flows.engine.phases import Phases
from flows.engine.phasing import bounds_of
from flows.engine.readers import Context
from flows.engine.screens import counsel, review
from flows.engine.screens.agreements import contributors, duties, register
from flows.engine.screens.gate import told_lines
from flows.engine.screens.scene import Scene
from flows.engine.screens.wording import plain
from flows.model.effects import Brief, Fingerprint, Outcome, Tell
from flows.model.events import Event, Fingerprinted, SettingsChanged, Started
from flows.model.flow import Library
from flows.model.ids import FlowId, ItemId, PersonId
from flows.model.people import Capacity, Role
from flows.model.phasing import PhaseMark, PhaseState
from flows.model.programme import Item
from flows.model.screens import Listed, Prose, Strong
from flows.model.values import Document, Documents
from tests.builders import MARIA, NOW, PRIYA, shipped
from tests.flows.engine.crew import Crew, does, words

NDA = """NDA; Acme; yes; Atlas Ltd; yes; English; +draft.pdf; me; only this one; yes; +signed.pdf; 2 November 2026; yes; 1 November 2029;
 marked only; all of them; 60 months; none; neutral; Ireland; yes; 30 days; all of them; quarterly list; theirs; me; a signed note; 1 December 2026"""
MAIN = """main; Bolt; yes; Atlas Ltd; yes; English; +msa.pdf; me; main agreement; no; 1 March 2028; 12 December 2026;
 not found; all of them; 36 months; none; kept apart; company; !it holds; no; both list; only with consent; hereby assigns; all of them; transfer;
 no; all signed; ours; all of them; never; none; written consent; 24 hours; every year; no cap; each year; neutral; Poland; yes; 30 days; all of them;
 we have it; all of them; 20 November 2026; none of them; !no; dev-1 and dev-2; freelancer; signed before; vendor; not signed yet"""
SIGNED = "!no; !outside; !all of them; !India; !+read.pdf; !None; !1 November 2027; !yes"


class Register(Crew):
    """A team that reads agreements, with Priya as its counsel."""

    def __init__(self, library: Library, now: dt.datetime) -> None:
        super().__init__(library, now)
        self.briefs: list[Brief] = []
        self.to_read: list[Fingerprint] = []

    def say(self, by: PersonId, event: Event) -> Outcome:
        outcome = super().say(by, event)
        self.briefs += [effect for effect in outcome.effects if isinstance(effect, Brief) and effect.readings]
        self.to_read += [effect for effect in outcome.effects if isinstance(effect, Fingerprint)]
        return outcome

    def read(self, name: str, talk: str) -> None:
        """Read an agreement: replies by semicolons, a file behind a plus, counsel's words behind an exclamation mark."""
        self.say(MARIA, Started(FlowId("contract_review"), name=name))
        self.go_on(talk)

    def go_on(self, talk: str) -> None:
        for line in (one.strip() for one in talk.split(";")):
            by, line = (PRIYA, line[1:]) if line.startswith("!") else (MARIA, line)
            before = self.ref.answers
            if line.startswith("+"):
                known = {"+signed.pdf": "ab" * 32, "+read.pdf": "cd" * 32}.get(line, "")
                self.reply("", by, (Document(f"F{line}", line[1:], known),))
                if self.ref.unplaced and self.ref.unplaced[-1].spot is None:
                    self.place(self.ref.trail[-1], by=by)
            else:
                self.reply(line, by)
                if line == "Bolt" and self.ref.pending is not None:
                    self.confirm(by=by)  # a vendor that is not there yet
            assert self.ref.answers != before, f"`{line}` was not taken at {self.now_open}"

    def scenes(self) -> list[Scene]:
        return [Scene(self, session, self.library, self.now) for session in self.sessions]

    def filed(self) -> list[Filed]:
        return filed([row for row in self.rows.values() if row.register == AGREEMENT], self.scenes())

    def shown(self, looked_for: str = "") -> list[str]:
        assert self.programme is not None
        hits = found(self.filed(), search_of(looked_for, Context(self.now, "UTC", "en_GB")))
        return words(register(self.library.texts, self.programme, hits, looked_for))

    def names(self, looked_for: str) -> list[str]:
        search = search_of(looked_for, Context(self.now, "UTC", "en_GB"))
        return [one.row.name for one in found(self.filed(), search)]


@cache
def two_read() -> Register:
    """Two agreements, one of them signed off, and a third that nobody has read. Nobody changes it."""
    team = Register(with_open_gates(shipped()), NOW)
    team.say(MARIA, Started(FlowId("communications"), "atlas"))
    team.give(Role.COUNSEL, PRIYA)
    team.read("Acme NDA", f"{NDA};{SIGNED}")
    team.finish()
    team.read("Bolt MSA", MAIN)
    team.rows[ItemId("agreement-99")] = Item(ItemId("agreement-99"), AGREEMENT, "Old paper", 99, MARIA, NOW)
    return team


def test_the_next_notice_date_is_the_headline_and_a_paper_that_nobody_read_stands_last() -> None:
    shown = "\n".join(two_read().shown())
    assert (
        shown.index("Bolt MSA: act by 12 December 2026")
        < shown.index("Acme NDA: counts until 1 November 2029")
        < shown.index("Old paper: no notice date")
    )
    assert "law of Ireland" in shown
    assert "signed 2 November 2026 · signed off by a lawyer · with Maria Kowalska" in shown
    assert "not known to be signed" in shown and "Not reviewed yet." in shown
    assert "File: signed.pdf" in shown and "signed.pdf (fingerprint" not in shown, (
        "it matters where a paper is looked at alone"
    )
    assert "Guidance, not legal advice." in shown


def test_the_duties_stand_alone_below_their_agreements_each_with_the_way_to_show_its_proof() -> None:
    team = two_read()
    assert team.programme is not None
    page = duties(team.library.texts, team.programme, team.filed())
    told = "\n".join(words(page))
    assert "Acme NDA" in told and "Bolt MSA" not in told and "next proof 1 December 2026" in told
    assert [press.ref.do for part in page.parts if isinstance(part, Listed) for press in part.more] == ["form"]


def signed(**said: str) -> Register:
    """An NDA that Priya signed off, some of her words exchanged."""
    team = Register(with_open_gates(shipped()), NOW)
    team.say(MARIA, Started(FlowId("communications"), "atlas"))
    team.give(Role.COUNSEL, PRIYA)
    words_of = dict(zip(SAID, SIGNED.split("; "), strict=True)) | {
        name: words and f"!{words}" for name, words in said.items()
    }
    team.read("Acme NDA", f"{NDA};{'; '.join(filter(None, words_of.values()))}")
    return team


SAID = ("own_questions", "capacity", "points", "law", "read_file", "conditions", "signed_until", "signed_off")


def test_a_sign_off_stands_with_whose_it_is_on_which_text_what_it_covers_and_what_bounds_it() -> None:
    team = signed(conditions="The annex is signed first", points="secrecy")
    shown = team.shown("acme")
    for line in (
        "Signed off by Priya Patel (Outside lawyer) on 23 November 2026",
        f"For this text alone: read.pdf (fingerprint {'cd' * 4}…)",
        "Covers: Secrecy",
        "Law: India",
        "On condition: The annex is signed first",
        "Holds until 1 November 2027",
    ):
        assert line in shown
    assert not any("File: read.pdf" in line for line in shown), "once is enough"
    team.finish()
    assert "Holds until 1 November 2027" in words(review.summary(team.scenes()[-1]))
    told = counsel.briefed(team.scenes()[-1], Brief(team.ref.id, (), readings=True))
    assert told is not None and "On condition: The annex is signed first" in words(told)


def test_the_condition_of_the_yes_stands_first_and_what_there_is_no_room_for_is_told_where_one_is_looked_at_alone() -> (
    None
):
    team = signed(conditions=f"The annex {'is signed ' * 31}", signed_off="")
    team.reply("yes, only for the UK entity", PRIYA)
    team.confirm(by=PRIYA, index=0)
    whole = f"On condition: only for the UK entity; The annex {'is signed ' * 31}".strip()
    assert whole in team.shown("acme") and whole in words(counsel.readings(team.scenes()[-1]))
    team.read("Bolt MSA", "main; Bolt")
    (short,) = [line for line in team.shown() if line.startswith("On condition")]
    assert short.startswith("On condition: only for the UK entity; The annex") and short.endswith("…")


def test_a_condition_that_is_said_twice_stands_once_and_without_its_lead_in() -> None:
    team = signed(conditions="On condition that the term goes to 5 years.", signed_off="")
    team.reply("yes, on condition that the term goes to 5 years", PRIYA)
    team.confirm(by=PRIYA, index=0)
    (line,) = [line for line in team.shown("acme") if line.startswith("On condition")]
    assert line.casefold().rstrip(".") == "on condition: the term goes to 5 years"


def test_the_number_of_a_clause_is_bold_without_the_space_behind_it_which_would_show_the_marks() -> None:
    prose = [part.lines for part in counsel.readings(signed().scenes()[-1]).parts if isinstance(part, Prose)]
    bold = [span.text for lines in prose for line in lines for span in line if isinstance(span, Strong)]
    assert any(one.startswith("Clause ") for one in bold) and all(one == one.strip() for one in bold)


def test_a_sign_off_past_its_end_counts_no_longer_and_on_its_last_day_it_does() -> None:
    team = signed()
    one = team.filed()[0]
    assert one.sign_off is not None and one.sign_off.counts and "On condition" not in "".join(team.shown("acme"))
    for day, over in ((1, False), (2, True)):
        team.now = dt.datetime(2027, 11, day, 9, tzinfo=dt.UTC)
        shown = "\n".join(team.shown("acme"))
        assert ("no longer signed off, its end is past" in shown and "counts no longer" in shown) is over
        assert ("signed off by a lawyer" in shown) is not over


def test_a_yes_without_a_text_or_an_end_counts_for_nothing_and_a_no_is_none() -> None:
    team = signed(capacity="not a lawyer")
    assert "not reviewed by a lawyer; the risk was accepted" in "\n".join(team.shown("acme"))
    whole = team.ref.answers
    for gone, told in (("read_file", "Text: none is named"), ("signed_until", "End: none is named")):
        kept = {key: answer for key, answer in whole.items() if key != f"sign_off.{gone}"}
        team.sessions[team.ref.id] = msgspec.structs.replace(team.ref, answers=kept)
        shown = "\n".join(team.shown("acme"))
        assert told in shown and "a yes names no text or no end" in shown
        assert not any(one.sign_off.counts for one in team.filed() if one.sign_off is not None)
    bare = {key: answer for key, answer in whole.items() if key.rpartition(".")[2] not in ("capacity", "points", "law")}
    unread = Documents((Document("F9", "read.pdf"),))
    bare["sign_off.read_file"] = msgspec.structs.replace(whole["sign_off.read_file"], value=unread)
    team.sessions[team.ref.id] = msgspec.structs.replace(team.ref, answers=bare)
    shown = team.shown("acme")
    assert "Signed off by Priya Patel on 23 November 2026" in shown
    assert "For this text alone: read.pdf (no fingerprint yet)" in shown
    refused = signed(signed_off="no")
    assert "not signed off" in "\n".join(refused.shown("acme")) and refused.filed()[0].sign_off is None


def test_a_lawyer_who_owns_the_programme_is_one_by_her_word_here_or_in_the_settings() -> None:
    team = signed()
    team.give(Role.COUNSEL, MARIA)
    assert "Not reviewed by a lawyer." not in "\n".join(team.shown("acme")), "it was signed off by one"
    assert "Not reviewed by a lawyer." in "\n".join(two_unread(team).shown())
    team.say(MARIA, SettingsChanged(capacity=Capacity.OUTSIDE))
    assert "Not reviewed by a lawyer." not in "\n".join(team.shown())


def test_beside_the_gate_that_leans_on_a_sign_off_stand_its_conditions_and_its_end() -> None:
    team = signed(conditions="The annex is signed first")
    ladder = team.library.ladder
    assert team.programme is not None and ladder is not None

    def beside(evidence: str, vendor: str) -> list[str]:
        assert team.programme is not None
        phases = Phases(Stored(team, team.library, team.programme, team.now.date()))
        one = phases.ladder.evidence(evidence)
        assert one is not None
        return [plain(line, {str(PRIYA): "Priya"}) for line in phases.signed(one, team.item(vendor))]

    stands = [
        "Acme NDA: signed off by a lawyer, by Priya",
        "◦ On condition: The annex is signed first",
        "◦ Holds until 1 November 2027",
    ]
    assert beside("agreement", "Acme") == beside("lawyer_read", "Acme") == stands
    assert beside("insured", "Acme") == [], "that leans on no sign-off"
    phases = Phases(Stored(team, team.library, team.programme, team.now.date()))
    found = look(team.library, phases.facts, phases.seen((ItemId("asset-1"),), team.item("Acme")))
    mark = PhaseMark(ItemId("phase-1"), PhaseState.OPEN, team.now.date(), "core")
    told = [plain(line, {str(PRIYA): "Priya"}) for line in bounds_of(phases, mark, found)]
    assert told == stands, "whoever shares reads them once"
    lacks = next(one for one in missing_reasons(phases, found) if one.beside)
    lines = [plain(line, {str(PRIYA): "Priya"}) for line in told_lines(phases, lacks)]
    assert lines[0].startswith("• No executed agreement with Acme") and lines[1].startswith("→ ")
    apart = "What is signed off there, each paper under its name:"
    assert lines[2:] == [apart, *stands], "the paper that is missing is none of these"
    team.now = dt.datetime(2027, 11, 2, 9, tzinfo=dt.UTC)
    assert beside("agreement", "Acme")[::2] == [
        "Acme NDA: no longer signed off, its end is past, by Priya",
        "◦ Held until 1 November 2027, and counts no longer",
    ]
    team.read("Bolt MSA", "main; Bolt")
    assert beside("agreement", "Bolt") == [], "nobody has signed that off"


def two_unread(team: Register) -> Register:
    """The same team, with a paper that nobody has read."""
    team.rows[ItemId("agreement-98")] = Item(ItemId("agreement-98"), AGREEMENT, "Old paper", 98, MARIA, NOW)
    return team


def test_one_that_is_found_alone_is_shown_with_its_clauses_duties_people_and_the_ways_on() -> None:
    team = two_read()
    nda, main = "\n".join(team.shown("acme")), "\n".join(team.shown("bolt"))
    assert "1. What secrecy covers" in nda and "Only what is marked" in nda
    numbers = [int(hit[1]) for line in team.shown("bolt") if (hit := re.match(r"\W*(\d+)\. ", line))]
    assert len(numbers) > 10 and numbers == sorted(numbers), "in the order of their numbers"
    assert "quarterly list · The vendor's · Maria Kowalska · a signed note · next proof 1 December 2026" in nda
    assert "File: signed.pdf (fingerprint abababab…)" in nda and "File: draft.pdf (no fingerprint yet)" in nda
    assert "dev-2" in main and "Sent and not signed yet" in main
    assert "not signed off" in main
    assert team.programme is not None
    assert does(
        register(team.library.texts, team.programme, found(team.filed(), search_of("acme", context())), "acme")
    ) == [
        "verify",  # whoever answered confirmed it alone, so that another may yet
        "review",
        "new_round",
        "change",
    ]


def context() -> Context:
    return Context(NOW, "UTC", "en_GB")


def test_who_works_under_what_is_told_by_code_with_how_many_have_signed() -> None:
    team = two_read()
    assert team.programme is not None
    told = "\n".join(words(contributors(team.library.texts, team.programme, team.filed())))
    assert "Bolt MSA: 1 of 2 have signed" in told and "dev-1" in told and "Nobody, a freelancer" in told
    begun = Register(with_open_gates(shipped()), NOW)
    begun.say(MARIA, Started(FlowId("communications"), "atlas"))
    begun.give(Role.COUNSEL, PRIYA)
    begun.read("Bolt MSA", MAIN.split("dev-1")[0] + "dev-1, dev-2, qa-1; freelancer; signed before")
    assert begun.programme is not None
    early = "\n".join(words(contributors(begun.library.texts, begun.programme, begun.filed())))
    assert "Bolt MSA: 1 of 3 have signed" in early and "qa-1" in early, "of whom nothing is answered yet"
    none = "\n".join(words(contributors(team.library.texts, team.programme, ())))
    assert "No contributor is listed yet" in none


def test_counsel_is_sent_how_the_clauses_read_and_what_it_means_before_deciding() -> None:
    team = two_read()
    assert [brief.session for brief in team.briefs] == list(team.sessions)[1:]
    screen = counsel.briefed(team.scenes()[1], team.briefs[0])
    assert screen is not None
    told = "\n".join(words(screen))
    assert (
        "Clause 1" in told and "To be escalated: Only what is marked" in told and "Where only marked material" in told
    )
    assert "Acceptable" in told and "Only you see this." in told


def test_a_paper_that_is_not_graded_or_not_read_says_so() -> None:
    team = Register(with_open_gates(shipped()), NOW)
    team.say(MARIA, Started(FlowId("communications"), "atlas"))
    team.read("Umowa", "order; Bolt; not sure; yes; Atlas Ltd; yes; another language")
    assert not any("How its clauses read" in line for line in team.shown("umowa"))
    screen = counsel.briefed(team.scenes()[1], Brief(team.ref.id, (), readings=True))
    assert screen is not None and "No clause was read yet" in "\n".join(words(screen))
    for number in range(13):
        row = ItemId(f"agreement-{number + 90}")
        team.rows[row] = Item(row, AGREEMENT, f"Paper {number + 90}", number + 90, MARIA, NOW)
    assert "Not reviewed yet." in team.shown("99")
    assert "And 2 more. Search to see them." in team.shown()


def test_that_counsel_signed_off_another_text_is_told_once_the_files_were_read() -> None:
    team = Register(with_open_gates(shipped()), NOW)
    team.say(MARIA, Started(FlowId("communications"), "atlas"))
    team.give(Role.COUNSEL, PRIYA)
    team.read("Acme NDA", f"{NDA};{SIGNED}")
    assert "another_text" not in {finding.rule for finding in team.ref.findings}, "nobody has read the files yet"
    same = {"F+draft.pdf": "cd" * 32, "F+read.pdf": "cd" * 32}
    for prints, told in (({**same, "F+read.pdf": "ef" * 32}, True), (same, False)):
        team.say(PersonId(""), Fingerprinted(team.ref.id, prints))
        assert ("another_text" in {finding.rule for finding in team.ref.findings}) is told


def test_that_counsel_signed_off_another_text_is_said_in_the_thread_where_it_still_asks() -> None:
    team = Register(with_open_gates(shipped()), NOW)
    team.say(MARIA, Started(FlowId("communications"), "atlas"))
    team.give(Role.COUNSEL, PRIYA)
    team.read("Acme NDA", f"{NDA};{SIGNED.rpartition(';')[0]}")
    asked = team.ref.spot
    outcome = team.say(PersonId(""), Fingerprinted(team.ref.id, {"F+draft.pdf": "cd" * 32, "F+read.pdf": "ef" * 32}))
    [told] = [effect for effect in outcome.effects if isinstance(effect, Tell)]
    assert told.spot == asked is not None and [note.key for note in told.notes] == ["noted.finding"]


def test_each_file_is_known_by_its_fingerprint_once_it_was_read_and_nothing_else_moves() -> None:
    team = Register(with_open_gates(shipped()), NOW)
    team.say(MARIA, Started(FlowId("communications"), "atlas"))
    team.read("Acme NDA", "NDA; Acme; yes; Atlas Ltd; yes; English; +draft.pdf; me; only this one; yes; +paper.pdf")
    assert [effect.files for effect in team.to_read] == [("F+draft.pdf",), ("F+paper.pdf",)]
    before = team.ref
    team.say(PersonId(""), Fingerprinted(team.ref.id, {"F+draft.pdf": "cd" * 32, "F+paper.pdf": "ef" * 32}))
    told = "\n".join(team.shown())
    assert "draft.pdf (fingerprint cdcdcdcd…)" in told and "paper.pdf (fingerprint efefefef…)" in told
    assert team.ref.findings == before.findings and team.ref.spot == before.spot
    after = team.ref
    team.say(PersonId(""), Fingerprinted(team.ref.id, {"F9": "ab" * 32}))
    assert team.ref == after
