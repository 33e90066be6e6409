"""The spaCy shell: a Vietnamese Language that finds the facts, for those who visualise, extend or train with spaCy.

    nlp = vietnamese()
    doc = nlp(text)
    [(span.text, span._.fact.canonical) for span in doc.spans["citations"]]
    header_of(doc).issuer

The finding itself is that of extractors/, so the shell gives the same facts as a run. Importing this module imports
spaCy and underthesea.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import registry
from spacy.vocab import Vocab
from underthesea import word_tokenize

from data.document import Block, BlockKind, Document
from data.facts import Fact
from extractors import finders, header
from extractors.header import Header
from normalizers.outline import is_heading, label_of

# A syllable or number with its marks inside ("63/2010/NĐ-CP" is seven tokens), one sign, or a run of blanks.
TOKEN = re.compile(r"[^\W_]+|\s+|[^\w\s]|_")


class SyllableTokenizer:
    """Cuts a text into syllables, numbers and signs; Vietnamese writes a blank between syllables, not words.

    Tokens cover every character, so spans of the text and spans of tokens are the same wherever they meet. It has no
    settings, so there is nothing to write to disk; the methods are those that spaCy asks of a tokenizer.
    """

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """The tokens of a text."""
        words: list[str] = []
        spaces: list[bool] = []
        for piece in TOKEN.findall(text):
            if piece == " " and words and not spaces[-1]:
                spaces[-1] = True
            else:
                words.append(piece)
                spaces.append(False)
        return Doc(self.vocab, words=words, spaces=spaces)

    def to_bytes(self, **_: object) -> bytes:
        """Nothing: the tokenizer has no settings."""
        return b""

    def from_bytes(self, _data: bytes, **_: object) -> SyllableTokenizer:
        """The tokenizer itself."""
        return self

    def to_disk(self, _path: str | Path, **_: object) -> None:
        """Writes nothing."""

    def from_disk(self, _path: str | Path, **_: object) -> SyllableTokenizer:
        """The tokenizer itself."""
        return self


@registry.tokenizers("kehoach.syllables.v1")
def _syllables() -> object:
    return lambda nlp: SyllableTokenizer(nlp.vocab)


@Language.factory("kehoach_facts", default_config={"kinds": None})
def _facts(nlp: Language, name: str, kinds: list[str] | None) -> FactFinder:  # noqa: ARG001  spaCy passes these names
    return FactFinder(kinds)


class FactFinder:
    """Fills doc.spans with a group a kind of fact (citations, tasks, targets …); span._.fact is the fact itself."""

    def __init__(self, kinds: list[str] | None = None) -> None:
        self.kinds = kinds
        for extension in ("fact",):
            if not Span.has_extension(extension):
                Span.set_extension(extension, getter=_fact_of)

    def __call__(self, doc: Doc) -> Doc:
        """The document with its spans; groups that were asked for and found nothing are empty."""
        document = plain_document(doc.text)
        head = header.read(document)
        starts = [token.idx for token in doc]
        table: dict[tuple[str, int, int], Fact] = doc.user_data.setdefault("kehoach", {})
        for finder in finders():
            kind = f"{finder.FACT.__name__.lower()}s"
            if self.kinds is None or kind in self.kinds:
                facts = list(finder.find(document, head))
                doc.spans[kind] = [_span(doc, starts, fact, kind, table) for fact in facts]
        doc.user_data["header"] = head
        return doc


@Language.component("kehoach_words")
def words(doc: Doc) -> Doc:
    """The document with its words of several syllables in doc.spans["words"], as underthesea cuts them, line by line."""
    starts = [token.idx for token in doc]
    doc.spans["words"] = [
        _token_span(doc, starts, start, end, "word")
        for line in re.finditer(r"[^\n\t]+", doc.text)
        for start, end in _words_of(line[0], line.start())
    ]
    return doc


def _words_of(line: str, at: int) -> Iterator[tuple[int, int]]:
    """The spans of the words of a line; underthesea keeps every letter but not the blanks, so it is walked by letters."""
    place = 0
    for word in word_tokenize(line):
        letters = word.replace(" ", "")
        while place < len(line) and line[place].isspace():
            place += 1
        start = place
        for letter in letters:
            found = line.find(letter, place)
            if found < 0:  # a sign that it rewrites: the rest of the line stays without words
                return
            place = found + 1
        yield at + start, at + place


def vietnamese(kinds: Iterable[str] | None = None, *, segmented: bool = False) -> Language:
    """A Language for Vietnamese plans: syllable tokenizer and fact finder; kinds limits what is found ("citations").

    segmented: also the words of several syllables, in doc.spans["words"]; that takes ten times as long.
    """
    config = {"nlp": {"tokenizer": {"@tokenizers": "kehoach.syllables.v1"}}}
    nlp = spacy.blank("vi", config=config)
    nlp.add_pipe("kehoach_facts", config={"kinds": list(kinds) if kinds is not None else None})
    if segmented:
        nlp.add_pipe("kehoach_words")
    return nlp


def header_of(doc: Doc) -> Header:
    """The header that the fact finder read in a document."""
    found = doc.user_data["header"]
    assert isinstance(found, Header)
    return found


def plain_document(text: str) -> Document:
    """A Document of a text as it is: a block a line; for text that no reader has read."""
    blocks: list[Block] = []
    for match in re.finditer(r"[^\n]+", text):
        line = match[0]
        label = label_of(line)
        kind = BlockKind.HEADING if is_heading(line, label) else BlockKind.ITEM if label else BlockKind.PARAGRAPH
        blocks.append(Block(kind, match.start(), match.end(), label.level if label else 0, label.text if label else ""))
    return Document("", "0" * 64, "text", text, tuple(blocks))


def _span(doc: Doc, starts: list[int], fact: Fact, kind: str, table: dict[tuple[str, int, int], Fact]) -> Span:
    """The span of tokens that holds the fact's words."""
    span = _token_span(doc, starts, fact.char_start, fact.char_end, kind)
    table[kind, span.start, span.end] = fact
    return span


def _token_span(doc: Doc, starts: list[int], start: int, end: int, label: str) -> Span:
    """The span of the tokens that hold the characters from start to end."""
    return Span(doc, bisect.bisect_right(starts, start) - 1, bisect.bisect_left(starts, end), label=label)


def _fact_of(span: Span) -> Fact | None:
    table = span.doc.user_data.get("kehoach", {})
    found = table.get((span.label_, span.start, span.end))
    return found if isinstance(found, Fact) else None
