"""The road past one machine: Spark finds the pairs that DuckDB finds. Skipped where PySpark is not installed; it is no part of the product."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from luoshi.leads.pairs import pairs
from luoshi.leads.record import records
from luoshi.leads.weights import Pair
from tests.core.leads.made import register

sql = pytest.importorskip("pyspark.sql")
PLACES = frozenset({"望川", "望江"})


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder: Path = tmp_path_factory.mktemp("spark")
    building = sql.SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
    building = building.config("spark.sql.shuffle.partitions", "2")
    session = building.config("spark.sql.warehouse.dir", str(folder)).getOrCreate()
    session.sparkContext.setCheckpointDir(str(folder))
    yield session
    session.stop()


def said(found: list[Pair]) -> list[Any]:
    return [(*one[:3], [e.level and e.level.key for e in one.evidence]) for one in found]


def test_spark_finds_the_same_pairs_with_the_same_evidence(spark: Any) -> None:
    made = records(register(1000, 11)[0], PLACES)
    found = pairs(made)
    assert len(found) > 100
    assert said(pairs(made, engine="spark", spark=spark)) == said(found)
