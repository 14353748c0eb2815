"""Data frames: the same results as one by one, with pandas, Spark and Dask, and whatever a row or a worker does."""

import json
import os
import pickle
import shutil
import signal
import subprocess
import sys

import pytest

from target_lint import Linter, shipped
from target_lint.settings import Settings

pandas = pytest.importorskip("pandas", reason="SKIPPED LOUDLY: pip install 'target-lint[frames]' to test data frames")

from target_lint.frames import COLUMNS, check_frame, empty_frame  # noqa: E402

TEXTS = [
    "I must improve my differentiation",
    "80% of pupils must achieve their target grade or above",
    "Column subtraction for the six in 3B below 95 in the October test: they solve four of five by May through a daily quiz.",
    "Raise attendance in Year 9 from 91% to 94% by Easter by phoning home on the first day.",
]


def frame(count):
    return pandas.DataFrame({"id": [f"t{i}" for i in range(count)], "text": [TEXTS[i % len(TEXTS)] + f" ({i})" for i in range(count)]})


def expected(row):
    report = Linter(Settings(model="objectives")).check(row.text)  # what reads frames
    return (row.id, report.verdict.value, ", ".join(report.missing), len(report.findings))


def said(result):
    return [(row.id, row.verdict, row.missing, row.warnings + row.notes) for row in result.itertuples()]


def test_a_frame_is_checked_row_by_row():
    given = frame(20)
    done = check_frame(given, column="text")
    assert said(done) == [expected(row) for row in given.itertuples()]
    assert tuple(done.columns) == COLUMNS
    assert list(done.dtypes) == list(empty_frame().dtypes)
    assert json.loads(done.findings[0])[0]["rule"]
    assert done.error.isna().all()


def test_fields_and_index_are_kept():
    given = pandas.DataFrame({"Objective": [TEXTS[0]], "How will you know?": ["Nine of twelve pass the June test"], "n": [3]}, index=[77])
    done = check_frame(given, column="Objective")
    assert list(done.index) == [77]
    assert done.id[77] == "77"
    assert "success_measure" not in done.missing[77]


def test_a_bad_row_becomes_an_error_row():
    given = pandas.DataFrame({"statement": [TEXTS[0], None, "", 7.5, TEXTS[1]]})
    done = check_frame(given)
    assert list(done.error.notna()) == [False, True, True, True, False]
    assert len(done) == 5


def test_settings_and_missing_columns():
    given = frame(2)
    quiet = check_frame(given, column="text", settings=Settings(select=("missing/pupil_group",)))
    assert quiet.notes.sum() + quiet.warnings.sum() <= 2
    with pytest.raises(KeyError, match="statement"):
        check_frame(given)
    assert pickle.loads(pickle.dumps(check_frame)) is check_frame


def test_an_empty_frame_stays_one():
    assert list(check_frame(pandas.DataFrame({"statement": []})).columns) == list(COLUMNS)


def test_dask_gives_the_same():
    dask = pytest.importorskip("dask.dataframe", reason="SKIPPED LOUDLY: pip install 'target-lint[dask]' to test Dask")
    given = frame(40)
    done = dask.from_pandas(given, npartitions=4).map_partitions(check_frame, column="text", meta=empty_frame())
    assert said(done.compute(scheduler="threads")) == said(check_frame(given, column="text"))


@pytest.fixture(scope="module")
def spark():
    sql = pytest.importorskip("pyspark.sql", reason="SKIPPED LOUDLY: pip install 'target-lint[spark]' to test Spark")
    if shutil.which("java") is None:
        pytest.skip("SKIPPED LOUDLY: Spark needs Java 17")
    os.environ["PYSPARK_PYTHON"] = sys.executable
    session = (
        sql.SparkSession.builder.master("local[2,4]")  # four tries a task: a lost worker is made up for
        .config("spark.ui.enabled", "false")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", "200")
        .config("spark.driver.host", "127.0.0.1")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("OFF")
    yield session
    session.stop()


def test_spark_reads_and_writes_parquet_and_gives_the_same(spark, tmp_path):
    from target_lint.frames import spark_check

    given = frame(1000)
    given.to_parquet(tmp_path / "in.parquet")
    rows = spark.read.parquet(str(tmp_path / "in.parquet")).repartition(4)
    spark_check(rows, column="text").write.parquet(str(tmp_path / "out.parquet"))
    done = pandas.read_parquet(tmp_path / "out.parquet").set_index("id").loc[given.id].reset_index()
    assert said(done) == said(check_frame(given, column="text"))


def test_spark_loses_and_doubles_no_row_when_a_worker_is_killed(spark, tmp_path):
    from target_lint.frames import SCHEMA, check_frame

    flag = str(tmp_path / "killed")

    def dying(frames):
        for number, one in enumerate(frames):
            if number == 1 and not os.path.exists(flag):
                open(flag, "w").close()
                os.kill(os.getpid(), signal.SIGKILL)
            yield check_frame(one, column="text")

    given = frame(1000)
    done = spark.createDataFrame(given).repartition(2).mapInPandas(dying, SCHEMA).toPandas()
    assert os.path.exists(flag)
    assert sorted(done.id) == sorted(given.id)


def test_frames_import_no_engine():
    code = "import sys, target_lint.frames; print(sorted({n.split('.')[0] for n in sys.modules} & {'pandas', 'pyspark', 'dask', 'numpy', 'spacy'}))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
    assert shipped.folder("rules").is_dir()
