"""What is said to each other or about the matter itself: a colleague asked, may we share this, it leaked, we sent it already."""

from __future__ import annotations

import re

from flows.engine.readers.heard import Amend, Aside, Context, Offer, Talk
from flows.engine.readers.manners import called, opened
from flows.engine.readers.patterns import Pattern
from flows.engine.readers.wording import Said, key
from flows.model.ids import PersonId

MENTION = Pattern(r"<@([UW][A-Z0-9]{1,20})(?:\|[^<>\n]{0,100})?>")

_SEND = r"(?:send|share|show|give|forward|disclose|hand|upload|email|mail|ship|release|reveal|expose|pass on|hand over)"
_SENT = r"(?:sent|shared|showed|shown|gave|given|emailed|mailed|forwarded|disclosed|handed|uploaded|shipped|released)"
_RIGHTS = r"(?:copyrights?|patents?|moral|ip|rights?|title|ownership|licen[cs]es?|law|laws|last|final|same|duty|power|choice|benefit)"
_SEE = r"(?:see|view|look at|look into|access|have access to|get access to|get to see|have a look at|receive|(?:have|get)(?= a copy\b))"
_NOBODYS = r"(?!(?:i|we|you|it|this|that|who|anyone|anybody|someone|somebody|everyone|everybody|others|people|outsiders|guests|colleagues)\b)"
_OURSELVES = (
    r"(?! (?:(?:this|the|my|our) (?:channel|thread|answers?|programme|digest|messages?|conversation)\b"
    r"|what (?:i|we)\b|(?:it|this|that|them)\b))"
)
_HAVE = rf"have (?:the|our|my) (?!(?:\w+ )?{_RIGHTS}\b)(?!vendor\b|supplier\b|contractor\b)"
"""Of what somebody may have, rights are no thing that is handed over: "may Kodex have the test suite?"."""
_PUSH = r"(?:push|demo|demonstrate)(?= .{1,80} (?:to|for|with) )"
"""What may mean much else: only with somebody who gets it."""
_MAY_SHARE = Pattern(
    rf"(?:(?:can|may|could|should|shall|must|do) (?:i|we|they|you|he|she|anyone|somebody|someone) (?:\w+ ){{0,2}}?{_SEND}\b"
    rf"|(?:can|may|could) (?:i|we) {_PUSH}"
    rf"|(?:can|may|could) {_NOBODYS}(?!an? )(?:\w+ ){{1,4}}?{_HAVE}\w"
    r"|(?:(?:is|would) (?:it|that|there) (?:be )?(?:a|an|any) (?:problem|issue)|(?:do|would) (?:you|they|we) mind)"
    rf" if (?:i|we) (?:\w+ )?(?:{_SEND}|{_SENT})\b"
    rf"|(?:is|would) (?:it|that|this) (?:be )?(?:\w+ )?(?:ok|okay|fine|safe|allowed|all right|alright"
    rf"|possible)(?: for \w+)?(?: to| if (?:i|we)) (?:\w+ )?{_SEND}\b"
    rf"|(?:am|are) (?:i|we) (?:allowed|free|permitted|ok|okay|safe) to (?:\w+ )?{_SEND}\b"
    rf"|(?:is|are) .{{1,80}} (?:ok|okay|fine|safe|allowed) to (?:be )?(?:{_SEND}|{_SENT}|{_SEE})\b"
    rf"|(?:can|may|could|should|shall|will|would) {_NOBODYS}(?:\w+ ){{1,5}}?{_SEE}{_OURSELVES} .+"
    rf"|(?:is|would) (?:it|that) (?:be )?(?:ok|okay|fine|safe|all right|alright) (?:if|for) {_NOBODYS}(?:\w+ ){{1,5}}?(?:to )?"
    rf"(?:{_SEE}|sees|views|gets|has){_OURSELVES} .+)"
)
_OK_TO = Pattern(
    rf"(?:\w+ )?(?:ok|okay|fine|safe|all right|alright|allowed) (?:for (?:me|us) )?(?:to|if (?:i|we)) (?:{_SEND}|{_PUSH})\b.+"
)
"""Asked in brief: with a question mark alone, for "fine to share with them" may be an answer."""
_LEAKED = Pattern(
    r"\b(?:leaked|leaking)\b|\b(?:a|an|been a|data|security|code) (?:leak|breach)\b"
    r"|\b(?:we|they) (?:were|was|got|have been|ve been|been|had been) (?:hacked|breached)\b|\bgot stolen\b|\b(?:was|were|been) stolen\b"
)
_NOT_LEAKED = Pattern(
    r"\b(?:no|not|never|nothing|none|nobody|hasnt|havent|isnt|wasnt|werent|didnt|wont|dont|if|could|might|may|would|should|avoid|prevent"
    r"|case|risk|until|unless|when)\b"
)
_CALLS_OFF = Pattern(
    r"(?<!not )(?<!not a )(?<!is no )(?<!was no )\bfalse alarm\b"
    r"|\A(?:ok |so |well |luckily |sorry |good news )*(?:(?:(?:there|it) (?:was|is) )?no leak|nothing (?:at all )?(?:has |had |was |ever )?"
    r"(?:got out|gotten out|leaked|left us|went out|came out|escaped))\b"
)
"""What ends a first response: "false alarm" is also how its option is called."""
_THING = r"(?:it|this|that|they|everything|something|one of them|the (?:\w+ ){0,2}\w+|our (?:\w+ ){0,2}\w+)"
_PLAIN_LEAK = Pattern(
    rf"(?:help |oh no |sorry |guys |team )*(?:{_THING}(?: has| have| was| were| just| got| been"
    rf"| already){{0,3}} (?:leaked|leaking|stolen)(?: \w+){{0,4}}"
    r"|(?:i think )?(?:we (?:have|had)|theres|there is|there was|there has been) (?:just )?(?:a"
    r"|been a) (?:\w+ )?(?:leak|breach)(?: \w+){0,3}"
    r"|(?:a )?(?:leak|breach)|leaked)"
)
_NOT_TO_US = r"(?!.*\b(?:us|me|back|our)\b).*"
_NO_QUESTION = r"(?!(?:what|whats|which|who|whom|whose|when|how|why|where|did|does|do|has|have|had|is|are|was|were|if|whether|can|could) )"
_ALREADY = Pattern(
    rf"(?:(?:yes|yeah|oh|but|well|ok|sorry|i think|actually) )*(?:(?:i|we) (?:have |had |ve )?(?:already |just |actually )?{_SENT} .+"
    rf"|{_NO_QUESTION}\w+ (?:has |have |had )?(?:already |just |actually )?{_SENT} (?:it|this|that|everything)\b{_NOT_TO_US}"
    rf"|(?:it|this|that|they) (?:was|were|is|has been|have been) (?:already )?{_SENT}(?: (?:to|with|by|in|on|last|yesterday|already)\b{_NOT_TO_US})?"
    rf"|already {_SENT}\b.*|(?:ive|weve) (?:already |just )?{_SENT} .+)"
)
"""We disclosed something, or it was disclosed. What others gave, and to us, is an answer: "they gave us a list"."""
_ANYBODY_DID = Pattern(
    rf"(?:(?:yes|yeah|oh|but|well|ok|sorry|i think|actually) )*{_NO_QUESTION}(?:\w+ (?:have |has |had )?(?:already |just |actually )?{_SENT} .+"
    rf"|(?:it|this|that|they) (?:was|were|is|has been|have been) (?:already )?{_SENT}\b.*"
    r"|(?!(?:we|i|they|he|she|you) ).{1,80} (?:went|(?:has|have|had) (?:already )?gone)(?: out| over)? to .+)"
)
"""The same of whoever did it ("Jon sent the designs to Kodex"), where no question stands that it may answer."""
_JUST_SENT = Pattern(
    rf"(?:yes |yeah |oh |but |well |sorry |i think |actually )*(?:(?:i|we|they|weve|ive) (?:have |had |already |just |actually )*{_SENT} "
    rf"(?:it|this|that|them|those|everything)|(?:it|this|that|they) (?:was|were|is|has been|have been) (?:already )?{_SENT}|already {_SENT}(?: it)?)"
    r"(?: (?:already|last|this|on|in|back in|a|an|some|few|couple of|two|three|\d+|days?|weeks?|months?|years?|ago|yesterday|today|earlier"
    r"|before|recently"
    r"|now|then|too|monday|tuesday|wednesday|thursday|friday|weekend|morning|afternoon|january|february|march|april|may|june|july|august|september"
    r"|october|november|december))*"
)
_HANDING = Pattern(
    r"\b(?:ask|asking|assign(?: it| this)?(?: to)?|hand(?: it| this)?(?: over)?(?: to)?|over to"
    r"|question for|one for|pass(?: it| this)?(?: on)? to"
    r"|forward(?: it| this)? to|check with|give(?: it| this)? to|up to|talk to|speak to)(?: our| my)? (?P<who>\S+)"
)
_KNOWS = Pattern(
    r"(?P<who>\S+)(?: \S+)? (?:probably |surely |certainly |should |would |might |may |will |must |can |could |is the one who )*"
    r"(?:know|knows|answer|answers|tell|tells|help|take|takes|confirm|check|say)\b.*"
)
_ASKED = Pattern(
    r"(?:(?:hey|hi|hello|ok|so|maybe|and|perhaps) )*mention(?: mention)*"
    r"(?: (?:do|does|can|could|would|will|might|any|is|are|did|have|has|what|who|please|you|your|thoughts|know)\b.{0,40}?"
    r"(?:know|knows|idea|ideas|answer|help|take|check|confirm|tell|thoughts|think|say|call|remember|this|that|yours)\b.*)?"
)
_ASKING_NAME = Pattern(
    r"(?:(?:you|we|i|lets|please|could|can|should|better|maybe|perhaps|not|sure|no|idea|that|thats|a|id|must|need|to|have) )*"
    + _HANDING.pattern
)
_YOU = Pattern(
    r"(?:(?:hey|hi|hello|ok|so|maybe|and|perhaps) )*(?P<who>[^ ]+) (?:(?:do|can|could|would|will|might) you|any) .{0,40}?"
    r"\b(?:know|idea|ideas|answer|help|take|check|confirm|tell|thoughts|think|say|remember)\b.{0,40}"
)
_WISH = (
    r"(?:(?:please|pls|can|could|may|i|we|id|wed|want|would|like|need|have|lets|let|me|us|to|should|must|sorry|oops|wait|also|you|just"
    r"|how|do) )*(?:change|edit|correct|fix|redo|revise|amend|remove|delete|rename) "
)
_AMEND = Pattern(rf"(?:{_WISH}(?:the |our |my |this |that |your )|(?:please )?(?:remove|delete) )(?P<about>.{{1,80}})")
_AMEND_ANSWER = Pattern(
    _WISH + r"(?:(?:the|our|my|an|your|that|this) )?(?:(?:(?:answer|question|number|no|nr) ){0,2}#?\d{1,3}"
    r"|(?:answers?|questions?)(?: (?:to|about|on|for|of))?(?P<about>(?: .{1,80})?))"
)
_AMEND_NAMED = Pattern(_WISH + r"(?:the|our|my|that|this) (?P<about>(?:\w+ ){1,5})answers?(?: please| again)?")
_THE = Pattern(r"\A(?:the|our|my) ")
_INTO = Pattern(r" (?:to|into|from|please|again)\b.*")
_STAND_IN = " mention "
# "nobody knows" and "who knows" name no colleague; neither does "I know".
_NO_NAME = frozenset(
    (
        "nobody",
        "noone",
        "one",
        "who",
        "i",
        "we",
        "they",
        "you",
        "he",
        "she",
        "it",
        "me",
        "us",
        "them",
        "him",
        "her",
        "mention",
    )
)


