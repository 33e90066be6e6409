"""Automatic numbering: the "I.", "1.2.", "a)" that Word shows in front of a paragraph and stores nowhere.

A paragraph names a list (w:num) and a level; the list is an instance of a definition (w:abstractNum). Instances of
one definition go on counting where the other stopped, unless an instance sets its own start, which it does once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from lxml.etree import _Element as Element

from pipeline.ingest.docx_parts import W
from pipeline.ingest.docx_styles import Said, Styles, switch, value, whole

NO_LIST = "0"
Place: TypeAlias = tuple[str, int]  # a list and a level of it
LEVELS = 9
PLACE = re.compile(r"%([1-9])")  # "%1" in "Điều %1." | not "100%"
ROMAN_SIGNS = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")),
    *((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
ROMAN_END = 4000
LETTERS_END = 26 * 30  # Word repeats the letter: z, aa, bb … up to thirty of them
ENCLOSED_END = 20
ZERO_PADDED = re.compile(r"0*1(?=,|$)")  # the first number of a custom format: "001, 002, 003, ..."


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list definition."""

    start: int
    form: str  # w:numFmt: "decimal", "upperRoman", "bullet" …; "zeros:3" for 001
    pattern: str  # "%1.%2." , or the bullet
    restart: int | None  # the level, from 1, whose numbers start this one anew; 0 = none; None = any above
    legal: bool  # all numbers shown as 1, 2, 3
    gap: str
    style: str  # the paragraph style tied to the level


@dataclass(frozen=True, slots=True)
class ListInstance:
    """A w:num: its definition, its own levels and its own starts."""

    definition: str
    levels: Mapping[int, Level]
    starts: Mapping[int, int]


@dataclass(slots=True)
class Numbers:
    """The lists of a document and how far each has counted."""

    styles: Styles
    definitions: Mapping[str, Element] = field(default_factory=dict)  # w:abstractNum by id
    lists: Mapping[str, Element] = field(default_factory=dict)  # w:num by id
    unknown: set[str] = field(default_factory=set)  # number forms that could not be shown
    _instances: dict[str, ListInstance | None] = field(default_factory=dict)  # of the lists that were asked for
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)  # by definition and level
    _started: set[Place] = field(default_factory=set)  # those whose own start was used
    _places: dict[Said, Place | None] = field(default_factory=dict)

    @classmethod
    def of(cls, root: Element | None, styles: Styles) -> Numbers:
        """The lists in a numbering part; none if there is no such part."""
        if root is None:
            return cls(styles)
        definitions = {element.get(f"{W}abstractNumId", ""): element for element in root.iter(f"{W}abstractNum")}
        return cls(styles, definitions, {element.get(f"{W}numId", ""): element for element in root.iter(f"{W}num")})

    def anew(self) -> Numbers:
        """The same lists, nothing counted yet: for footnotes and running heads, which count for themselves."""
        return Numbers(self.styles, self.definitions, self.lists, self.unknown, self._instances)

    def label(self, said: Said) -> str:
        """Counts a paragraph and gives its number as shown, with the gap behind it: "1. "; empty if it has none."""
        if said not in self._places:
            self._places[said] = self._place(said)
        place = self._places[said]
        if place is None:
            return ""
        list_id, number = place
        instance = self.instance(list_id)
        if instance is None:
            return ""
        level = instance.levels[number]
        counts = self._counts.setdefault(instance.definition, {})
        start = instance.starts.get(number, level.start)
        if number in instance.starts and place not in self._started:
            counts[number] = start
        else:
            counts[number] = counts.get(number, start - 1) + 1
        self._started.add(place)
        for deeper in [deeper for deeper in counts if deeper > number]:
            restart = instance.levels[deeper].restart if deeper in instance.levels else None
            if restart is None or number < restart:
                del counts[deeper]
        return self._shown(instance, number, counts)

    def _place(self, said: Said) -> Place | None:
        """The list and level of a paragraph: said by itself, else by its style."""
        name = said.style or self.styles.usual_paragraph
        style = self.styles.style(name)
        own_level = said.list_level
        list_id = said.list_id or style.list_id
        instance = None if list_id is None or list_id == NO_LIST else self.instance(list_id)
        if list_id is None or instance is None:
            return None
        levels = instance.levels
        if own_level is None and said.list_id is None:
            tied = [number for number, level in levels.items() if level.style and level.style in (name, style.list_style)]
            tied.sort(key=lambda number: levels[number].style != name)
            own_level = tied[0] if tied else style.list_level
        number = own_level or 0
        return (list_id, number) if number in levels else None

    def instance(self, list_id: str) -> ListInstance | None:
        """A list with its levels; None if the file does not define it."""
        if list_id not in self._instances:
            self._instances[list_id] = self._instance(list_id)
        return self._instances[list_id]

    def _instance(self, list_id: str) -> ListInstance | None:
        element = self.lists.get(list_id)
        definition = self._definition(value(element, "abstractNumId") or "")
        if element is None or definition not in self.definitions:
            return None
        levels = _levels(self.definitions[definition])
        starts: dict[int, int] = {}
        for override in element.iter(f"{W}lvlOverride"):
            number = whole(override.get(f"{W}ilvl")) or 0
            levels.update(_levels(override))
            start = whole(value(override, "startOverride"))
            if start is not None:
                starts[number] = start
        return ListInstance(definition, levels, starts)

    def _definition(self, name: str) -> str:
        """The definition that really holds the levels: one may only name a list style, whose list names the definition."""
        for _ in range(LEVELS):
            link = value(self.definitions.get(name), "numStyleLink")
            if not link:
                return name
            name = value(self.lists.get(self.styles.style(link).list_id or ""), "abstractNumId") or ""
        return ""

    def _shown(self, instance: ListInstance, number: int, counts: Mapping[int, int]) -> str:
        level = instance.levels[number]
        if level.form == "bullet":
            mark = "+" if level.pattern.strip() == "+" else "-"  # plans use + one level below -
            return mark + (level.gap or " ") if level.pattern.strip() else ""

        def count(match: re.Match[str]) -> str:
            place = int(match[1]) - 1
            at = instance.levels.get(place)
            if at is None or place > number:
                return ""
            return self._formed(
                counts.get(place, instance.starts.get(place, at.start)), "decimal" if level.legal else at.form
            )

        text = PLACE.sub(count, level.pattern)
        return text + level.gap if text.strip() else ""

    def _formed(self, number: int, form: str) -> str:
        if form.startswith("zeros:"):
            return f"{number:0{int(form[6:])}d}"
        if form not in FORMS:
            self.unknown.add(form)
            return ""
        return FORMS[form](number)


