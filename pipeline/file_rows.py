"""What a store says of files: each one met, and what was wrong with those that no shard tells of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.load import shown
from pipeline.manifest import FileRecord, Manifest


def file_rows(manifest: Manifest, first: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """A row a file; first: the path that stands for each content."""
    for path in sorted(manifest.files):
        record = manifest.files[path]
        copy = record.doc_id is not None and first.get(record.doc_id, shown(path)) != shown(path)
        state = "gone" if record.gone else "duplicate" if copy else record.state
        yield {
            "source_path": shown(path),
            "state": state,
            "doc_id": record.doc_id,
            "file_sha256": record.sha256,
            "size": record.size,
        }


def problem_rows(manifest: Manifest, first: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """The problems that no shard knows: skipped and locked files, copies, files that are gone."""
    for path in sorted(manifest.files):
        record = manifest.files[path]
        told = _own_problem(record, first.get(record.doc_id or ""))
        if told is not None:
            kind, problem, advice = told
            yield {"source_path": shown(path), "doc_id": record.doc_id, "kind": kind, "problem": problem, "advice": advice}


def _own_problem(record: FileRecord, first: str | None) -> tuple[str, str, str] | None:
    """Kind, problem and advice of a file that its shard says nothing of."""
    if record.problem:
        return "skipped" if record.state == "skipped" else "unread", record.problem, record.advice
    if first is None:
        problem = "Tệp không còn và chỉ được đọc bằng bản kehoach cũ, nên không có trong kho."
        return "gone", problem, "Đưa tệp trở lại rồi chạy lại, hoặc chạy với --prune để bỏ hẳn."
    if first != shown(record.path):
        return "duplicate", f"Trùng nội dung với {first}.", "Không cần làm gì: văn bản được tính một lần."
    if record.gone:
        problem = "Tệp không còn trong thư mục; kho vẫn giữ nội dung đã đọc."
        return "gone", problem, "Chạy với --prune nếu muốn bỏ văn bản này khỏi kho."
    return None
