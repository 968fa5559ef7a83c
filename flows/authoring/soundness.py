"""Holds a flow's document against itself: keys that fit their kind, names that stand once, references that lead
somewhere.

Runs before conditions are resolved, since that needs names to be unique. No condition and no text is looked into here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from flows.authoring.names import RESERVED
from flows.authoring.problems import Problem, ProblemKind, did_you_mean
from flows.authoring.reader import Path, Sheet
from flows.authoring.schema import FlowDoc, QuestionDoc, SectionDoc
from flows.model.conditions import Status
from flows.model.flow import Apart, Column
from flows.model.people import Profile, Role
from flows.model.values import Kind
from flows.rules.countries import COUNTRY, PROMPTED

_ONLY_FOR: dict[str, frozenset[Kind]] = {
    "options": frozenset({Kind.ONE_OF, Kind.MANY_OF}),
    "between": frozenset({Kind.ONE_OF, Kind.MANY_OF}),
    "low": frozenset({Kind.NUMBER}),
    "high": frozenset({Kind.NUMBER}),
    "unit": frozenset({Kind.NUMBER}),
    "future": frozenset({Kind.DATE}),
    "past": frozenset({Kind.DATE}),
    "many": frozenset({Kind.PERSON, Kind.COUNTRY, Kind.FILE, Kind.ITEM}),
    "register_": frozenset({Kind.COUNTRY, Kind.ITEM}),
    "adds": frozenset({Kind.ITEM}),
    "sets": frozenset({Kind.ITEM}),
    "proposes": frozenset({Kind.ITEM}),
    "every": frozenset({Kind.DATE}),
    "ends": frozenset({Kind.SCALE}),
    "reminds": frozenset({Kind.DATE}),
    "fills": frozenset({Kind.ONE_OF, Kind.PERSON}),
    "clause": frozenset({Kind.ONE_OF}),
    "withdraws": frozenset({Kind.YES_NO}),
    "needs": frozenset({Kind.YES_NO}),
}
"""The keys that mean something for some kinds only."""

_NEEDS: dict[Kind, tuple[str, str]] = {
    Kind.ONE_OF: ("options", "List the options below `options:`"),
    Kind.MANY_OF: ("options", "List the options below `options:`"),
    Kind.ITEM: ("register_", "Name the register that is picked from"),
    Kind.SCALE: ("ends", "Say what 1 and 5 mean: `ends: [never, always]`"),
}
"""What a kind cannot do without."""

MOST_QUESTIONS = 300
"""Questions of one flow. No team would answer more, and the machine that runs a flow grows with their square."""

_OPTION_WORDS = frozenset({*Status, "any", "every", "no", "is", "in", "and", "or", "not"}) - {"no"}
"""Words that would not be read as an option in a condition."""


def sound(doc: FlowDoc, sheet: Sheet, stages: Iterable[str], statements: Iterable[str]) -> list[Problem]:
    """Everything in the document that is inconsistent by itself, apart from conditions and texts."""
    work = _Soundness(doc, sheet)
    work.size()
    work.names()
    work.references(frozenset(stages), frozenset(statements))
    work.kinds()
    return work.problems


class _Soundness:
    def __init__(self, doc: FlowDoc, sheet: Sheet) -> None:
        self.doc = doc
        self.sheet = sheet
        self.problems: list[Problem] = []

    def size(self) -> None:
        """A flow is no longer than a conversation can be."""
        questions = [path for path, _, _ in self._questions()]
        if len(questions) > MOST_QUESTIONS:
            why = f"There are {len(questions)} questions, and a flow holds {MOST_QUESTIONS}"
            self._note(questions[MOST_QUESTIONS], ProblemKind.TOO_LONG, why, "Split it into several flows")

    # ── names ──

    def names(self) -> None:
        """Each name stands once, and none is a word of the grammar."""
        doc = self.doc
        sections = [(("sections", at, "section"), s.section) for at, s in enumerate(doc.sections)]
        self._once("section", [*((("registers", key), key) for key in doc.registers), *sections])
        self._once("look", [(("looks", at, "look"), look.look) for at, look in enumerate(doc.looks)])
        for at, look in enumerate(doc.looks):
            self._once("list", [(("looks", at, "lists", nr, "list"), it.list_) for nr, it in enumerate(look.lists)])
        for at, section in enumerate(doc.sections):
            asks = [(("sections", at, "questions", nr, "ask"), q.ask) for nr, q in enumerate(section.questions)]
            self._once("question", asks)
        questions = list(self._questions())
        self._once(
            "finding", [((*p, "findings", nr, "id"), f.id) for p, _, q in questions for nr, f in enumerate(q.findings)]
        )
        asked = {f"{s.each}.{q.ask}": (*p, "ask") for p, s, q in questions if s.each}
        marks = [((*p, "sets"), f"{q.register_}.{q.sets}") for p, _, q in questions if q.sets]
        self._once("mark", [*((path, name) for name, path in asked.items()), *marks])
        for path, _, question in questions:
            self._option_words(path, question)

    def _once(self, what: str, names: Iterable[tuple[Path, str]]) -> None:
        seen: dict[str, Path] = {}
        for path, name in names:
            if name in RESERVED:
                why = f"`{name}` is a word of the grammar, so no {what} can be called that"
                self._note(path, ProblemKind.DUPLICATE, why, "Call it something else")
            elif name in seen:
                line = self.sheet.place(seen[name]).line
                self._note(
                    path, ProblemKind.DUPLICATE, f"The {what} `{name}` stands on line {line} already", "Rename one"
                )
            else:
                seen[name] = path

    def _option_words(self, path: Path, question: QuestionDoc) -> None:
        """No two options are typed alike, and none hides behind a word of the grammar."""
        words: dict[str, str] = {}
        for key, option in question.options.items():
            here = (*path, "options", key)
            if key in _OPTION_WORDS:
                why = f"`{key}` is a word of the grammar, so no option can be called that"
                self._note(here, ProblemKind.DUPLICATE, why, "Call the option something else; its label can stay")
            for word in {text.casefold() for text in (key.replace("_", " "), option.label, *option.also)}:
                if words.setdefault(word, key) != key:
                    why = f"`{word}` is typed for `{words[word]}` and for `{key}`, so a reply can't tell them apart"
                    mend = "Keep the word with one of them, or write it below `between:` if it may mean either"
                    self._note(here, ProblemKind.DUPLICATE, why, mend)
        self._between_words(path, question, words)

    def _between_words(self, path: Path, question: QuestionDoc, words: Mapping[str, str]) -> None:
        """What stands between options stands between several that there are, is typed for none alone, and is said once. ``words``: what is typed
        for one option alone, with that option."""
        seen: dict[str, Path] = {}
        for at, between in enumerate(question.between):
            for nr, name in enumerate(between.options):
                here = (*path, "between", at, "options", nr)
                self._known(here, f"option of `{question.ask}`", name, question.options)
                if name in between.options[:nr]:
                    self._note(here, ProblemKind.DUPLICATE, f"`{name}` is named here already", "Name another option")
            for nr, word in enumerate(between.words):
                here, typed = (*path, "between", at, "words", nr), word.casefold()
                if typed in words:
                    why = f"`{word}` is typed for `{words[typed]}` alone, so it stands between nothing"
                    self._note(here, ProblemKind.DUPLICATE, why, "Take it out here or there")
                elif typed in seen:
                    why = f"`{word}` stands on line {self.sheet.place(seen[typed]).line} already"
                    self._note(here, ProblemKind.DUPLICATE, why, "Take one of them out")
                seen.setdefault(typed, here)

    # ── references ──

    def references(self, stages: frozenset[str], statements: frozenset[str]) -> None:
        """Registers, sources, sections, stages and statements that are named exist."""
        doc = self.doc
        sections = frozenset(section.section for section in doc.sections)
        self._known(("stage",), "stage", doc.stage, stages)
        self._known(("per",), "register", doc.per, doc.registers)
        self._known(("works_in",), "register", COUNTRY if doc.works_in is not None else None, doc.registers)
        for at, section in enumerate(doc.sections):
            path = ("sections", at)
            self._known((*path, "each"), "register", section.each, doc.registers)
            if section.each is not None and section.each == doc.per:
                why = f"The whole flow runs once for each {doc.per}, so its sections can't be repeated over them"
                self._note(
                    (*path, "each"), ProblemKind.TYPE_MISMATCH, why, "Take `each` out: the row is at hand everywhere"
                )
            self._known((*path, "records"), "register", section.records, doc.registers)
            self._statements((*path, "covers"), section.covers, statements)
            if section.where is not None and section.each is None:
                mend = "Say `each:`, or write the condition as `open_when:`"
                self._note(
                    (*path, "where"),
                    ProblemKind.NOT_UNDERSTOOD,
                    "`where` picks items, but nothing is repeated here",
                    mend,
                )
            if section.taken and section.each is None:
                mend = "Say `each:`, or take `taken:` out"
                self._note(
                    (*path, "taken"),
                    ProblemKind.NOT_UNDERSTOOD,
                    "`taken` answers come from the fields of a row, but nothing is repeated here",
                    mend,
                )
        for path, section, question in self._questions():
            self._of_question(path, section, question, statements)
        for at, look in enumerate(doc.looks):
            self._known(("looks", at, "each"), "register", look.each, doc.registers)
            self._known(("looks", at, "after"), "section", look.after, sections)
            asked = [
                f"{s.section}.{question.ask}" for s in doc.sections if s.each == look.each for question in s.questions
            ]
            for number, name in enumerate(look.beside):
                self._known(("looks", at, "beside", number), f"question about each {look.each}", name, asked)

    def _of_question(self, path: Path, section: SectionDoc, question: QuestionDoc, statements: frozenset[str]) -> None:
        self._known((*path, "source"), "source", question.source, self.doc.sources, ProblemKind.MISSING_SOURCE)
        self._known((*path, "register"), "register", question.register_, self.doc.registers)
        self._statements((*path, "covers"), question.covers, statements)
        self._nothing_after((*path, "decides"), "decisions", [rule.when for rule in question.decides or ()])
        if question.reminds is not None:
            people = [other.ask for other in section.questions if other.kind is Kind.PERSON]
            whom = [*(role.value for role in Role), "asker", *people]
            self._known((*path, "reminds", "whom"), "role or person question here", question.reminds.whom, whom)
        for at, name in enumerate(question.confirms):
            known = [*(role.value for role in Role), *(o.ask for o in section.questions if o.kind is Kind.PERSON)]
            self._known((*path, "confirms", at), "role or person question here", name, known)
        if question.book and COUNTRY not in (section.each, self.doc.per):
            why, mend = "`book` shows what is held of a country, and no country is at hand here", "Take it out"
            self._note((*path, "book"), ProblemKind.TYPE_MISMATCH, why, mend)
        self._prompts(path, question)
        before = [other.ask for other in section.questions[: section.questions.index(question)]]
        for at, name in enumerate(question.needs):
            self._known((*path, "needs", at), "earlier question here", name, before)
        if question.was in {f"{s.section}.{q.ask}" for _, s, q in self._questions()}:
            why = f"`{question.was}` is asked here still, and its answers stay with it"
            self._note((*path, "was"), ProblemKind.DUPLICATE, why, "Name a question that only an earlier version asked")
        others = [other.ask for other in section.questions if other is not question]
        self._known((*path, "after"), "other question here", question.after, others)
        counting = [other.ask for other in section.questions if other.kind is Kind.NUMBER]
        self._known((*path, "every"), "number question here", question.every, counting)
        self._proposes(path, section, question)
        if question.sets and section.each:
            why = f"A mark is set by a question asked once, and this one is asked per {section.each}"
            self._note((*path, "sets"), ProblemKind.TYPE_MISMATCH, why, "Move the question to a section without `each`")
        for at, finding in enumerate(question.findings):
            here = (*path, "findings", at)
            self._known((*here, "source"), "source", finding.source, self.doc.sources, ProblemKind.MISSING_SOURCE)
            self._statements((*here, "covers"), finding.covers or [], statements)
            self._severities((*here, "severity"), [rule.when for rule in finding.severity])

    def _prompts(self, path: Path, question: QuestionDoc) -> None:
        """What a question reminds of is held of countries, and the flow says of which."""
        for at, field in enumerate(question.prompts):
            self._known((*path, "prompts", at), "prompt", field, sorted(PROMPTED))
        if question.prompts and self.doc.works_in is None:
            why = "`prompts` reminds of the law where people work, and nothing says where that is"
            self._note((*path, "prompts"), ProblemKind.UNKNOWN_REFERENCE, why, "Say it with `works_in:` at the flow")

    def _proposes(self, path: Path, section: SectionDoc, question: QuestionDoc) -> None:
        """Rows are put forward where several may be named, once; what holds of them is asked of each of them, and can be answered so."""
        if question.proposes and (section.each or not (question.adds and question.many)):
            why = "`proposes` puts new rows forward beside others, and here only one is picked, none is added, or each row is asked about alone"
            mend = "Add `adds: true` and `many: true`, in a section without `each`"
            self._note((*path, "proposes"), ProblemKind.TYPE_MISMATCH, why, mend)
        self._once(
            "row", [((*path, "proposes", at, "name"), p.name.casefold()) for at, p in enumerate(question.proposes)]
        )
        about = [s for s in self.doc.sections if s.each == question.register_ and s.each is not None]
        asked = {q.ask: q for s in about for q in s.questions if not s.taken}
        for at, proposed in enumerate(question.proposes):
            if proposed.every is not None and all(q.every is None for q in asked.values()):
                why = f"No day that is asked about each {question.register_} comes round, so nothing goes by `every`"
                mend = "Take it out, or name the question of how often at that day, with `every:`"
                self._note((*path, "proposes", at, "every"), ProblemKind.TYPE_MISMATCH, why, mend)
            for name, value in proposed.then.items():
                here, found = (*path, "proposes", at, "then", name), asked.get(name)
                self._known(here, f"question about each {question.register_}", name, asked)
                if found is not None and found.kind is Kind.ONE_OF:
                    self._known(here, f"option of `{name}`", value, found.options)
                elif found is not None and found.kind is not Kind.TEXT:
                    why = f"`{name}` is a `{found.kind}` question, and only `one_of` and `text` can be known of a row before anybody is asked"
                    self._note(here, ProblemKind.TYPE_MISMATCH, why, "Take it out; it is asked once the row is there")

    def _severities(self, path: Path, whens: list[str | None]) -> None:
        if whens[-1] is not None:
            mend = "Add a last line without `when`, like `- {is: medium}`"
            self._note(path, ProblemKind.NOT_UNDERSTOOD, "No severity counts where none of these holds", mend)
        self._nothing_after(path, "severities", whens)

    def _nothing_after(self, path: Path, what: str, whens: list[str | None]) -> None:
        """Of what the first counts that holds, only the last goes without a condition."""
        for at, when in enumerate(whens[:-1]):
            if when is None:
                why = f"The {what} after this one never count, since it has no `when`"
                self._note((*path, at), ProblemKind.NOT_UNDERSTOOD, why, "Move it to the end, or give it a `when`")

    def _known(
        self,
        path: Path,
        what: str,
        name: str | None,
        known: Iterable[str],
        kind: ProblemKind = ProblemKind.UNKNOWN_REFERENCE,
    ) -> None:
        if name is not None and name not in set(known):
            self._note(
                path,
                kind,
                f"There is no {what} `{name}`",
                did_you_mean(name, known, f"Add the {what}, or name another"),
            )

    def _statements(self, path: Path, covers: list[str], statements: frozenset[str]) -> None:
        for at, statement in enumerate(covers):
            self._known((*path, at), "statement", statement, statements)

    # ── kinds ──

    def kinds(self) -> None:
        """Each question has the keys that its kind needs, and none that mean nothing for it."""
        for path, section, question in self._questions():
            self._apart(path, section, question)
            for name, kinds in _ONLY_FOR.items():
                if name in question.model_fields_set and question.kind not in kinds:
                    key = name.rstrip("_")
                    where = ", ".join(sorted(kind.value for kind in kinds))
                    why = f"`{key}` means nothing for `{question.kind}`"
                    self._note((*path, key), ProblemKind.NOT_UNDERSTOOD, why, f"Take it out; it belongs to {where}")
            needs, mend = _NEEDS.get(question.kind, ("kind", ""))
            if not getattr(question, needs):
                why = f"A `{question.kind}` question can't be answered without `{needs.rstrip('_')}`"
                self._note((*path, "kind"), ProblemKind.DEAD_END, why, mend)
            self._bounds(path, question)
            self._fills(path, section, question)
            self._graded(path, question)

    def _bounds(self, path: Path, question: QuestionDoc) -> None:
        if question.low is not None and question.high is not None and question.low > question.high:
            why = f"No number is at least {question.low} and at most {question.high}"
            self._note((*path, "low"), ProblemKind.DEAD_END, why, "Swap `low` and `high`")
        if not question.future and not question.past:
            self._note(
                (*path, "past"), ProblemKind.DEAD_END, "No day is neither past nor future", "Take one of the two out"
            )

    def _graded(self, path: Path, question: QuestionDoc) -> None:
        """The options of a clause are the playbook's columns, with a reason for what is accepted: what is not is explained by what it raises. Only
        what closes for good can be withdrawn."""
        for key in question.options if question.clause is not None else ():
            self._known((*path, "options", key), "column of the playbook", key, [column.value for column in Column])
        for key, option in question.options.items():
            accepted = question.clause is not None and key == Column.ACCEPTABLE
            if accepted and option.reason is None:
                why = f"Clause {question.clause} does not say why `{key}` will do"
                mend = "Add a `reason` to the option: one sentence on why it will do, and what one gives up"
                self._note((*path, "options", key), ProblemKind.MISSING_TEXT, why, mend)
            if option.reason is not None and not accepted:
                why = f"The `reason` of `{key}` is shown nowhere"
                mend = f"Take it out; it belongs to `{Column.ACCEPTABLE}` of a question with `clause`"
                self._note((*path, "options", key, "reason"), ProblemKind.NOT_UNDERSTOOD, why, mend)
        for key in ("withdraws", "lives"):
            if getattr(question, key) and not self.doc.closes:
                why = f"`{key}` means nothing in a flow whose answers can be changed at any time"
                mend = "Take it out, or add `closes: true` to the flow"
                self._note((*path, key), ProblemKind.NOT_UNDERSTOOD, why, mend)

    def _apart(self, path: Path, section: SectionDoc, question: QuestionDoc) -> None:
        """What two people answer apart are scenarios with readings to choose from, asked once, that can differ and be settled in writing."""
        if not section.apart:
            return
        if section.each is not None or question.role is not None or question.kind is not Kind.ONE_OF:
            why = "What two people answer apart is a `one_of` question that is asked once and is for no role"
            self._note((*path, "kind"), ProblemKind.TYPE_MISMATCH, why, "Change it, or take `apart` out of the section")
        for name in sorted(frozenset(Apart) - question.options.keys()):
            why = f"A scenario that is answered apart needs the option `{name}`"
            self._note((*path, "options"), ProblemKind.DEAD_END, why, "Add it; nobody is offered it in the form")

    def _fills(self, path: Path, section: SectionDoc, question: QuestionDoc) -> None:
        """A profile is chosen, a role is a person; and there is one of each, so the profile is not asked for row by row."""
        if question.fills == "profile" and section.each is not None:
            why = f"The profile is one for the programme, and this is asked for every `{section.each}`"
            self._note((*path, "fills"), ProblemKind.NOT_UNDERSTOOD, why, "Ask for it in a section without `each`")
        if question.fills == "profile":
            for key in question.options:
                self._known((*path, "options", key), "profile", key, [profile.value for profile in Profile])
        wanted = Kind.ONE_OF if question.fills == "profile" else Kind.PERSON
        if question.fills and question.kind is not wanted and question.kind in _ONLY_FOR["fills"]:
            why = f"`{question.fills}` is filled by a `{wanted}` question, and this one is `{question.kind}`"
            self._note((*path, "fills"), ProblemKind.TYPE_MISMATCH, why, "Fill something else, or change the kind")

    def _questions(self) -> Iterator[tuple[Path, SectionDoc, QuestionDoc]]:
        for at, section in enumerate(self.doc.sections):
            for number, question in enumerate(section.questions):
                yield ("sections", at, "questions", number), section, question

    def _note(self, path: Path, kind: ProblemKind, why: str, mend: str) -> None:
        self.problems.append(self.sheet.place(path).problem(kind, why, mend))
