"""What is said around the questions, whatever their kind: commands, not knowing, leaving open, small talk. Tables of phrases."""

from __future__ import annotations

import re
from functools import lru_cache

from flows.engine.readers.heard import Command
from flows.engine.readers.patterns import Pattern
from flows.engine.readers.wording import key as as_key
from flows.engine.readers.wording import phrases

MOST_WORDS = 12
"""Longer replies are never a command or a stock phrase."""

MOST_ASKED = 160
"""Characters of a reply that may be a question; what is longer is told, not asked."""

_COMMANDS: dict[Command, frozenset[str]] = {
    "why": phrases(
        "why", "why is that", "why this", "why this question", "why do you ask", "why are you asking", "why do you want to know",
        "why do you need this", "why do you need to know", "why does it matter", "why does this matter", "why is this important",
        "why is it important", "why should i care", "what for", "what does this mean", "what does that mean", "what do you mean",
        "what do you mean by that", "what is this about", "explain", "please explain", "explain this", "i don't understand",
        "i do not understand", "i don't get it", "i don't understand the question", "tell me more", "but why",
    ),
    "back": phrases(
        "back", "go back", "back one", "one back", "step back", "previous", "previous question", "the previous question",
        "back to the previous question", "last question", "go to the previous question", "can we go back", "can i go back",
        "take me back", "let's go back",
    ),
    "undo": phrases(
        "undo", "undo that", "undo it", "undo this", "undo the last answer", "undo last", "undo last answer", "undo my answer",
        "revert", "revert that", "take that back", "take it back", "scratch that", "oops undo", "i take that back", "can i undo",
        "can you undo that", "delete my answer", "delete that answer", "remove my answer",
    ),
    "pause": phrases(
        "pause", "pause here", "pause this", "pause for now", "pause for today", "let's pause", "let's pause here", "stop", "stop here",
        "stop for now", "stop for today", "let's stop", "let's stop here", "take a break", "let's take a break", "break",
        "stop asking", "enough for today", "enough for now", "that's enough for today", "can we pause", "can we stop here",
        "continue tomorrow", "let's continue tomorrow", "let's continue later",
    ),
    "resume": phrases(
        "resume", "continue", "go on", "carry on", "keep going", "go ahead", "proceed", "unpause", "let's continue", "let's go on",
        "let's resume", "let's go", "next", "start again where we were", "where were we", "i'm back", "we're back",
        "ask again", "ask me again", "repeat", "repeat the question", "show the question", "say that again",
    ),
    "review": phrases(
        "review", "review answers", "review our answers", "review my answers", "review the answers", "show answers",
        "show all answers", "show my answers", "show our answers", "show the answers", "show me the answers",
        "what have we said so far", "what did we say", "what have we answered", "what did we answer", "summary", "show summary",
        "answers so far", "all answers",
    ),
    "help": phrases(
        "help", "help me", "help please", "commands", "what can i do", "what can i say", "what can you do", "how does this work",
        "how do i do this", "how do i answer", "how can i answer", "how should i answer", "what are my options",
        "what are the options", "instructions", "i need help", "can you help", "can you help me", "please help",
    ),
    "finish": phrases(
        "finish", "finish it", "finish up", "finish this", "finished", "let's finish", "we're finished", "we are finished",
        "we're done", "we are done", "i'm finished", "wrap up", "wrap it up", "let's wrap up", "close the session", "close this",
    ),
    "change": phrases(
        "change", "change answer", "change an answer", "change my answer", "change the answer", "change our answer",
        "change something", "change the last answer", "change a previous answer", "change an earlier answer", "edit",
        "edit answer", "edit an answer", "edit my answer", "correct an answer", "correct my answer", "i want to change an answer",
        "i want to change my answer", "i'd like to change an answer", "can i change an answer", "can i change my answer",
        "can we change an answer", "i need to change an answer", "that was wrong", "that's wrong", "i made a mistake",
        "we made a mistake", "change that", "correct that", "correct it", "correct this", "please correct that",
    ),
}  # fmt: skip
_WORDS: dict[str, Command] = {phrase: command for command, table in _COMMANDS.items() for phrase in table}

