"""A table of a form becomes targets. Shared by every reader that meets tables.

The table is a grid of :class:`Cell`; a merged cell stands once, where it begins. Headings may stand in the first row (one target a
row), in the first column (one target a block of rows), or above a cell.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from target_lint.readers.headings import ABOUT, ID, IGNORE, OWNER, ROLE, Headings
from target_lint.types import FIELD_NAMES, Field, Genre, WrittenTarget


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its text, and where it stands (``line``: paragraph or row number; ``where``: in words)."""

    text: str
    line: int = 1
    column: int = 1
    where: str = ""


@dataclass
class Building:
    """A target that is being put together from cells."""

    fields: dict[str, list[Cell]] = field(default_factory=dict)
    owner: str | None = None
    role: str | None = None
    id: str | None = None
    genre: Genre | None = None
    about: dict[str, str] = field(default_factory=dict)

    def put(self, name: str, cell: Cell) -> None:
        if cell.text.strip():
            self.fields.setdefault(name, []).append(cell)

    def target(self, person: Person) -> WrittenTarget | None:
        """The target, or None if nothing was written in it."""
        fields = []
        for name in FIELD_NAMES:
            if cells := self.fields.get(name):
                text = "\n".join(cell.text.strip() for cell in cells)
                fields.append(Field(name, text, cells[0].line, cells[0].column, cells[0].where))
        if not fields:
            return None
        return WrittenTarget(
            tuple(fields),
            id=self.id,
            owner=self.owner or person.owner,
            role=self.role or person.role,
            genre=self.genre,
            about=tuple(sorted({**person.about, **self.about}.items())),
        )


@dataclass
class Person:
    """Whose targets follow, as far as the form has said."""

    owner: str | None = None
    role: str | None = None
    about: dict[str, str] = field(default_factory=dict)

    def learn(self, meaning: str, value: str) -> None:
        value = " ".join(value.split())
        if meaning == OWNER and value:
            self.owner, self.role = value, None
            self.about.clear()
        elif meaning == ROLE and value:
            self.role = value
        elif meaning in ABOUT and value:
            self.about[meaning] = value


def table(rows: list[list[Cell | None]], headings: Headings, person: Person) -> list[WrittenTarget] | None:
    """The targets of one table, or None if it has no heading that we know. ``person`` learns from name and role cells."""
    if not rows:
        return []
    header = next((index for index, row in enumerate(rows[:6]) if _is_header(row, headings, rows[index + 1 :])), None)
    above = [_meaning(cell, headings) for row in rows[:header] for cell in row] if header else []
    if header is not None and "statement" not in above:
        for row in rows[:header]:
            _learn(row, headings, person)
        return _by_row(rows[header], rows[header + 1 :], headings, person)
    if any(_meaning(cell, headings) for row in rows for cell in row):
        return _by_column(rows, headings, person)
    return None


def _meaning(cell: Cell | None, headings: Headings) -> str | None:
    meaning = headings.meaning(cell.text) if cell is not None and cell.text.strip() else None
    # "Teacher: model one answer a week" is no heading of a column or row
    return None if meaning == OWNER and cell is not None and cell.text.partition(":")[2].strip(" *_.\t\n") else meaning


def _is_header(row: list[Cell | None], headings: Headings, below: list[list[Cell | None]]) -> bool:
    """Two or more headings side by side and no other words, with something below that is no heading."""
    filled = [cell for cell in row if cell is not None and cell.text.strip()]
    meanings = [_meaning(cell, headings) for cell in filled]
    known = [meaning for meaning in meanings if meaning]
    if len(known) < 2 or not set(known) & set(FIELD_NAMES) or len(known) < 0.6 * len(filled) or not below:
        return False
    return len(set(known)) > 1


def _by_row(
    header: list[Cell | None], body: list[list[Cell | None]], headings: Headings, person: Person
) -> list[WrittenTarget]:
    columns = {index: meaning for index, cell in enumerate(header) if (meaning := _meaning(cell, headings))}
    if "statement" not in columns.values():
        # "Area | Success criteria | Actions": the first column that we do not know holds the statement
        unknown = [index for index, cell in enumerate(header) if index not in columns]
        if unknown:
            columns[unknown[0]] = "statement"
    found: list[WrittenTarget] = []
    building: Building | None = None
    for row in body:
        cells = {index: cell for index, cell in enumerate(row) if cell is not None and cell.text.strip()}
        if not cells:
            continue
        repeated = [
            index for index, cell in cells.items() if columns.get(index) and _meaning(cell, headings) == columns[index]
        ]
        if len(repeated) >= 2:
            continue  # the header once more, on the next page
        named = {columns[index]: cell for index, cell in cells.items() if index in columns}
        if len(cells) == 1 and building is None and not named:
            continue
        continues = building is not None and "statement" not in named and OWNER not in named and ID not in named
        if building is None or not continues:
            if building is not None and (target := building.target(person)):
                found.append(target)
            building = Building()
        for name, cell in named.items():
            _place(building, name, cell, person)
    if building is not None and (target := building.target(person)):
        found.append(target)
    return found


