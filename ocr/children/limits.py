"""How much a child may take, per kind of work."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one child. ``memory``, ``file_size``, ``answer`` in bytes; ``cpu`` and ``wall`` in seconds;
    ``files`` open descriptors; ``processes`` of the child's own user (binds only where the child has one); ``nice``
    how far long work gives way to everything else (someone waits for the short ones)."""

    memory: int = 1024 * MEGABYTE
    cpu: int = 20
    wall: float = 35.0
    file_size: int = 100 * MEGABYTE
    files: int = 64
    processes: int = 16
    nice: int = 0
    answer: int = 24 * MEGABYTE  # description in JSON
    blobs: int = 110 * MEGABYTE  # attachments, pictures

    def to_json(self) -> dict[str, float]:
        """Plain data for the fork server."""
        return asdict(self)

    def longer(self, seconds: float) -> Limits:
        """The same with ``seconds`` more of processor and wall clock, for work that grows with pages."""
        return replace(self, cpu=self.cpu + int(seconds), wall=self.wall + seconds)


XML = Limits(memory=768 * MEGABYTE, cpu=10, wall=15.0)
PARSE = Limits()
RENDER = Limits(cpu=15, wall=20.0)
ARCHIVE = Limits(cpu=15, wall=20.0)
# A page is recognised up to four times (other resolution, turned); each recognition is a process of its own.
OCR = Limits(memory=1536 * MEGABYTE, cpu=45, wall=60.0, nice=5)
