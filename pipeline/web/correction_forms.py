"""The forms by which people correct a fact, confirm or delete it, add a missed one, or take a correction back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from pipeline.corrections import Action, Anchor, Correction, Told, correction
from pipeline.corrections_applied import ADDED, FROM_WORDS
from pipeline.web.editable_columns import Editable, UnusableValue, editable, told, typed
from pipeline.web.fact_cards import Card, cards
from pipeline.web.site import Form, NotAllowed, NotThere, Site, Visit
from pipeline.web.viewer import document_of, place_of

LONGEST_NAME, LONGEST_REASON = 60, 500
HEADER = "documents"


@dataclass(frozen=True, slots=True)
class Field:
    """A column in a form: what it holds now, what was typed, and what is wrong with that."""

    column: Editable
    title: str
    now: Told
    said: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class _Subject:
    """What a form is about."""

    anchor: Anchor
    values: Mapping[str, object]
    heading: str
    back: str


def routes(site: Site) -> list[Route]:
    """The addresses of the forms."""
    return [
        site.route("/documents/{doc_id}/correct/{fact_id}", _asked(_fact)),
        site.form_route("/documents/{doc_id}/correct/{fact_id}", _taken(_fact)),
        site.route("/documents/{doc_id}/add", ask_new),
        site.form_route("/documents/{doc_id}/add", take_new),
        site.route("/corrections", listing),
        site.form_route("/corrections/{correction_id}/withdraw", withdraw),
    ]


def _asked(find: Callable[[Visit], _Subject]) -> Callable[[Visit], Response]:
    def ask(visit: Visit) -> Response:
        _may(visit)
        subject = find(visit)
        return _form_page(visit, subject, _fields(visit, subject, {}))

    return ask


def _taken(find: Callable[[Visit], _Subject]) -> Callable[[Visit, Form], Response]:
    def take(visit: Visit, form: Form) -> Response:
        _may(visit)
        return _take(visit, find(visit), form)

    return take


def _take(visit: Visit, subject: _Subject, form: Form) -> Response:
    """Keeps what a form says, or shows it again with what is wrong beside the field."""
    action = form.get("action", "set")
    fields = _fields(visit, subject, form)
    author, reason = _author(visit, form), " ".join(form.get("reason", "").split())[:LONGEST_REASON]
    problems = _signature_problems(visit, author, reason, needs_reason=action != "confirm")
    changes: list[tuple[Editable, Told]] = []
    if action == "set":
        fields, changes = _changes(visit, fields, form)
        if not changes and not problems and not any(field.problem for field in fields):
            problems["form"] = visit.say("correct.nothing_changed")
    elif action not in {"delete", "confirm"} or subject.anchor.table == HEADER:
        problems["form"] = visit.say("correct.unknown_action")
    if problems or any(field.problem for field in fields):
        return _form_page(visit, subject, fields, problems, form)
    name = _file_name(visit)
    if action == "set":
        now = {field.column.name: field.now for field in fields}
        made = [
            correction("set", subject.anchor, author, reason, column=c.name, old=now[c.name], new=new, document=name)
            for c, new in changes
        ]
    else:
        values = {field.column.name: field.now for field in fields}
        kind: Action = "delete" if action == "delete" else "confirm"
        made = [correction(kind, subject.anchor, author, reason, values=values, document=name)]
    visit.site.corrections.add(made)
    return RedirectResponse(subject.back, 303)


def _changes(visit: Visit, fields: list[Field], form: Form) -> tuple[list[Field], list[tuple[Editable, Told]]]:
    """The fields with what is wrong with them, and the columns whose values were changed."""
    checked, changes = [], []
    for field in fields:
        problem = ""
        try:
            new = typed(field.column, form.get(field.column.name, ""))
        except UnusableValue as error:
            problem = visit.say(str(error))
            new = field.now
        seen = form.get(f"seen-{field.column.name}", "")
        if not problem and new != field.now:
            if seen != (field.now or "") and not _same_number(seen, field.now):
                problem = visit.say("correct.meanwhile", now=field.now or "–")
            else:
                changes.append((field.column, new))
        checked.append(Field(field.column, field.title, field.now, field.said, problem))
    return checked, changes


def _same_number(one: str, other: Told) -> bool:
    try:
        return other is not None and float(one) == float(other)
    except ValueError:
        return False


def _fields(visit: Visit, subject: _Subject, form: Form) -> list[Field]:
    found = []
    for column in editable(subject.anchor.table):
        value = subject.values.get(column.name)
        shown = told(value) or "" if column.options or column.name.endswith("_text") else visit.shown(value, column.name)
        found.append(Field(column, visit.title_of(column.name), told(value), form.get(column.name, shown)))
    return found


def _fact(visit: Visit) -> _Subject:
    """The fact, or the header, that the address names."""
    doc = document_of(visit)
    doc_id, fact_id = str(doc["doc_id"]), visit.path("fact_id")
    sha256 = str(doc["file_sha256"])
    if fact_id == "header":
        values = {**doc, **_corrected(visit, doc_id, Anchor(sha256, HEADER, 0, 0, ""))}
        return _Subject(Anchor(sha256, HEADER, 0, 0, ""), values, visit.say("correct.header"), f"/documents/{doc_id}")
    card = next((one for one in cards(visit, doc_id) if one.fact_id == fact_id and one.table != "header_sources"), None)
    if card is None:
        raise NotThere(visit.say("error.no_fact", id=fact_id[:40]), visit.say("error.no_document.advice"))
    text = str(visit.version.ask("document_text", doc=doc_id)[0]["text"])
    anchor = Anchor.at(sha256, card.table, text, card.start, card.end, _nth(visit, doc_id, card))
    return _Subject(anchor, card.row, card.raw, place_of(doc_id, fact_id))


def _nth(visit: Visit, doc_id: str, card: Card) -> int:
    """Which of several facts of one span it is, by their identities."""
    from pipeline.shards import fact_id  # noqa: PLC0415

    same = [
        one
        for one in cards(visit, doc_id)
        if one.span.kind == card.table and one.start == card.start and one.end == card.end
    ]
    return next((n for n in range(len(same)) if fact_id(doc_id, card.table, card.start, card.end, n) == card.fact_id), 0)


def _corrected(visit: Visit, doc_id: str, anchor: Anchor) -> dict[str, Told]:
    """The columns of the header that were corrected since the build."""
    return {
        one.column: one.new
        for one in visit.site.corrections.of(doc_id)
        if one.action == "set" and one.anchor.table == anchor.table
    }


def ask_new(visit: Visit) -> Response:
    """The form for a fact that was missed: its words, chosen in the text or typed."""
    _may(visit)
    document_of(visit)
    return _new_page(visit, {}, {})


def take_new(visit: Visit, form: Form) -> Response:
    """Keeps a fact that was missed."""
    _may(visit)
    doc = document_of(visit)
    doc_id = str(doc["doc_id"])
    text = str(visit.version.ask("document_text", doc=doc_id)[0]["text"])
    table = form.get("table", "")
    problems: dict[str, str] = {}
    if table not in ADDED:
        problems["table"] = visit.say("value.option")
    span = _span(visit, text, form, problems)
    author, reason = _author(visit, form), " ".join(form.get("reason", "").split())[:LONGEST_REASON]
    problems |= _signature_problems(visit, author, reason, needs_reason=False)
    values: dict[str, Told] = {}
    for column in editable(table) if table in ADDED else ():
        said = form.get(f"{table}-{column.name}", "")
        if not said.strip():
            continue
        try:
            values[column.name] = typed(column, said)
        except UnusableValue as error:
            problems[f"{table}-{column.name}"] = visit.say(str(error))
    if problems or span is None:
        return _new_page(visit, form, problems, status=422)
    if table in FROM_WORDS:
        values.setdefault(FROM_WORDS[table], text[span[0] : span[1]])
    anchor = Anchor.at(str(doc["file_sha256"]), table, text, *span)
    complete = {**ADDED[table], **values}
    made = correction(
        "add", anchor, author, reason or visit.say("correct.add_reason"), values=complete, document=_file_name(visit)
    )
    visit.site.corrections.add([made])
    return RedirectResponse(f"/documents/{doc_id}", 303)


def _span(visit: Visit, text: str, form: Form, problems: dict[str, str]) -> tuple[int, int] | None:
    """Where the words of a new fact stand: by offsets, else where they stand once."""
    words = form.get("words", "").strip()
    start, end = form.get("start", ""), form.get("end", "")
    if (
        start.isdigit()
        and end.isdigit()
        and int(start) < int(end) <= len(text)
        and text[int(start) : int(end)].strip() == words
    ):
        lead = len(text[int(start) : int(end)]) - len(text[int(start) : int(end)].lstrip())
        return int(start) + lead, int(start) + lead + len(words)
    at = text.find(words) if words else -1
    if at < 0:
        problems["words"] = visit.say("correct.words_missing")
        return None
    if text.find(words, at + 1) >= 0:
        problems["words"] = visit.say("correct.words_several")
        return None
    return at, at + len(words)


def listing(visit: Visit) -> Response:
    """All corrections: those to be settled first."""
    built = {str(row["correction_id"]): row for row in visit.version.ask("corrections")}
    known = {one.correction_id for one in visit.site.corrections.every()}
    waiting = [one for one in visit.site.corrections.every() if one.correction_id not in built]
    return visit.page(
        "corrections.html",
        waiting=waiting,
        rows=sorted(built.values(), key=lambda row: (row["state"] == "applied", str(row["corrected_at"]))),
        known=known,
        place_of=place_of,
        can_correct=_can(visit),
    )


def withdraw(visit: Visit, form: Form) -> Response:
    """Takes a correction back: the machine's value holds again after the next build."""
    _may(visit)
    wanted = visit.path("correction_id")
    found = next((one for one in visit.site.corrections.every() if one.correction_id == wanted), None)
    if found is None:
        raise NotThere(visit.say("correct.no_correction"), visit.say("error.no_document.advice"))
    made = correction("withdraw", found.anchor, _author(visit, form) or "?", "", withdraws=wanted, document=found.document)
    visit.site.corrections.add([made])
    return RedirectResponse("/corrections", 303)