def _by_column(rows: list[list[Cell | None]], headings: Headings, person: Person) -> list[WrittenTarget]:
    """Headings in the first column with their text beside them, or above it; blocks that start with a statement."""
    found: list[WrittenTarget] = []
    building = Building()
    pending: list[tuple[int, str]] = []  # headings whose text stands in the next row: (column, meaning)
    last: str | None = None

    def close() -> None:
        nonlocal building
        if target := building.target(person):
            found.append(target)
        building = Building()

    for row in rows:
        cells = [(index, cell) for index, cell in enumerate(row) if cell is not None and cell.text.strip()]
        if not cells:
            continue
        meanings = {index: _meaning(cell, headings) for index, cell in cells}
        if pending and not any(meanings.values()):
            for index, cell in cells:
                above = [meaning for column, meaning in pending if column <= index]
                name = above[-1] if above else pending[0][1]
                if name == "statement" and "statement" in building.fields:
                    close()
                _place(building, name, cell, person)
                last = name
            pending = []
            continue
        pending = []
        position = 0
        while position < len(cells):
            index, cell = cells[position]
            meaning = meanings[index]
            position += 1
            if said := headings.said(cell.text):
                for name, value in said:
                    if name == OWNER and building.fields:
                        close()
                    _place(building, name, replace(cell, text=value), person)
                last = None
                continue
            if meaning is None:
                if found_leading := headings.leading(cell.text.split("\n")[0]):
                    meaning = found_leading.name
                    rest = (
                        cell.text.strip()[len(cell.text.strip().split("\n")[0]) :]
                        if found_leading.end >= len(cell.text.split("\n")[0])
                        else cell.text[found_leading.end :]
                    )
                    if meaning in FIELD_NAMES or meaning in (OWNER, ROLE, ID):
                        if meaning == "statement" and building.fields.get("statement"):
                            close()
                        if meaning == OWNER:
                            close()
                        _place(building, meaning, Cell(rest.strip(), cell.line, cell.column, cell.where), person)
                        last = meaning
                        continue
                if last in FIELD_NAMES:
                    _place(building, last, cell, person)
                continue
            if meaning == "statement" and building.fields:
                close()
            if meaning == OWNER and building.fields:
                close()
            values = []
            while (
                position < len(cells)
                and meanings[cells[position][0]] is None
                and not _labelled(cells[position][1], headings, meaning)
            ):
                values.append(cells[position][1])
                position += 1
            for value in values:
                _place(building, meaning, value, person)
            last = meaning if meaning != IGNORE and meaning not in ABOUT else None
            if not values:
                pending.append((index, meaning))
    close()
    return found


def _labelled(cell: Cell, headings: Headings, beside: str) -> bool:
    """Whether a cell has a label of its own; beside a field "Teacher: model one answer a week" is a step and names nobody."""
    found = headings.leading(cell.text.split("\n")[0])
    if found is None or found.end >= len(cell.text.split("\n")[0]):
        return False
    return not (found.name == OWNER and beside in FIELD_NAMES) or bool(headings.said(cell.text))


def describe(building: Building, name: str, cell: Cell | None) -> None:
    """What a cell says of the person: owner, role, id, kind of target or workplace."""
    value = " ".join(cell.text.split()) if cell is not None else ""
    if not value:
        return
    if name in (OWNER, ROLE, ID):
        setattr(building, name, value)
    elif name == "genre" and value in tuple(Genre):
        building.genre = Genre(value)
    elif name in ABOUT:
        building.about[name] = value


def _place(building: Building, name: str, cell: Cell, person: Person) -> None:
    value = " ".join(cell.text.split())
    if name == OWNER:
        if building.fields or person.owner is None:
            building.owner = value
        person.learn(OWNER, value)
        building.owner = value
    elif name == ROLE:
        building.role = value
        person.role = value
    elif name == ID:
        building.id = value
    elif name in ABOUT and value:
        building.about[name] = value
    elif name in FIELD_NAMES:
        building.put(name, cell)


def _learn(row: Iterable[Cell | None], headings: Headings, person: Person) -> None:
    cells = [cell for cell in row if cell is not None and cell.text.strip()]
    for index, cell in enumerate(cells):
        if said := headings.said(cell.text):
            for name, words in said:
                person.learn(name, words)
            continue
        value = cells[index + 1] if index + 1 < len(cells) else None
        meaning = _meaning(cell, headings)
        if meaning in (OWNER, ROLE, *ABOUT) and value is not None and _meaning(value, headings) is None:
            person.learn(meaning, value.text)
        elif (leading := headings.leading(cell.text)) and leading.name in (OWNER, ROLE, *ABOUT):
            person.learn(leading.name, cell.text[leading.end :])
