"""The accepted view of a Word part: as if every tracked change were accepted and only the first drawing alternative stood.

Works on the parsed tree itself, before anything is read from it.
"""

from __future__ import annotations

from lxml.etree import _Element as Element

from pipeline.ingest.docx_parts import MC, W

REMOVED = (f"{W}del", f"{W}moveFrom")
PARAGRAPH_MARK = f"{W}rPr"  # a w:del in here stands for the end of the paragraph, not for its text
ROW_MARK = f"{W}trPr"
MATH_MARK = "{http://schemas.openxmlformats.org/officeDocument/2006/math}ctrlPr"
CELL, CELL_REMOVED = f"{W}tc", f"{W}cellDel"
ALTERNATE, CHOICE, FALLBACK = f"{MC}AlternateContent", f"{MC}Choice", f"{MC}Fallback"
FIELD_MARK, FIELD_KIND = f"{W}fldChar", f"{W}fldCharType"


def accept(root: Element) -> Element:
    """The same tree without deleted and moved-away text, rows and cells, second alternatives and half fields."""
    for change in list(root.iter(*REMOVED)):
        holder = change.getparent()
        if holder is None or holder.tag in (PARAGRAPH_MARK, MATH_MARK):
            continue
        _drop(holder.getparent() if holder.tag == ROW_MARK else change)
    for change in list(root.iter(CELL_REMOVED)):
        properties = change.getparent()
        cell = None if properties is None else properties.getparent()
        _drop(cell if cell is not None and cell.tag == CELL else None)
    for alternate in list(root.iter(ALTERNATE)):
        choices = alternate.findall(CHOICE) or alternate.findall(FALLBACK)
        for branch in list(alternate):
            if branch not in choices[:1]:
                alternate.remove(branch)
    for mark in _half_fields(root):
        _drop(mark)
    return root


def _half_fields(root: Element) -> list[Element]:
    """Field marks without their counterpart: left in, a lone beginning would hide all text behind it."""
    begun: list[Element] = []
    lone: list[Element] = []
    for mark in root.iter(FIELD_MARK):
        kind = mark.get(FIELD_KIND)
        if kind == "begin":
            begun.append(mark)
        elif not begun:
            lone.append(mark)
        elif kind == "end":
            begun.pop()
    return lone + begun


def _drop(element: Element | None) -> None:
    parent = None if element is None else element.getparent()
    if element is not None and parent is not None:
        parent.remove(element)
