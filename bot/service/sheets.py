"""What goes out to a vendor, as Word documents that can be filled in: a table of questions, and scenarios with readings to tick.

Nothing but what the sheets hold is written; no name of anybody's and no day but the one that is given. python-docx is loaded when the first
document is made.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from typing import TYPE_CHECKING, Protocol, cast
from xml.sax.saxutils import escape

from flows.engine.screens.scores import Sheet
from flows.engine.screens.sheet import Scenarios

if TYPE_CHECKING:
    from docx.document import Document


class _Body(Protocol):
    """What is needed of a document's body; the library makes it at run time, and so has no types for it."""

    def insert_element_before(self, element: object, *before: str) -> object:
        """Put an element before the first of these."""
        ...


class _Root(Protocol):
    @property
    def body(self) -> _Body:
        """The body."""
        ...


_WIDTHS = (0.4, 2.7, 1.8, 1.8)
"""Of the four columns, in inches."""
_UNSAID = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""What no XML can hold."""
_SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
)
_TICK = (
    '<w:p {spaces}><w:pPr><w:ind w:left="360"/></w:pPr><w:sdt><w:sdtPr><w:alias w:val="{words}"/><w14:checkbox><w14:checked w14:val="0"/>'
    '<w14:checkedState w14:val="2612" w14:font="MS Gothic"/><w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox></w:sdtPr>'
    '<w:sdtContent><w:r><w:rPr><w:rFonts w:ascii="MS Gothic" w:eastAsia="MS Gothic" w:hAnsi="MS Gothic"/></w:rPr><w:t>\N{BALLOT BOX}</w:t></w:r>'
    '</w:sdtContent></w:sdt><w:r><w:t xml:space="preserve">  {words}</w:t></w:r></w:p>'
)
"""A box that a click ticks (a content control of Word 2010 and later), and its label."""


def file_name(kind: str, whose: str) -> str:
    """What a document is called, without its ending: its kind, and the words of a name that any file system takes."""
    return "-".join((kind, *re.findall(r"\w+", whose.lower())[:6]))


def questions(sheet: Sheet, made: dt.datetime) -> bytes:
    """The document's bytes: the title, what it is and is not, and the table with a column left to answer in."""
    from docx.shared import Inches

    document = _begun(sheet.title, sheet.intro, made)
    table = document.add_table(rows=0, cols=len(sheet.columns), style="Table Grid")
    for number, told in enumerate((sheet.columns, *sheet.rows)):
        row = table.add_row()
        for cell, words, width in zip(row.cells, told, _WIDTHS, strict=True):
            cell.width = Inches(width)
            cell.paragraphs[0].add_run(_clean(words)).bold = number == 0 or None
    return _packed(document)


def scenarios(sheet: Scenarios, made: dt.datetime) -> bytes:
    """The document's bytes: under the words that it binds nobody, each scenario with its readings to tick and a line for the clause."""
    document = _begun(sheet.head, (sheet.title, sheet.intro), made)
    for number, one in enumerate(sheet.questions, 1):
        document.add_heading(_clean(f"{number}. {one.text}"), level=2)
        for reading in one.readings:
            _tick(document, reading)
        document.add_paragraph(_clean(sheet.clause))
    document.add_paragraph(_clean(sheet.notice))
    return _packed(document)


def _begun(title: str, intro: tuple[str, ...], made: dt.datetime) -> Document:
    from docx import Document as begin

    document = begin()
    about = document.core_properties
    about.title, about.author, about.comments = _clean(title), "", ""
    about.created = about.modified = made
    document.add_heading(_clean(title), level=1)
    for line in intro:
        document.add_paragraph(_clean(line))
    return document


def _tick(document: Document, words: str) -> None:
    from docx.oxml import parse_xml

    said = escape(_clean(words), {'"': "&quot;"})
    body = cast(_Root, document.element).body
    body.insert_element_before(parse_xml(_TICK.format(spaces=_SPACES, words=said)), "w:sectPr")


def _packed(document: Document) -> bytes:
    packed = io.BytesIO()
    document.save(packed)
    return packed.getvalue()


def _clean(words: str) -> str:
    return _UNSAID.sub("", words)
