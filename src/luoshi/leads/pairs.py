"""全库查重: every pair of a register that looks like one, by Splink on DuckDB, or on Spark by one setting.

records ──blocks──> candidate pairs ──levels by SQL──> bits ──at_least, k of n──> pairs with their evidence
                                                    └──EM (large registers)──> trained weights of the same shape

DuckDB and Spark give the same pairs: both read the levels that `weights.toml` declares, and the bits are summed here.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

import pyarrow as pa
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink.internals.exceptions import EMTrainingException

from luoshi.leads.alike import Engine
from luoshi.leads.record import Record
from luoshi.leads.weights import Evidence, Field, Pair, Weights, judged, published, with_chances

SMALL = 2_000  # records below which nothing is trained: few or equal rows break a training (splink #400)
PRIOR = 0.5  # the bits of a pair are its evidence alone
SEED = 20260603
_SAMPLED = 1_000_000  # pairs at random, to see how often levels stand by chance
_ROUNDING = 1e-6  # bits; what is just at the threshold is decided here, not in the database
_NEVER = 0.5  # of a pair: a level that no pair at random showed
_SELDOM = 0.01  # of the pairs that are the same: that a level is rarer than this no register can show, and near 0 it would be a veto

logging.getLogger("splink").setLevel(logging.ERROR)


def pairs(
    records: Sequence[Record],
    weights: Weights | None = None,
    engine: Engine = "duckdb",
    spark: Any = None,
) -> list[Pair]:
    """Every pair that weighs enough, the heaviest first. `spark` is the session for the engine of that name."""
    weights = weights or published()
    if len(records) < 2:
        return []
    linker = _linker(records, weights, engine, spark)
    told = linker.inference.predict(threshold_match_weight=weights.at_least - _ROUNDING)
    names = ["key_l", "key_r", *(f"gamma_{field.key}" for field in weights.fields)]
    table: pa.Table = told.as_pyarrow_table()  # type: ignore[no-untyped-call]
    columns = table.select(names).to_pydict()
    gammas = [[_evidence(field, value) for value in columns[f"gamma_{field.key}"]] for field in weights.fields]  # fmt: skip
    evidence = zip(*gammas, strict=True)
    ends = zip(columns["key_l"], columns["key_r"], evidence, strict=True)
    found = (judged(left, right, levels, weights) for left, right, levels in ends)
    return sorted((one for one in found if one), key=lambda one: (-one.bits, one.left, one.right))


def trained(records: Sequence[Record], weights: Weights | None = None) -> Weights:
    """Weights learned from the register itself: u from pairs at random, m by expectation and maximisation over two blockings.

    Below `SMALL` records the given weights come back as they are. A blocking that fails (no pairs, or a chance of
    exactly 0, as where every repeat tells the same site) teaches nothing; an m that none teaches stays what was published.
    """
    weights = weights or published()
    if len(records) < SMALL:
        return weights
    linker = _linker(records, weights, "duckdb", None)
    linker.training.estimate_u_using_random_sampling(max_pairs=_SAMPLED, seed=SEED)
    learned = linker.misc.save_model_to_json()
    for block in weights.blocks[1:3]:
        try:
            linker.training.estimate_parameters_using_expectation_maximisation(block_on(block))
        except (ValueError, EMTrainingException):
            break  # a failed training leaves a linker that lacks fields: what it knew before is kept
        learned = linker.misc.save_model_to_json()
    found: dict[tuple[str, str], tuple[float, float]] = {}
    for field, comparison in zip(weights.fields, learned["comparisons"], strict=True):
        levels = [one for one in comparison["comparison_levels"] if not one.get("is_null_level")]
        for level, told in zip(field.levels, levels, strict=False):
            m, u = told.get("m_probability"), told.get("u_probability")
            if m and u:
                found[field.key, level.key] = (max(float(m), _SELDOM), max(float(u), _NEVER / _SAMPLED))  # fmt: skip
    return with_chances(weights, found)


def _linker(records: Sequence[Record], weights: Weights, engine: Engine, spark: Any) -> Linker:
    settings = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="key",
        probability_two_random_records_match=PRIOR,
        comparisons=[_comparison(field, engine) for field in weights.fields],
        blocking_rules_to_generate_predictions=[block_on(block) for block in weights.blocks],
        retain_matching_columns=True,  # or the levels do not come back
        retain_intermediate_calculation_columns=False,
    )
    table = pa.Table.from_pylist(list(records), schema=_schema(records, weights))
    return Linker(_api(engine, spark).register(table), settings, log_level=None)


def _api(engine: Engine, spark: Any) -> Any:
    if engine == "duckdb":
        return DuckDBAPI()
    from splink.backends.spark import (
        SparkAPI,  # the road past one machine; no part of what is installed
    )

    return SparkAPI(spark_session=spark)  # type: ignore[no-untyped-call]


def _schema(records: Sequence[Record], weights: Weights) -> pa.Schema:
    """The type of each column by how it is compared, so that one in which nobody told anything has a type too."""
    tests = {column: kind for f in weights.fields for one in f.levels for kind, column, _ in one.when}  # fmt: skip
    shapes = {"common": pa.list_(pa.string()), "near": pa.float64()}
    return pa.schema({name: shapes.get(tests.get(name, ""), pa.string()) for name in records[0]})


def _comparison(field: Field, engine: Engine) -> dict[str, Any]:
    known = field.known
    untold = f"{known}_l is null or {known}_r is null" if known else "1 = 0"
    levels: list[dict[str, Any]] = [{"sql_condition": untold, "label_for_charts": "untold", "is_null_level": True}]  # fmt: skip
    for one in field.levels:
        levels.append({"sql_condition": one.sql(engine), "label_for_charts": one.key, "m_probability": one.m, "u_probability": one.u})  # fmt: skip
    if field.levels[-1].when:  # what no level names weighs nothing
        levels.append({"sql_condition": "ELSE", "label_for_charts": "neutral", "m_probability": PRIOR, "u_probability": PRIOR})  # fmt: skip
    return {"output_column_name": field.key, "comparison_levels": levels}


def _evidence(field: Field, gamma: int) -> Evidence:
    """Splink numbers the levels of a comparison from the last one, 0, upward; -1 is null."""
    neutral = bool(field.levels[-1].when)
    at = len(field.levels) - 1 + neutral - gamma
    return Evidence(field, field.levels[at] if gamma >= 0 and at < len(field.levels) else None)
