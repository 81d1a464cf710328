"""A table of measurements, printed as Markdown."""

from dataclasses import dataclass, field


@dataclass
class Table:
    title: str
    columns: tuple[str, ...]
    rows: list[tuple[str | float, ...]] = field(default_factory=list)

    def add(self, *cells: str | float) -> None:
        self.rows.append(cells)

    def __str__(self) -> str:
        lines = [f"## {self.title}", "", _line(self.columns), _line("---" for _ in self.columns)]
        return "\n".join([*lines, *(_line(map(_shown, row)) for row in self.rows), ""])


def _line(cells: object) -> str:
    return f"| {' | '.join(map(str, cells))} |"  # type: ignore[call-overload]


def _shown(cell: str | float) -> str:
    return f"{cell:.1f}" if isinstance(cell, float) else str(cell)