def mentioned(text: str) -> tuple[PersonId, ...]:
    """People mentioned, each once, in order."""
    return tuple(dict.fromkeys(PersonId(found[1]) for found in MENTION.finditer(text)))


def addressed(said: Said, context: Context) -> Offer | Talk | None:
    """What a reply with a colleague in it is: an offer to hand over, or talk; None where no other person is mentioned or asked."""
    others = [person for person in mentioned(said.text) if person != context.speaker]
    if others:
        line = key(MENTION.sub(_STAND_IN, said.text))
        handed = _HANDING.search(line)
        asked = _ASKED.fullmatch(line) or (_KNOWS.fullmatch(line) and line.startswith("mention"))
        return Offer(others[0]) if asked or (handed and handed["who"] == "mention") else Talk()
    by_name = _named(said, context)
    if by_name:
        return Offer(by_name)
    return Talk() if _called(said, context) else None


def _called(said: Said, context: Context) -> bool:
    """Whether a reply is addressed to one member by a handle that was typed, not picked: "hm wait @jon what law is it?"."""
    who = key(called(said.text)).split()
    return bool(who) and _member(who[0], context) is not None


def unnamed(text: str, context: Context) -> str:
    """A text without what leads in to it and the name of a member in front: "jon what law is it" asks what law it is."""
    bare = opened(text)
    first, _, rest = bare.partition(" ")
    named = bool(rest) and _member(key(first), context) is not None
    return rest if named else bare


