"""A file inside a file, as its holder lists it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO, Final

from pipeline.errors import UnreadableFile

MAX_SIZE: Final = 1 << 30  # bytes of one member unpacked
MAX_RATIO: Final = 250  # unpacked to packed; documents reach 30, repetitive tables 100
RATIO_FROM: Final = 8 << 20  # small members may be packed as tightly as they like
PACKED_LEAST: Final = 1 << 16  # bytes that any method may add
KEPT: Final = 64 << 20  # bytes of a holder that is worth keeping in memory for the next of its members
CHUNK: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Held:
    """A member: its name as it stands, its key for its holder, its size unpacked and packed (0 = unknown)."""

    name: str
    key: str
    size: int
    packed: int = 0

    def check(self, holder: str) -> None:
        """Raises UnreadableFile if the member says itself that it is too large or packed too tightly."""
        if self.size > MAX_SIZE:
            raise UnreadableFile(
                f"Tệp {self.name} trong {holder} lớn hơn {MAX_SIZE >> 20} MiB.", "Chia tệp thành nhiều tệp nhỏ hơn."
            )
        if claims_too_much(self.size, self.packed):
            raise UnreadableFile(f"Tệp {self.name} trong {holder} hỏng: kích thước ghi sai.", "Xin lại bản gốc của văn bản.")
        if self.packed and self.size > RATIO_FROM and self.size > MAX_RATIO * self.packed:
            raise UnreadableFile(
                f"Tệp {self.name} trong {holder} nén quá {MAX_RATIO} lần; tệp có thể độc hại (bom nén).",
                "Xin lại bản gốc của văn bản.",
            )


def claims_too_much(size: int, packed: int) -> bool:
    """Whether a member says that packing made it larger than packing can; so many bytes would be asked of memory at once."""
    return packed > 2 * size + PACKED_LEAST


def copy_bounded(source: IO[bytes], target: IO[bytes], held: Held, holder: str) -> None:
    """Copies a member; raises UnreadableFile where it goes beyond the size that it has said."""
    left = held.size
    while chunk := source.read(CHUNK):
        left -= len(chunk)
        if left < 0:
            raise UnreadableFile(
                f"Tệp {held.name} trong {holder} bung ra lớn hơn kích thước đã ghi; tệp có thể độc hại.",
                "Xin lại bản gốc của văn bản.",
            )
        target.write(chunk)