_UNKNOWING = Pattern(
    r"(?:(?:i|we|were|im|am|are|is|its|it|thats|that|this|still|just|really|honestly|sorry|actually|as|yet|at|all|so|to|be|me|simply) )*"
    r"(?:not (?:(?:really|quite|entirely|totally|completely|100|at all|too|so|very|yet) )*(?:sure|certain|clear|known|yet known"
    r"|decided|determined|agreed|settled)"
    r"|unsure|uncertain|unclear|unknown|undecided|undetermined|idk|dunno|tbd|tbc|to be (?:decided|determined|confirmed)"
    r"|(?:do not|dont|didnt|wouldnt|would not|cant|cannot|can not|couldnt|could not|havent|have not) (?:(?:really|actually|even) )?"
    r"(?:know|tell|say|remember|recall|decide|decided|found out|have (?:a|any) (?:idea|clue))"
    r"|(?:have |had |has )?(?:no|not a|havent a|not the (?:slightest|faintest|foggiest)|absolutely no"
    r"|havent any|not any|zero) (?:idea|clue)"
    r"|(?:nobody|no one|noone|none of us|no body|who|god|heaven) (?:here )?(?:knows|can tell|can say|remembers|is sure)"
    r"|nothing (?:is |was )?(?:known|clear|certain)"
    r"|hard to (?:say|tell|know)|(?:your guess is as good as mine)|beats me|search me|no information|no info|need to check"
    r"|(?:have|need|we have|would have|will have|ill have) to (?:check|find out|look it up|ask))"
    r"(?: (?:yet|here|tbh|sorry|either|really|right now|now|at the moment|currently|at all|though|for sure|exactly|about (?:that|this|it)"
    r"|of (?:that|this|it)|that|this|it|on that|on this|offhand|off hand|to be honest|honestly|the answer"
    r"|anything about (?:it|that|this)|(?:for|about|of) (?:that|this) one|for (?!sure\b|certain\b)\w+(?: \w+)?"
    r"|(?:you|somebody|someone) (?:can )?tell me|you (?:decide|choose|pick|say)|dont ask me|how (?:should|would) (?:i|we) know"
    r"|who (?:that|it|this) (?:is|was|would be|should be|could be)))*"
)
_ANOTHER = Pattern(
    _UNKNOWING.pattern
    + r" (?:but |maybe |perhaps |probably |i think |or |so |please |lets |better |you could |you should )*(?P<who>"
    r"(?:ask|check with|talk to|speak to) \S+(?: \S+)?"
    r"|(?!(?:i|we|yes|no)\b)\S+(?: \S+)? (?:(?:probably |surely |should |would |might |may |will |must |can |could )+"
    r"(?:know|answer|tell|confirm|say|check)|knows?)\b(?!.*\b(?:yes|no)\b).*)"
)
"""Not known here, and somebody named who may know it."""
_UNKNOWN_WHAT = Pattern(
    _UNKNOWING.pattern
    + r" (?:(?:about|of|on) )?(?:who|what|whether|if|how|when|where|which|why)\b(?!.*\b(?:but|yes|no|though|however)\b).*"
)
_NOT_KNOWING = phrases(
    "maybe",
    "perhaps",
    "possibly",
    "could be",
    "might be",
    "who knows",
    "don't ask me",
    "you tell me",
    "how should i know",
    "how would i know",
    "???",
    "ask me something else",
)
_SHRUGS = frozenset(
    ("shrug", "man-shrugging", "woman-shrugging", "person_shrugging", "thinking_face", "thinking", "🤷", "🤔")
)

_FIRST_WORDS = Pattern(r"[,.;:!?…–—\n]|\s-\s|\s(?=but\b)")
_DOUBTS = Pattern(r"(?:(?:i|we) (?:really |strongly )?doubt|doubtful)\b")

