-- 本区主要指标（个） / Indicators of this district
select count(*) as value
from (
  select *,
    scope = 'own' AND series = 'to_date' AND coalesce(kind, '') <> 'estimate' AND NOT indicator IN ('electricity', 'tax', 'sales') as to_date_own,
  from economy
) as economy
where to_date_own
;

-- 正增长指标（个） / Indicators that grew
select count(*) as value
from (
  select *,
    scope = 'own' AND series = 'to_date' AND coalesce(kind, '') <> 'estimate' AND NOT indicator IN ('electricity', 'tax', 'sales') as to_date_own,
  from economy
) as economy
where to_date_own AND growth_percent > 0
;

-- 达到增速目标的指标（个） / Indicators at their aim
select count(*) as value
from (
  select *,
    scope = 'own' AND series = 'to_date' AND coalesce(kind, '') <> 'estimate' AND NOT indicator IN ('electricity', 'tax', 'sales') as to_date_own,
  from economy
) as economy
where to_date_own AND growth_percent >= target_percent
;

-- 摆脱末位的指标（个） / Indicators off the bottom
select count(*) as value
from (
  select *,
    scope = 'own' AND series = 'to_date' AND coalesce(kind, '') <> 'estimate' AND NOT indicator IN ('electricity', 'tax', 'sales') as to_date_own,
    place > place_of - $bottom_places as at_bottom,
  from economy
) as economy
where to_date_own AND NOT at_bottom
;

-- 处在末位的指标（个） / Indicators at the bottom
select count(*) as value
from (
  select *,
    scope = 'own' AND series = 'to_date' AND coalesce(kind, '') <> 'estimate' AND NOT indicator IN ('electricity', 'tax', 'sales') as to_date_own,
    place > place_of - $bottom_places as at_bottom,
  from economy
) as economy
where to_date_own AND at_bottom
;

-- 地区生产总值增速（%） / Growth of GDP
select max(growth_percent) as value
from (
  select *,
    scope = 'own' AND series = 'to_date' AND coalesce(kind, '') <> 'estimate' AND NOT indicator IN ('electricity', 'tax', 'sales') as to_date_own,
  from economy
) as economy
where to_date_own AND indicator = 'gdp'
;

-- 规上工业总产值增速（%） / Growth of industrial output
select max(growth_percent) as value
from (
  select *,
    scope = 'own' AND series = 'to_date' AND coalesce(kind, '') <> 'estimate' AND NOT indicator IN ('electricity', 'tax', 'sales') as to_date_own,
  from economy
) as economy
where to_date_own AND indicator = 'industrial_output'
;

-- 规上工业增加值增速（%） / Growth of industrial value added
select max(growth_percent) as value
from (
  select *,
    scope = 'own' AND series = 'to_date' AND coalesce(kind, '') <> 'estimate' AND NOT indicator IN ('electricity', 'tax', 'sales') as to_date_own,
  from economy
) as economy
where to_date_own AND indicator = 'industrial_value_added'
;

-- 固定资产投资增速（%） / Growth of fixed-asset investment
select max(growth_percent) as value
from (
  select *,
    scope = 'own' AND series = 'to_date' AND coalesce(kind, '') <> 'estimate' AND NOT indicator IN ('electricity', 'tax', 'sales') as to_date_own,
  from economy
) as economy
where to_date_own AND indicator = 'investment'
;

-- 社会消费品零售总额增速（%） / Growth of retail sales
select max(growth_percent) as value
from (
  select *,
    scope = 'own' AND series = 'to_date' AND coalesce(kind, '') <> 'estimate' AND NOT indicator IN ('electricity', 'tax', 'sales') as to_date_own,
  from economy
) as economy
where to_date_own AND indicator = 'retail'
;

-- 一般公共预算收入增速（%） / Growth of budget revenue
select max(growth_percent) as value
from (
  select *,
    scope = 'own' AND series = 'to_date' AND coalesce(kind, '') <> 'estimate' AND NOT indicator IN ('electricity', 'tax', 'sales') as to_date_own,
  from economy
) as economy
where to_date_own AND indicator = 'revenue'
;

-- 工业对财政的贡献率（%） / Industry's share of fiscal revenue
select max(value) as value
from (
  select *,
    scope = 'own' AND series = 'to_date' AND coalesce(kind, '') <> 'estimate' AND NOT indicator IN ('electricity', 'tax', 'sales') as to_date_own,
  from economy
) as economy
where to_date_own AND indicator = 'industry_share'
;

