"""A small register file that is in order; tests break it in one place at a time."""

from __future__ import annotations

from luoshi.declare.load import load
from luoshi.declare.register import Register

SMALL = """
key = "well"
label = { zh = "水井台账", en = "Wells" }
kept_by = "water"
title = "name"
owner = "unit"
number = "W-{n:03d}"
due = { every = "month", day = 5 }
aka = ["水井"]

[fields.name]
label = { zh = "井名", en = "Well" }
type = "text"
required = true

[fields.unit]
label = { zh = "责任单位", en = "Unit" }
type = "unit"

[fields.depth]
label = { zh = "井深", en = "Depth" }
type = "count"
unit = "米"

[fields.cost_wan]
label = { zh = "造价", en = "Cost" }
type = "amount"
unit = "万元"

[fields.flow]
label = { zh = "出水率", en = "Flow" }
type = "ratio"

[fields.dug_on]
label = { zh = "成井日", en = "Dug on" }
type = "date"
asked_of = "reporter"
needed_by = { zh = "水利局：统计成井", en = "Water: wells dug" }

[fields.dig_by]
label = { zh = "成井时限", en = "To be dug by" }
type = "date"

[fields.public]
label = { zh = "公用", en = "Public" }
type = "bool"

[fields.kind]
label = { zh = "类别", en = "Kind" }
type = "choice"
choices = { deep = { zh = "深井", en = "deep" }, shallow = { zh = "浅井", en = "shallow" } }

[parameters.warn_days]
label = { zh = "预警天数", en = "Warn ahead" }
type = "count"
value = 7

[terms.dug]
label = { zh = "已成井", en = "Dug" }
expression = "coalesce(dug_on <= $as_of, false)"

[terms.days_left]
label = { zh = "剩余天数", en = "Days left" }
expression = "dig_by - $as_of"
unit = "天"

[[stage]]
key = "planned"
label = { zh = "谋划", en = "Planned" }

[[stage]]
key = "digging"
label = { zh = "施工", en = "Digging" }
gate = "unit is not null"

[[stage]]
key = "dug"
label = { zh = "成井", en = "Dug" }
gate = "dug_on is not null"

[[check]]
key = "deep_enough"
expect = "kind <> 'deep' or depth > 30"
fault = { zh = "深井不到30米", en = "A deep well of less than 30 m" }
remedy = { zh = "请核对井深。", en = "Check the depth." }
field = "depth"

[[measure]]
key = "dug"
label = { zh = "已成井", en = "Wells dug" }
select = "count(*)"
where = "dug"
by = "dug_on"
unit = "口"
aka = ["成井"]

[[light]]
key = "digging"
label = { zh = "成井", en = "Digging" }
applies = "dig_by is not null"
late = "not dug and days_left < 0"

[light.green]
when = "dug"
why = { zh = "{dug_on}成井", en = "Dug on {dug_on}" }

[light.yellow]
when = "not dug and days_left between 0 and $warn_days"
why = { zh = "还有{days_left}", en = "{days_left} left" }

[light.red]
when = "not dug and days_left < 0"
why = { zh = "{dig_by}应成井", en = "Was to be dug by {dig_by}" }

[light.grey]
when = "not dug and days_left > $warn_days"
why = { zh = "未到时候", en = "Not yet" }
[[light.grey.case]]
when = "reported_on is null"
why = { zh = "未报", en = "Not told" }

[[example]]
name = "东头井"
unit = "east"
depth = 40
cost_wan = 3.5
flow = 12.5
dug_on = 2026-04-02
dig_by = 2026-04-30
public = true
kind = "deep"
"""


def small(**changes: str) -> Register:
    """The register, with pieces of its text exchanged."""
    register, problems = load(changed(**changes), "well.toml")
    assert register, [problem.say() for problem in problems]
    return register


def changed(old: str = "", new: str = "") -> str:
    """The text with one piece exchanged; the piece must be there."""
    assert old in SMALL, old
    return SMALL.replace(old, new, 1) if old else SMALL
