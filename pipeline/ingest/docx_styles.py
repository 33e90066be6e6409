"""What Word's styles say of a paragraph and a run: boldness, hidden text, capitals, fonts, headings, list membership.

Styles build on each other (basedOn); the nearest that says anything counts. Switches such as bold that both the
paragraph's and the run's style turn on cancel each other (ECMA-376 part 1, 17.7.3); direct settings beat all styles.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml.etree import _Element as Element

from pipeline.ingest.docx_parts import W

VAL = f"{W}val"
BOLD, HIDDEN, CAPITALS, RAISED, FONTS = (f"{W}{name}" for name in ("b", "vanish", "caps", "vertAlign", "rFonts"))
RUN_STYLE, ASCII_FONT, ANSI_FONT = f"{W}rStyle", f"{W}ascii", f"{W}hAnsi"
LOOKS = frozenset({BOLD, HIDDEN, CAPITALS, RAISED, FONTS, RUN_STYLE})
PARAGRAPH_SAYS, STYLE, IN_LIST, MARK = f"{W}pPr", f"{W}pStyle", f"{W}numPr", f"{W}rPr"
SAYS = frozenset({STYLE, IN_LIST, MARK})
MARK_GONE = frozenset({f"{W}del", f"{W}moveFrom"})
OFF = frozenset({"0", "false", "off", "none"})
BODY_LEVEL = 9  # the outline level that means "no heading"
# "heading 1", "Heading 9" | not "heading 10", "TOC Heading"
CONTENTS_NAME = re.compile(r"toc [1-9]", re.IGNORECASE)  # "toc 2" | not "toc heading"
HEADING_NAME = re.compile(r"heading [1-9]", re.IGNORECASE)


class RunLook(NamedTuple):
    """What properties of a run or of a style say; None = nothing."""

    bold: bool | None = None
    hidden: bool | None = None
    capitals: bool | None = None
    raised: bool | None = None  # superscript
    font: str | None = None
    style: str | None = None  # the run style that is named

    def over(self, below: RunLook) -> RunLook:
        """What the look says itself, and where it says nothing the one below it."""
        return RunLook(
            below.bold if self.bold is None else self.bold,
            below.hidden if self.hidden is None else self.hidden,
            below.capitals if self.capitals is None else self.capitals,
            below.raised if self.raised is None else self.raised,
            self.font or below.font,
        )

    def beside(self, paragraph: RunLook) -> RunLook:
        """The look of a run style inside a paragraph style: switches that both turn on cancel each other."""
        return self.over(paragraph)._replace(
            bold=bool(self.bold) != bool(paragraph.bold),
            hidden=bool(self.hidden) != bool(paragraph.hidden),
            capitals=bool(self.capitals) != bool(paragraph.capitals),
        )


PLAIN = RunLook()


class Said(NamedTuple):
    """What the properties of a paragraph say themselves; None = nothing."""

    style: str | None = None
    list_id: str | None = None
    list_level: int | None = None
    runs_on: bool = False  # its end is deleted or hidden, so that the next one follows on the same line


NOTHING_SAID = Said()


@dataclass(frozen=True, slots=True)
class Style:
    """A style with all that it inherits."""

    look: RunLook = PLAIN
    heading: bool = False
    contents: bool = False  # a line of the table of contents
    list_id: str | None = None  # w:numId; "0" = not in a list
    list_level: int | None = None
    list_style: str = ""  # the style that named the list: its own id or that of one it builds on


@dataclass(slots=True)
class Styles:
    """The styles of a document, by id."""

    elements: dict[str, Element] = field(default_factory=dict)
    usual_paragraph: str = ""
    defaults: RunLook = PLAIN
    _resolved: dict[str, Style] = field(default_factory=dict)

    @classmethod
    def of(cls, root: Element | None) -> Styles:
        """The styles in a styles part; none if there is no such part."""
        if root is None:
            return cls()
        elements = {style.get(f"{W}styleId", ""): style for style in root.iterchildren(f"{W}style")}
        usual = (
            name
            for name, style in elements.items()
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default", "0") not in OFF
        )
        return cls(elements, next(usual, ""), look_of(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")))

    def style(self, name: str) -> Style:
        """A style with all that it inherits; a plain one if there is none of this id."""
        known = self._resolved.get(name)
        if known is None:
            known = self._resolved[name] = self._inherited(name)
        return known

    def run_look(self, own: RunLook, paragraph_style: str) -> RunLook:
        """How a run is shown, from what its properties say and its paragraph's style."""
        look = self.style(paragraph_style).look
        if own.style:
            look = self.style(own.style).look.beside(look)
        return own.over(look).over(self.defaults)

    def _inherited(self, name: str) -> Style:
        chain: list[str] = []
        step: str | None = name
        while step in self.elements and step not in chain:
            chain.append(step)
            step = value(self.elements[step], "basedOn")
        style = Style()
        for link in reversed(chain):
            element = self.elements[link]
            properties = element.find(f"{W}pPr")
            in_list = None if properties is None else properties.find(f"{W}numPr")
            list_id = value(in_list, "numId")
            outline = whole(value(properties, "outlineLvl"))
            called = value(element, "name") or ""
            named = HEADING_NAME.fullmatch(called)
            style = Style(
                look_of(element.find(f"{W}rPr")).over(style.look),
                outline < BODY_LEVEL if outline is not None else bool(named) or style.heading,
                bool(CONTENTS_NAME.fullmatch(called)) or style.contents,
                list_id or style.list_id,
                _first(whole(value(in_list, "ilvl")), style.list_level),
                link if list_id else style.list_style,
            )
        return style