def _named(said: Said, context: Context) -> PersonId | None:
    """The colleague in "ask Ana", "Ana would know" or "@ana do you know?", where that name is one member's alone."""
    if not context.names or len(said.key) > 60:
        return None
    for pattern in (_ASKING_NAME, _KNOWS, _YOU):
        found = pattern.fullmatch(said.key)
        who = found["who"] if found else ""
        if who and who not in _NO_NAME:
            return _member(who, context)
    lone = said.text.startswith("@") and len(said.key.split()) <= 2
    return _member(said.key.split()[0], context) if lone and said.key else None


def _member(who: str, context: Context) -> PersonId | None:
    members = [person for person, name in context.names.items() if who in key(name).split()]
    return members[0] if len(members) == 1 and members[0] != context.speaker else None


def asks_to_change(said: Said, strictly: bool) -> Amend | None:
    """ "Change the assets." ``strictly``: only where it speaks of an answer, for a text answer may well tell what is to be changed."""
    if len(said.key) > 120:
        return None
    plainly = _AMEND_ANSWER.fullmatch(said.key) or _AMEND_NAMED.fullmatch(said.key)
    found = plainly or (None if strictly else _AMEND.fullmatch(said.key))
    if found is None:
        return None
    return Amend(_INTO.sub("", f" {_THE.sub('', (found['about'] or '').strip())}").strip(), plainly is not None)