def _form_page(
    visit: Visit, subject: _Subject, fields: list[Field], problems: Mapping[str, str] | None = None, said: Form | None = None
) -> Response:
    """The form; with what is wrong, if something is."""
    refused = said is not None
    return visit.page(
        "correct.html",
        422 if refused else 200,
        subject=subject,
        fields=fields,
        problems=problems or {},
        said=said or {},
        is_header=subject.anchor.table == HEADER,
        indicators=visit.version.ask("indicator_names") if subject.anchor.table == "targets" else [],
        earlier=_earlier(visit, subject.anchor),
    )


def _new_page(visit: Visit, form: Form, problems: Mapping[str, str], status: int = 200) -> Response:
    doc = document_of(visit)
    start, end = visit.number("start", 0, 10**8, 0), visit.number("end", 0, 10**8, 0)
    words = ""
    if end > start:
        words = str(visit.version.ask("document_text", doc=str(doc["doc_id"]))[0]["text"])[start:end][:2000]
    said = {"words": words, "start": str(start) if words else "", "end": str(end) if words else "", **form}
    return visit.page(
        "add.html",
        status,
        doc=doc,
        said=said,
        problems=problems,
        kinds={table: editable(table) for table in ADDED},
        added=ADDED,
        indicators=visit.version.ask("indicator_names"),
    )


def _earlier(visit: Visit, anchor: Anchor) -> list[Correction]:
    return [one for one in visit.site.corrections.of(anchor.file_sha256[:16]) if one.anchor == anchor]


def _signature_problems(visit: Visit, author: str, reason: str, *, needs_reason: bool) -> dict[str, str]:
    found = {}
    if not author:
        found["author"] = visit.say("value.needed")
    if needs_reason and not reason:
        found["reason"] = visit.say("value.needed")
    return found


def _author(visit: Visit, form: Form) -> str:
    """Who signs: the account, on a page without accounts the name typed."""
    return visit.visitor.name or " ".join(form.get("author", "").split())[:LONGEST_NAME]


def _file_name(visit: Visit) -> str:
    return str(document_of(visit)["source_path"]).replace("\\", "/").rsplit("/", 1)[-1]


def _can(visit: Visit) -> bool:
    return visit.visitor.may_correct and visit.site.corrections.path is not None


def _may(visit: Visit) -> None:
    if visit.site.corrections.path is None:
        raise NotAllowed(visit.say("correct.no_folder"), visit.say("correct.no_folder.advice"))
    if not visit.visitor.may_correct:
        raise NotAllowed(visit.say("correct.read_only"), visit.say("correct.read_only.advice"))
