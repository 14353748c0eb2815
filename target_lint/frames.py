"""Targets in data frames: one pure function, for pandas on one machine and for Spark or Dask on many. No engine of our own.

:func:`check_frame` takes a frame with a target a row and gives back a frame with a result a row, in the same order. The linter is made once in each
worker process. A row that cannot be read becomes a row with an ``error``, so that one bad row does not end a job of a million.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from target_lint.engine import Linter
from target_lint.reports.json_report import target_to_dict
from target_lint.settings import Settings
from target_lint.types import Level, TargetReport

if TYPE_CHECKING:
    import pandas
    from pyspark.sql import DataFrame

#: the columns of a result and their types, as Spark writes them; ``missing``: parts with commas between; ``findings`` and ``parts``: JSON as of ``-f json``
SCHEMA = "id string, genre string, verdict string, missing string, warnings int, notes int, findings string, parts string, error string"
COLUMNS = tuple(item.split()[0] for item in SCHEMA.split(", "))
_COUNTS = ("warnings", "notes")


def check_frame(
    frame: pandas.DataFrame, *, column: str = "statement", id_column: str | None = None, settings: Settings | None = None
) -> pandas.DataFrame:
    """A result for each row of ``frame``, with the columns of :data:`SCHEMA`, in order and with the index of ``frame``.

    ``column`` holds the statement; other columns are read as fields where a form's heading fits ("actions", "How will you know?", "role"). ``id`` is
    that of ``id_column``, else of a column ``id``, else the index. Raises KeyError if there is no such column.
    """
    import pandas

    for name in filter(None, (column, id_column)):
        if name not in frame.columns:
            raise KeyError(f"the frame has no column {name!r}")
    names = [str(name) for name in frame.columns]
    linter = _linter(settings)
    ids = frame[id_column] if id_column else frame["id"] if "id" in frame.columns else frame.index
    rows = [
        _row(linter, dict(zip(names, values, strict=True)), column, number)
        for number, values in zip(ids, frame.itertuples(index=False, name=None), strict=True)
    ]
    done = pandas.DataFrame(rows, columns=list(COLUMNS), index=frame.index)
    return done.astype({name: "int32" if name in _COUNTS else "object" for name in COLUMNS})


def empty_frame() -> pandas.DataFrame:
    """A result without rows: what Dask calls ``meta``."""
    import pandas

    return pandas.DataFrame({name: pandas.Series(dtype="int32" if name in _COUNTS else "object") for name in COLUMNS})


def spark_check(
    frame: DataFrame, *, column: str = "statement", id_column: str | None = None, settings: Settings | None = None
) -> DataFrame:
    """:func:`check_frame` over a Spark frame, with the columns of :data:`SCHEMA`; rows come in the order of their partitions.

    Give ``id_column``, or have a column ``id``: a Spark frame has no index. Raises KeyError if a column is missing.
    """
    wanted = id_column or "id"
    for name in (column, wanted):
        if name not in frame.columns:
            raise KeyError(f"the frame has no column {name!r}")
    return frame.mapInPandas(partial(_frames, column=column, id_column=wanted, settings=settings), SCHEMA)


def _frames(
    frames: Iterable[pandas.DataFrame], column: str, id_column: str, settings: Settings | None
) -> Iterator[pandas.DataFrame]:
    for frame in frames:
        yield check_frame(frame, column=column, id_column=id_column, settings=settings)


def _row(linter: Linter, values: Mapping[str, Any], column: str, number: object) -> tuple[Any, ...]:
    known = {key: value for key, value in values.items() if isinstance(value, str)}
    known["statement"] = known.pop(column, "")
    known.pop("id", None)
    try:
        return _result(str(number), linter.check(known))
    except Exception as error:  # whatever is wrong with one row, the others are checked
        return (str(number), None, None, None, 0, 0, None, None, f"{type(error).__name__}: {error}"[:500])


def _result(number: str, report: TargetReport) -> tuple[Any, ...]:
    said = target_to_dict(report)
    warnings = sum(one.level.rank >= Level.WARNING.rank for one in report.findings)
    return (
        number,
        report.genre.value,
        report.verdict.value,
        ", ".join(report.missing),
        warnings,
        len(report.findings) - warnings,
        json.dumps(said["findings"], ensure_ascii=False),
        json.dumps(said["parts"], ensure_ascii=False),
        None,
    )


def _linter(settings: Settings | None) -> Linter:
    return _made(_Same(settings or Settings()))


class _Same:
    """Settings by what they say, so that a worker makes one linter however often the settings are sent to it."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._key = repr(settings)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other._key == self._key

    def __hash__(self) -> int:
        return hash(self._key)


@lru_cache(maxsize=4)
def _made(same: _Same) -> Linter:
    return Linter(same.settings).for_many()
