"""Checks a table of targets on a Spark cluster.

Build the wheel (``pip wheel --no-deps -w dist .``), put it with its dependencies into an environment that the workers have, and:

    spark-submit --master yarn --conf spark.sql.execution.arrow.maxRecordsPerBatch=1000 \\
        --archives environment.tar.gz#environment --conf spark.pyspark.python=environment/bin/python \\
        examples/spark_job.py targets.parquet report.parquet --column statement --id id

On one machine ``--master 'local[*,4]'`` does (four tries a task, so that a lost worker is made up for), with ``PYSPARK_PYTHON`` set to this environment's Python.
"""

import argparse

from pyspark.sql import SparkSession

from target_lint.frames import spark_check


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("source", help="a Parquet table")
    options.add_argument("result", help="where the Parquet table of results is to be written")
    options.add_argument("--column", default="statement")
    options.add_argument("--id", default="id")
    asked = options.parse_args()
    spark = SparkSession.builder.appName("target-lint").getOrCreate()
    rows = spark.read.parquet(asked.source)
    spark_check(rows, column=asked.column, id_column=asked.id).write.mode("errorifexists").parquet(asked.result)
    spark.stop()


if __name__ == "__main__":
    main()
