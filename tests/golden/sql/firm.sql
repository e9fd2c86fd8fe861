-- 建档企业（户） / Firms on file
select count(*) as value
from firm
;

-- 新培育专精特新企业（户） / Firms newly granted SRDI
select count(*) as value
from (
  select *,
    tier IN ('srdi', 'giant') AND tier_on <= $as_of AND coalesce(tier_until >= $as_of, tier_until IS NULL) as graded,
  from firm
) as firm
where graded
;

-- 小巨人企业（户） / Little giants
select count(*) as value
from (
  select *,
    tier IN ('srdi', 'giant') AND tier_on <= $as_of AND coalesce(tier_until >= $as_of, tier_until IS NULL) as graded,
  from firm
) as firm
where graded AND tier = 'giant'
;

-- 升规入统企业（户） / Firms entered
select count(*) as value
from (
  select *,
    coalesce(entered_on <= $as_of, FALSE) AND coalesce(left_on > $as_of, left_on IS NULL) as entered,
  from firm
) as firm
where entered
;

-- 退出规上企业（户） / Firms that left
select count(*) as value
from firm
where left_on <= $as_of
;

-- 列入培育企业（户） / Firms being cultivated
select count(*) as value
from firm
where cultivated
;

-- 临界企业（户） / Firms near the line
select count(*) as value
from (
  select *,
    coalesce(entered_on <= $as_of, FALSE) AND coalesce(left_on > $as_of, left_on IS NULL) as entered,
    round(CAST(100 AS DOUBLE) * CAST(revenue_wan AS DOUBLE) / nullif(CAST(nullif(line_wan, 0) AS DOUBLE), 0), 2) as line_percent,
    coalesce(revenue_on >= $as_of - $silent_days, FALSE) as known,
  from firm
) as firm
where NOT entered AND known AND line_percent >= $watch_percent AND line_percent < 100
;

-- 达线未入统企业（户） / Over the line, not entered
select count(*) as value
from (
  select *,
    coalesce(entered_on <= $as_of, FALSE) AND coalesce(left_on > $as_of, left_on IS NULL) as entered,
    round(CAST(100 AS DOUBLE) * CAST(revenue_wan AS DOUBLE) / nullif(CAST(nullif(line_wan, 0) AS DOUBLE), 0), 2) as line_percent,
    coalesce(revenue_on >= $as_of - $silent_days, FALSE) as known,
  from firm
) as firm
where NOT entered AND known AND line_percent >= 100
;

-- 建档企业（户） / Firms on file
select _unit_above._above as per, count(*) as value
from firm
join _unit_above on _unit_above._below = owner
where list_contains($units, owner)
group by _unit_above._above
order by _unit_above._above
;

-- 建档企业（事项） / Firms on file
select *
from firm
where list_contains($units, owner)
order by item
;

-- 新培育专精特新企业（户） / Firms newly granted SRDI
select strftime(tier_on, '%Y-%m') as per, count(*) as value
from (
  select *,
    tier IN ('srdi', 'giant') AND tier_on <= $as_of AND coalesce(tier_until >= $as_of, tier_until IS NULL) as graded,
  from firm
) as firm
where (graded)
  and (tier_on is not null)
group by strftime(tier_on, '%Y-%m')
order by strftime(tier_on, '%Y-%m')
;

-- 新培育专精特新企业（逐日累计） / Firms newly granted SRDI
with counted as (select *, least(coalesce(tier_on, opened_on, $as_of), $as_of) as _from
from (
  select *,
    tier IN ('srdi', 'giant') AND tier_on <= $as_of AND coalesce(tier_until >= $as_of, tier_until IS NULL) as graded,
  from firm
) as firm
where graded
), days as (select distinct _from as _on from counted)
select _on, count(*) as value
from days join counted on _from <= _on
group by _on
order by _on
;

-- 升规（灯） / Threshold
select item, owner, title,
  entered_on as _said_entered_on,
  line_percent as _said_line_percent,
  revenue_on as _said_revenue_on,
  case
    when NOT entered AND known AND line_percent >= $watch_percent AND line_percent >= 100 then 'red'
    when NOT entered AND known AND line_percent >= $watch_percent AND line_percent < 100 then 'yellow'
    when NOT entered AND (NOT known OR line_percent IS NULL) then 'grey'
    when entered OR (known AND line_percent < $watch_percent) then 'green'
  end as _level,
  case _level
    when 'green' then case when entered then 0 end
  end as _reason,
  false as _late
from (
  select *,
    coalesce(entered_on <= $as_of, FALSE) AND coalesce(left_on > $as_of, left_on IS NULL) as entered,
    round(CAST(100 AS DOUBLE) * CAST(revenue_wan AS DOUBLE) / nullif(CAST(nullif(line_wan, 0) AS DOUBLE), 0), 2) as line_percent,
    coalesce(revenue_on >= $as_of - $silent_days, FALSE) as known,
  from firm
) as firm
where cultivated OR entered
order by item
;