_PASSING = Pattern(
    r"(?:(?:i|we|lets|let|us|ill|well|id|please|can|could|just|rather|want|like|to|wed) )*"
    r"(?:skip|pass|later|not now|move on|moving on|next question|next one|come back to|coming back to|return to|leave|postpone|park|defer"
    r"|ask (?:me|us) (?:again )?(?:later|tomorrow|next week|another time|some other time)|answer (?:\w+ )?(?:later|another time)"
    r"|do (?:\w+ )?later|remind me later|decide later|some other time|another time)"
    r"(?: (?:this|that|it|one|question|the|to|for|now|later|today|open|please|then|on|ahead|over|thanks"
    r"|thank|you|a|bit|in|week|next|tomorrow))*"
)
_TALK = phrases(
    "thanks", "thank you", "thanks a lot", "thank you so much", "many thanks", "thx", "ty", "cheers", "hi", "hello", "hey", "hi all",
    "hello all", "hey all", "hi team", "good morning", "good afternoon", "good evening", "morning", "morning all", "hi everyone",
    "hello everyone", "lol", "haha", "hahaha", "hehe", "brb", "bbl", "omg", "wow", "cool", "nice", "great", "awesome", "interesting",
    "good question", "great question", "good point", "fair point", "fair enough", "got it", "i see", "understood", "makes sense",
    "will do", "on it", "let me check", "let me look", "let me see", "let me think", "let me ask", "let me find out", "i'll check",
    "i will check", "i'll ask", "i will ask", "i'll find out", "i'll look", "i'll look it up", "i'll look into it", "will check",
    "checking", "just checking", "one sec", "one second", "one moment", "one minute", "a moment", "just a moment",
    "just a sec", "just a second", "just a minute", "give me a minute", "give me a moment", "give me a sec", "give me a second",
    "hold on", "hang on", "wait", "wait a second", "wait a minute", "wait a sec", "hmm", "hm", "um", "uh", "hmmm", "ah", "oh", "aha",
    "no problem", "no worries", "you're welcome", "sounds good", "see you", "see you later", "bye", "good night",
    "who", "what", "when", "where", "which", "which one", "really", "seriously", "is this thing on", "anyone", "anybody",
    "+1", "same", "same here", "agreed", "i agree", "me too",
)  # fmt: skip
_CHECKING = Pattern(
    r"(?:(?:i|we)(?:ll| will| need to| have to| should| can| could| must| am going to| are going to)?"
    r"|let me|lets|im|were|am|are|let us|will) "
    r"(?:quickly |just |first |better |go )?(?:check|checking|ask|asking|find out|finding out"
    r"|look (?:into|up|it up|that up|this up)|see if|confirm with"
    r"|double check|talk to|speak to|get back|ping|dig)(?: .{1,60})?"
)
_ASKING = Pattern(
    r"(?:who|what|whats|when|where|which|how|why|does|do|did|is|are|was|were|can|could|should|shall|would|will|has|have|had|any|anyone|isnt"
    r"|arent|dont|doesnt|didnt|wasnt|shouldnt) "
)
_LEADING = (
    r"(?:h+m+|hey|hi|hello|ok|okay|so|and|but|well|oh no|oh|ah|u+m+|wait|hang on|hold on|sorry|actually|quick question|question"
    r"|bot|also|btw|by the way)(?!\w)[\s,.:;!…–-]+(?=\S)"
)
_CALLED = Pattern(rf"(?:{_LEADING})*@(?P<who>[\w.'-]{{1,40}})", re.IGNORECASE)
"""A handle as it is typed, not picked, in front or behind what leads in to it."""
_LEAD = Pattern(rf"(?:{_LEADING}|@[\w.'-]{{1,40}}[\s,.:;!…–-]+(?=\S))+", re.IGNORECASE)
_MUSES = Pattern(
    r"(?:what|which|who|whose|when|where|why|how)(?: [^ ]+){3,}"
    r"|(?:can|could|should|shall|would|will|may|does|do|did|is|are|was|were|has|have)"
    r" (?:i|we|you|he|she|it|they|this|that|the|these|those|somebody|someone|anybody|anyone)(?: [^ ]+)+"
    r"|(?:i|we|im|were) (?:wonder|wondering|am wondering|are wondering|ask myself) .+"
)
"""Asks something without a question mark."""
_COURTESY = Pattern(
    r"^(?:(?:please|pls|plz|sorry|ok|okay|oh|hey|hi|hello|bot|ringfence|hm+|um+|uh|ah|so|and) )+"
    r"|(?: (?:please|pls|plz|thanks|thank you|thx|sorry|bot|ringfence))+$"
)


