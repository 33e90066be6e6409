"""Tasks as an iCalendar file (RFC 5545): one all-day entry a task, on its deadline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from pipeline.web.open_store import Row

LONGEST = 75  # bytes of a line


def calendar(rows: Iterable[Row], base: str, made: datetime) -> str:
    """The entries of tasks; base: the address of the page, to which each entry leads back."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//kehoach//VI", "CALSCALE:GREGORIAN"]
    for row in rows:
        lines += _entry(row, base, made)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _entry(row: Row, base: str, made: datetime) -> Iterator[str]:
    due: date = row["due_on"]
    address = f"{base}/facts/{row['task_id']}"
    told = [row["lead"], row["deliverable"], row["deadline"], row["plan"], row["file"], address]
    yield "BEGIN:VEVENT"
    yield f"UID:{row['task_id']}-{due:%Y%m%d}@kehoach"
    yield f"DTSTAMP:{made:%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{due:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{due + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_escaped(str(row['text'] or ''))}"
    yield f"DESCRIPTION:{_escaped(chr(10).join(str(part) for part in told if part))}"
    yield f"URL:{address}"
    yield "END:VEVENT"


def _escaped(text: str) -> str:
    for sign, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r", ""), ("\n", "\\n")):
        text = text.replace(sign, escaped)
    return text


def _folded(line: str) -> Iterator[str]:
    """Parts of at most 75 bytes; those after the first begin with a blank. No letter is cut in two."""
    part, size = "", 0
    for letter in line:
        width = len(letter.encode())
        if size + width > LONGEST:
            yield part
            part, size = " ", 1
        part += letter
        size += width
    yield part