-- 本区主要指标（个） / Indicators of this district
select _unit_above._above as per, count(*) as value
from (
  select *,
    scope = 'own' AND series = 'to_date' AND coalesce(kind, '') <> 'estimate' AND NOT indicator IN ('electricity', 'tax', 'sales') as to_date_own,
  from economy
) as economy
join _unit_above on _unit_above._below = owner
where (to_date_own)
  and (list_contains($units, owner))
group by _unit_above._above
order by _unit_above._above
;

-- 本区主要指标（事项） / Indicators of this district
select * exclude (to_date_own)
from (
  select *,
    scope = 'own' AND series = 'to_date' AND coalesce(kind, '') <> 'estimate' AND NOT indicator IN ('electricity', 'tax', 'sales') as to_date_own,
  from economy
) as economy
where (to_date_own)
  and (list_contains($units, owner))
order by item
;

-- 正增长指标（个） / Indicators that grew
select strftime(period_to, '%Y-%m') as per, count(*) as value
from (
  select *,
    scope = 'own' AND series = 'to_date' AND coalesce(kind, '') <> 'estimate' AND NOT indicator IN ('electricity', 'tax', 'sales') as to_date_own,
  from economy
) as economy
where (to_date_own AND growth_percent > 0)
  and (period_to is not null)
group by strftime(period_to, '%Y-%m')
order by strftime(period_to, '%Y-%m')
;

-- 正增长指标（逐日累计） / Indicators that grew
with counted as (select *, least(coalesce(period_to, opened_on, $as_of), $as_of) as _from
from (
  select *,
    scope = 'own' AND series = 'to_date' AND coalesce(kind, '') <> 'estimate' AND NOT indicator IN ('electricity', 'tax', 'sales') as to_date_own,
  from economy
) as economy
where to_date_own AND growth_percent > 0
), days as (select distinct _from as _on from counted)
select _on, count(*) as value
from days join counted on _from <= _on
group by _on
order by _on
;

-- 增速（灯） / Growth
select item, owner, title,
  growth_percent as _said_growth_percent,
  reported_on as _said_reported_on,
  short_points as _said_short_points,
  target_percent as _said_target_percent,
  case
    when told AND short_points > 0 AND growth_percent < 0 then 'red'
    when told AND short_points > 0 AND growth_percent >= 0 then 'yellow'
    when NOT told OR short_points IS NULL OR growth_percent IS NULL then 'grey'
    when told AND growth_percent IS NOT NULL AND short_points <= 0 then 'green'
  end as _level,
  case _level
    when 'grey' then case when reported_on IS NULL then 0 end
  end as _reason,
  false as _late
from (
  select *,
    coalesce(reported_on >= CASE WHEN ((CASE WHEN indicator = 'gdp' THEN $silent_quarter_days ELSE $silent_days END)) BETWEEN -100000 AND 100000 THEN $as_of - CAST((CASE WHEN indicator = 'gdp' THEN $silent_quarter_days ELSE $silent_days END) AS INT) END, FALSE) as told,
    scope = 'own' AND series = 'to_date' AND coalesce(kind, '') <> 'estimate' AND NOT indicator IN ('electricity', 'tax', 'sales') as to_date_own,
    round(target_percent - growth_percent, 2) as short_points,
  from economy
) as economy
where to_date_own AND target_percent IS NOT NULL
order by item
;

-- 位次（灯） / Rank
select item, owner, title,
  place as _said_place,
  place_of as _said_place_of,
  reported_on as _said_reported_on,
  case
    when told AND at_bottom then 'red'
    when told AND NOT at_bottom AND place = place_of - $bottom_places then 'yellow'
    when NOT told OR place IS NULL OR place_of IS NULL then 'grey'
    when told AND NOT at_bottom AND place < place_of - $bottom_places then 'green'
  end as _level,
  case _level
    when 'grey' then case when place IS NULL OR place_of IS NULL then 0 end
  end as _reason,
  false as _late
from (
  select *,
    coalesce(reported_on >= CASE WHEN ((CASE WHEN indicator = 'gdp' THEN $silent_quarter_days ELSE $silent_days END)) BETWEEN -100000 AND 100000 THEN $as_of - CAST((CASE WHEN indicator = 'gdp' THEN $silent_quarter_days ELSE $silent_days END) AS INT) END, FALSE) as told,
    scope = 'own' AND series = 'to_date' AND coalesce(kind, '') <> 'estimate' AND NOT indicator IN ('electricity', 'tax', 'sales') as to_date_own,
    place > place_of - $bottom_places as at_bottom,
  from economy
) as economy
where to_date_own AND indicator <> 'industry_share'
order by item
;