def asks_to_share(said: Said) -> Aside | None:
    """ "Can I send X to Y?", "may Y see X?", "ok to send X to Y?" """
    if len(said.key) > 300:
        return None
    brief = said.text.rstrip().endswith("?") and _OK_TO.fullmatch(said.key)
    return Aside("share") if brief or _MAY_SHARE.match(opened(said.key)) else None


def tells_of_leak(said: Said, strictly: bool) -> Aside | None:
    """ "It leaked." ``strictly``: only where the reply says nothing else, for a text answer may well tell of an old leak."""
    line = opened(said.key)
    if len(line) > 300 or _NOT_LEAKED.search(line):
        return None
    found = _PLAIN_LEAK.fullmatch(line) if strictly else _PLAIN_LEAK.fullmatch(line) or _LEAKED.search(line)
    return Aside("leak") if found else None


def calls_off(said: Said) -> bool:
    """ "False alarm, nothing got out." """
    return not said.text.rstrip().endswith("?") and _CALLS_OFF.search(said.key) is not None


def tells_of_sharing(said: Said, strictly: bool, anybody: bool = False) -> Aside | None:
    """ "We sent it last week." ``strictly``: only of "it" and when, for a text answer may well say what was sent to whom.
    ``anybody``: whoever sent it, where nothing is asked."""
    line = opened(said.key)
    if len(line) > 200 or re.search(r"\b(?:not|never|nothing|nobody|none)\b", line):
        return None
    found = (_JUST_SENT if strictly else _ALREADY).fullmatch(line) or (anybody and _ANYBODY_DID.fullmatch(line))
    return Aside("shared_already") if found else None
