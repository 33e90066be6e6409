"""The spaCy shell gives the same facts as the finders, over tokens that cover every character."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors import citations, header
from pipeline.language import header_of, plain_document, vietnamese

TEXT = (
    "UBND TỈNH HÀ NAM\nSố: 12/KH-UBND\nHà Nam, ngày 05 tháng 01 năm 2024\nKẾ HOẠCH\nCải cách hành chính năm 2024\n"
    "Căn cứ Nghị định số 63/2010/NĐ-CP ngày 08/6/2010 của Chính phủ;  Luật Đầu tư công;\nI. MỤC TIÊU\n"
    "Tỷ lệ hồ sơ giải quyết đúng hạn đạt từ 95% trở lên.\n"
)


@pytest.fixture(scope="module")
def nlp():
    return vietnamese(["citations"])


def test_shell_finds_what_the_finder_finds(nlp):
    doc = nlp(TEXT)
    document = plain_document(TEXT)
    expected = list(citations.find(document, header.read(document)))
    assert [span._.fact for span in doc.spans["citations"]] == expected
    assert [span.text for span in doc.spans["citations"]] == ["Nghị định số 63/2010/NĐ-CP", "Luật Đầu tư công"]
    assert header_of(doc).canonical == "12/KH-UBND"


def test_only_the_kinds_asked_for_are_found(nlp):
    assert set(nlp(TEXT).spans) == {"citations"}
    assert {"citations", "targets", "tasks"} <= set(vietnamese()(TEXT).spans)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.sampled_from("aĂđ 1/.-\n\t(“"), max_size=60))
def test_tokens_cover_every_character(text):
    doc = vietnamese_tokenizer()(text)
    assert doc.text == text
    assert "".join(token.text_with_ws for token in doc) == text


def vietnamese_tokenizer():
    return vietnamese([]).tokenizer


def test_pipeline_is_written_and_read_again(nlp, tmp_path: Path):
    nlp.to_disk(tmp_path / "model")
    again = spacy.load(tmp_path / "model")
    assert found(again) == found(nlp) == found(again.from_bytes(nlp.to_bytes()))


def found(language) -> list[str]:
    doc = language(TEXT)  # kept: a group of spans lives as long as its document
    return [span.text for span in doc.spans["citations"]]


def test_words_of_several_syllables_lie_on_the_text():
    doc = vietnamese([], segmented=True)(TEXT)
    cut = [span.text for span in doc.spans["words"]]
    assert {"Cải cách", "hành chính", "Chính phủ"} <= set(cut)
    assert "".join("".join(cut).split()) == "".join(TEXT.split())
