"""What figures, dates and symbols of documents look like: whether a word is one, and whether it can be one."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from normalizers.alphabet import CAPITAL, SMALL
from normalizers.symbols import body_part, is_issuer, is_parliament, is_type, parse
from pipeline.ingest.pdf_trust import is_spelled

HEAD: Final = r"[(\[\"'“‘]*"
TAIL: Final = r"[.,;:!?)\]\"'”’*]*"
NUMBER: Final = r"[<>≥≤~]?[-+]?\d{1,3}(?:[.,]\d{3})*(?:[.,]\d+)?|\d+(?:[.,]\d+)?"
UNIT: Final = r"(?:%|‰|°C?|đ|m[23²³]?|k[mg]|ha|kV|MW|kWh|lít|h\d{0,2}|g|T|G|M|K)?"
UNIT_SIGNS: Final = frozenset("%‰")
DAY: Final = r"(?:0?[1-9]|[12]\d|3[01])"
MONTH: Final = r"(?:0?[1-9]|1[0-2])"
YEAR: Final = r"(?:19|20)\d\d"
DATE: Final = rf"{DAY}[/.-]{MONTH}(?:[/.-]{YEAR})?|{MONTH}/{YEAR}"
YEARS: Final = rf"{YEAR}-{YEAR}"
LABEL: Final = r"(?:\d{1,3}\.){1,4}\d{0,3}|[a-zđ]?\d{1,3}[a-zđ]?\)|\d{1,3}[a-zđ]"  # "2.1.", "1)", "a1)", "12a"
RANGE: Final = r"(?!\d{1,2}/\d{1,2}/\d{4})\d+(?:[.,]\d+)?(?:[-/]\d+(?:[.,]\d+)?)+%?"  # "2025-2030", "24/7", "1/2", "01/2025"
STANDARD: Final = r"\d{3,5}(?:-\d{1,2})?:(?:19|20)\d\d"  # "9001:2015"
CODE: Final = (
    r"[A-ZĐ]+[-.]?\d+(?:[-.]\d+)*|\d+(?:[A-ZĐ]{1,3}\d*)|[A-Z][a-z]+-\d{1,3}"  # "K15", "QH15", "4G", "5S", "H29", "Covid-19"
    r"|\.[A-Z]\d{1,3}|A/H\d{1,2}N\d{1,2}"  # ".H04", the end of a procedure's code in a narrow cell; "A/H5N1"
    r"|\d\.\d{6}(?:\.\d{2,3})*(?:\.[A-Z]\d{1,3})?"  # a procedure's code: "1.004242.H42", "1.004242.000.00.00.H42"
)
ROMAN: Final = r"(?=[IVXLC])C{0,3}(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})"
CUT: Final = r"\d{1,5}(?:/(?:19|20)\d\d)?[-/]"  # a number whose symbol stands in the next line: "80-", "39/2022/"
PLAIN_NUMBERS: Final = re.compile(
    rf"{HEAD}(?:(?:{NUMBER}){UNIT}|{DATE}|{YEARS}|{LABEL}|{RANGE}|{STANDARD}|{CODE}|{ROMAN}(?:[/-]{YEAR})?|{CUT}){TAIL}"
)
ROMAN_NUMBER: Final = re.compile(rf"{HEAD}{ROMAN}{TAIL}")
PART: Final = rf"[{CAPITAL}][{CAPITAL}{SMALL}]*\d{{0,2}}"
# "63/2010/NĐ-CP", "17-NQ/TW", "115/NQ-CP", "4123/BC-BNNMT", "66.7/2025/NQ-CP", "05-CP"
SYMBOL: Final = re.compile(
    rf"{HEAD}(?:Số:?)?(?P<number>\d{{1,5}}(?:\.\d{{1,3}})?[a-zđ]?)(?:/(?P<year>(?:19|20)\d\d))?(?P<mark>[/-])"
    rf"(?P<symbol>{PART}(?:[-/&]{PART})*-?){TAIL}"
)
# "01/KH-BCĐ389QNg", "Bộ KH&CN-VPCP": a body that no table lists, of letters and the number in its name
NAME: Final = rf"[{CAPITAL}][{CAPITAL}{SMALL}]*(?:\d{{1,3}}(?:[{CAPITAL}][{CAPITAL}{SMALL}]*)?)?"
COMPOUND_NAME: Final = re.compile(
    rf"{HEAD}(?:\d{{1,5}}(?:/(?:19|20)\d\d)?[/-](?P<type>{NAME})[-/])?{NAME}(?:[-/&]{NAME})*{TAIL}"
)
BARE_SYMBOL: Final = re.compile(rf"{HEAD}/?(?P<symbol>{PART}(?:[-/&]{PART})+-?){TAIL}")  # "QĐ-UBND", "/KH-UBND"
COMPOUND: Final = re.compile(rf"{HEAD}[{CAPITAL}{SMALL}]+(?:[-/][{CAPITAL}{SMALL}]+)*{TAIL}")  # "và/hoặc"
ONE_FORM: Final = str.maketrans({"–": "-", "—": "-", "−": "-", "‐": "-", "⁄": "/", "“": '"', "”": '"', "‘": "'", "’": "'"})
DIGIT: Final = re.compile(r"\d")
SIGNED: Final = re.compile(rf"[{CAPITAL}]{{2,}}[-/]|[-/][{CAPITAL}]{{2,}}")


def is_code(text: str) -> bool:
    """Whether a word is a figure, a date, a symbol or the like, right or wrong: "3]", "QĐ-UBND" | not "Quyết"."""
    return DIGIT.search(text) is not None or SIGNED.search(text) is not None


def is_sound(text: str) -> bool:
    """Whether a word can be what it looks like: a number, a date of the calendar, a known symbol, a syllable."""
    if is_code(text):
        return PLAIN_NUMBERS.fullmatch(text) is not None or is_known_symbol(text)
    if text in UNIT_SIGNS:  # all that a cell of a column of units holds
        return True
    if ROMAN_NUMBER.fullmatch(text):
        return True
    return all(is_spelled(part) for part in re.findall(r"[^\W\d_]+", text)) and COMPOUND.fullmatch(text) is not None


def is_compound(text: str) -> bool:
    """Whether a word is built as a symbol or as names of bodies are, of a known type if it has a number."""
    match = COMPOUND_NAME.fullmatch(text)
    return match is not None and (match["type"] is None or is_type(match["type"]))


def one_form(text: str) -> str:
    """The text with one sign for every kind of dash and quote, in NFC."""
    return unicodedata.normalize("NFC", text).translate(ONE_FORM)


def is_known_symbol(text: str) -> bool:
    """Whether a word is a symbol whose type or issuer the tables know; one cut by the end of the line (TTr-) is sound."""
    match = SYMBOL.fullmatch(text) or BARE_SYMBOL.fullmatch(text)
    if match is None:
        return False
    parts = match.groupdict()
    if parts["symbol"].endswith("-") and re.search("[-/&]", parts["symbol"][:-1]) is None:  # goes on in the next line
        return is_type(parts["symbol"][:-1]) or is_issuer(parts["symbol"][:-1])
    first = re.split("[-/&]", parts["symbol"])[0]
    if not (is_type(first) or is_issuer(first) or is_parliament(first)):
        return False
    symbol = parse(parts.get("number") or "1", parts.get("year"), parts["symbol"].rstrip("-"), parts.get("mark") or "/")
    return symbol is not None and symbol.is_known


def has_known_issuer(text: str) -> bool:
    """Whether the tables know who issued the document of a symbol: "5/QĐ-TTg" | not "5/QĐ-TTq"; true of all else."""
    match = SYMBOL.fullmatch(text)
    if match is None:
        return True
    first, *rest = re.split("[-/&]", match["symbol"], maxsplit=1)
    issuer = "".join(rest)
    if not issuer or is_issuer(first) or is_parliament(issuer):  # "120/UBND-NC": the issuer, then who drafted for it
        return True
    return is_issuer(issuer) or is_issuer(body_part(issuer)) or is_type(issuer)