@lru_cache(maxsize=2)
def bare(key: str) -> str:
    """A key without courtesy at either end ("please skip this, thanks" is "skip this"). The last are remembered: a reply is held against
    one table after the other."""
    return _COURTESY.sub("", key).strip() or key


def command(key: str, text: str) -> Command | None:
    """The command that a reply is, if it is nothing else."""
    if text.strip() in ("?", "??"):
        return "help"
    return _WORDS.get(bare(key)) if _short(key) else None


def knows_not(key: str, signs: tuple[str, ...]) -> bool:
    """Whether a reply says that the answer is not known."""
    if not key:
        return bool(signs) and all(sign in _SHRUGS or sign in "♂♀" for sign in signs)
    return _short(key) and (bare(key) in _NOT_KNOWING or _UNKNOWING.fullmatch(bare(key)) is not None)


def begins_unsure(text: str) -> bool:
    """Whether a text begins by saying that it is not known or doubted, and goes on: "not sure, Jon saw it". What follows is no knowledge of it."""
    first = _FIRST_WORDS.split(text)[0]
    said = as_key(first)
    return (first != text and (knows_not(said, ()) or knows_not_what(said))) or _DOUBTS.match(said) is not None


def another_knows(key: str) -> str | None:
    """What stands of somebody else behind "I'm not sure": "jon might know", "ask jon"; None for any other reply."""
    found = _ANOTHER.fullmatch(bare(key)) if _short(key) else None
    return found["who"] if found else None


def knows_not_what(key: str) -> bool:
    """Whether a reply only says of what it is unsure: "I'm not sure what they signed"."""
    return len(key) <= 160 and _UNKNOWN_WHAT.fullmatch(bare(key)) is not None


def passes(key: str) -> bool:
    """Whether a reply leaves the question open for now."""
    return _short(key) and _PASSING.fullmatch(bare(key)) is not None


def chats(key: str) -> bool:
    """Whether a reply is small talk and no answer to anything."""
    return key in _TALK or bare(key) in _TALK or (_short(key) and _CHECKING.fullmatch(bare(key)) is not None)


def opened(text: str) -> str:
    """A text (or a key) without what leads in to it, and without a colleague's name typed in front: "hm wait @jon what law is it?"."""
    return _LEAD.sub("", text, count=1) if _LEAD.match(text) else text


def called(text: str) -> str:
    """Whom a text is addressed to by a handle that was typed, not picked; "" where it is to nobody."""
    found = _CALLED.match(text)
    return found["who"] if found else ""


def wonders(text: str) -> bool:
    """Whether a reply is a question put to somebody ("which vendor is this about?"), to whomever it is addressed."""
    asks = text.rstrip().endswith("?") and "\n" not in text and len(text) <= MOST_ASKED
    return asks and _ASKING.match(as_key(opened(text))) is not None


def muses(text: str) -> bool:
    """Whether a reply asks something without a question mark, as people type: "jon what law is the msa under"."""
    if len(text) > MOST_ASKED or ":" in text:
        return False
    line = as_key(opened(text))
    return _MUSES.fullmatch(line) is not None


def not_applicable(key: str) -> bool:
    """Whether a reply is "n/a" in one of its forms."""
    return bare(key) in _NOT_APPLICABLE


_NOT_APPLICABLE = phrases(
    "n/a", "na", "n.a.", "not applicable", "does not apply", "doesn't apply", "not relevant", "irrelevant", "not for us",
    "doesn't apply to us", "does not apply to us", "not applicable to us", "not applicable here", "that doesn't apply",
)  # fmt: skip


def _short(key: str) -> bool:
    return 0 < len(key) <= 100 and key.count(" ") < MOST_WORDS