def roman(number: int) -> str:
    """A number in small Roman numerals; in digits where there are none."""
    if not 0 < number < ROMAN_END:
        return str(number)
    text = ""
    for worth, sign in ROMAN_SIGNS:
        times, number = divmod(number, worth)
        text += sign * times
    return text


def letters(number: int) -> str:
    """Small letters as Word counts with them: a … z, aa, bb … (not the Vietnamese alphabet: no đ)."""
    if not 0 < number <= LETTERS_END:
        return str(number)
    times, index = divmod(number - 1, 26)
    return chr(ord("a") + index) * (times + 1)


def _circled(number: int) -> str:
    return chr(0x2460 + number - 1) if 0 < number <= ENCLOSED_END else str(number)


FORMS: Mapping[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": "{:02d}".format,
    "decimalHalfWidth": str,
    "decimalFullWidth": str,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedFullstop": "{}.".format,
    "decimalEnclosedParen": "({})".format,
    "numberInDash": "- {} -".format,
    "upperRoman": lambda number: roman(number).upper(),
    "lowerRoman": roman,
    "upperLetter": lambda number: letters(number).upper(),
    "lowerLetter": letters,
    "none": lambda number: "",  # noqa: ARG005 - shows the words around the number only
}


def _levels(holder: Element) -> dict[int, Level]:
    levels: dict[int, Level] = {}
    for element in holder.findall(f"{W}lvl"):
        number = whole(element.get(f"{W}ilvl"))
        if number is not None and number < LEVELS:
            levels[number] = _level(element)
    return levels


def _level(element: Element) -> Level:
    start = whole(value(element, "start"))
    return Level(
        start=0 if start is None else start,  # as the standard has it where no start is given
        form=_form(element),
        pattern=value(element, "lvlText") or "",
        restart=whole(value(element, "lvlRestart")),
        legal=bool(switch(element, "isLgl")),
        gap="" if value(element, "suff") == "nothing" else " ",
        style=value(element, "pStyle") or "",
    )


def _form(element: Element) -> str:
    """The number form; a custom one stands in an alternative beside the plain one for old programs."""
    for form in element.iter(f"{W}numFmt"):
        name = form.get(f"{W}val", "decimal")
        if name != "custom":
            return name
        zeros = ZERO_PADDED.match(form.get(f"{W}format", ""))
        return f"zeros:{len(zeros[0])}" if zeros else "custom"
    return "decimal"