def look_of(properties: Element | None) -> RunLook:
    """What a w:rPr itself says."""
    if properties is None:
        return PLAIN
    said: dict[str, Element] = {tag: child for child in properties if (tag := child.tag) in LOOKS}
    if not said:
        return PLAIN
    fonts, raised, style = said.get(FONTS), said.get(RAISED), said.get(RUN_STYLE)
    return RunLook(
        _on(said.get(BOLD)),
        _on(said.get(HIDDEN)),
        _on(said.get(CAPITALS)),
        None if raised is None else raised.get(VAL) == "superscript",
        None if fonts is None else fonts.get(ASCII_FONT) or fonts.get(ANSI_FONT),
        None if style is None else style.get(VAL),
    )


def said_of(paragraph: Element) -> Said:
    """What the properties of a paragraph (w:pPr) say."""
    properties = properties_of(paragraph, PARAGRAPH_SAYS)
    if properties is None:
        return NOTHING_SAID
    said = {tag: child for child in properties if (tag := child.tag) in SAYS}
    if not said:
        return NOTHING_SAID
    style, in_list, mark = said.get(STYLE), said.get(IN_LIST), said.get(MARK)
    return Said(
        None if style is None else style.get(VAL),
        value(in_list, "numId"),
        whole(value(in_list, "ilvl")),
        mark is not None and any(_on(each) if each.tag == HIDDEN else each.tag in MARK_GONE for each in mark),
    )


def properties_of(element: Element, tag: str) -> Element | None:
    """The properties of an element, which stand first in it; None if there are none."""
    if not len(element):
        return None
    first = element[0]
    return first if first.tag == tag else _child(element, tag)


def value(holder: Element | None, name: str) -> str | None:
    """The w:val of a child element, such as "Heading1" of pStyle; None if there is no such child."""
    child = _child(holder, W + name)
    return None if child is None else child.get(VAL)


def switch(holder: Element | None, name: str) -> bool | None:
    """Whether an on/off child element is on; None if it is not there."""
    return _on(_child(holder, W + name))


def _child(holder: Element | None, tag: str) -> Element | None:
    if holder is not None:
        for child in holder:  # a property has few children: quicker than asking for one by a path
            if child.tag == tag:
                return child
    return None


def whole(text: str | None) -> int | None:
    """A whole number of an attribute, zero or more; None if it is none."""
    return int(text) if text is not None and len(text) <= 9 and text.isascii() and text.isdecimal() else None


def _on(element: Element | None) -> bool | None:
    return None if element is None else element.get(VAL, "1").lower() not in OFF


def _first(one: int | None, other: int | None) -> int | None:
    return other if one is None else one
