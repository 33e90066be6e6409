"""Files of one name among the plans, as a store knows them: what they say goes into this build and every later one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class KnownFiles:
    """The files of this name; which of them a store knows is kept in a listing in the folder beside it."""

    name: str
    listing: str

    def beside(self, paths: Iterable[Path]) -> list[Path]:
        """Those that lie in these folders, or in the folders of these files."""
        folders = dict.fromkeys(path if path.is_dir() else path.parent for path in paths)
        return [folder / self.name for folder in folders if (folder / self.name).is_file()]

    def remember(self, parts: Path, paths: Iterable[Path]) -> None:
        """Adds files to those that the store with this folder knows."""
        known = {str(path) for path in self.of(parts)}
        fresh = {str(path.resolve()) for path in paths}
        if fresh - known:
            draft = parts / f"{self.listing}.new"
            draft.write_text(json.dumps(sorted(known | fresh), ensure_ascii=False), encoding="utf-8")
            draft.replace(parts / self.listing)

    def of(self, parts: Path) -> list[Path]:
        """Those that the store with this folder knows."""
        path = parts / self.listing
        return [Path(name) for name in json.loads(path.read_text(encoding="utf-8"))] if path.exists() else []

    def digest(self, parts: Path) -> str:
        """Changes whenever one of them does: the store must then be built anew; empty where it knows none."""
        files = self.of(parts)
        found = hashlib.sha256()
        for path in files:
            found.update(path.read_bytes() if path.is_file() else b"missing")
        return found.hexdigest()[:16] if files else ""
