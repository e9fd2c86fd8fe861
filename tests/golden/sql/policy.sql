-- 执行中政策（条） / Policies in force
select count(*) as value
from (
  select *,
    from_on <= $as_of AND coalesce(until_on >= $as_of, until_on IS NULL) as in_force,
  from policy
) as policy
where in_force
;

-- 免申即享政策（条） / Policies paid without application
select count(*) as value
from (
  select *,
    from_on <= $as_of AND coalesce(until_on >= $as_of, until_on IS NULL) as in_force,
  from policy
) as policy
where in_force AND no_application
;

-- 应享户数（户） / Firms entitled
select sum(entitled) as value
from (
  select *,
    from_on <= $as_of AND coalesce(until_on >= $as_of, until_on IS NULL) as in_force,
  from policy
) as policy
where in_force
;

-- 已享户数（户） / Firms enjoying
select sum(enjoying) as value
from (
  select *,
    from_on <= $as_of AND coalesce(until_on >= $as_of, until_on IS NULL) as in_force,
  from policy
) as policy
where in_force
;

-- 享受面（%） / Coverage
select round(CAST(100 AS DOUBLE) * CAST(sum(enjoying) FILTER(WHERE entitled IS NOT NULL) AS DOUBLE) / nullif(CAST(nullif(sum(entitled) FILTER(WHERE enjoying IS NOT NULL), 0) AS DOUBLE), 0), 2) as value
from (
  select *,
    from_on <= $as_of AND coalesce(until_on >= $as_of, until_on IS NULL) as in_force,
  from policy
) as policy
where in_force
;

-- 已兑现金额（万元） / Paid so far
select sum(paid_wan) as value
from policy
;

-- 到期应复核政策（条） / Policies to check again
select count(*) as value
from policy
where recheck_on <= $as_of
;

-- 执行中政策（条） / Policies in force
select _unit_above._above as per, count(*) as value
from (
  select *,
    from_on <= $as_of AND coalesce(until_on >= $as_of, until_on IS NULL) as in_force,
  from policy
) as policy
join _unit_above on _unit_above._below = owner
where (in_force)
  and (list_contains($units, owner))
group by _unit_above._above
order by _unit_above._above
;

-- 执行中政策（事项） / Policies in force
select * exclude (in_force)
from (
  select *,
    from_on <= $as_of AND coalesce(until_on >= $as_of, until_on IS NULL) as in_force,
  from policy
) as policy
where (in_force)
  and (list_contains($units, owner))
order by item
;

-- 到期应复核政策（条） / Policies to check again
select strftime(recheck_on, '%Y-%m') as per, count(*) as value
from policy
where (recheck_on <= $as_of)
  and (recheck_on is not null)
group by strftime(recheck_on, '%Y-%m')
order by strftime(recheck_on, '%Y-%m')
;

-- 到期应复核政策（逐日累计） / Policies to check again
with counted as (select *, least(coalesce(recheck_on, opened_on, $as_of), $as_of) as _from
from policy
where recheck_on <= $as_of
), days as (select distinct _from as _on from counted)
select _on, count(*) as value
from days join counted on _from <= _on
group by _on
order by _on
;

-- 应享尽享（灯） / Coverage
select item, owner, title,
  coverage_percent as _said_coverage_percent,
  enjoying as _said_enjoying,
  entitled as _said_entitled,
  reported_on as _said_reported_on,
  case
    when told AND coverage_percent < $cover_percent then 'red'
    when told AND coverage_percent >= $cover_percent AND coverage_percent < 100 then 'yellow'
    when NOT told OR coverage_percent IS NULL then 'grey'
    when told AND coverage_percent >= $cover_percent AND coverage_percent >= 100 then 'green'
  end as _level,
  case _level
    when 'grey' then case when reported_on IS NULL then 0 when entitled IS NULL then 1 end
  end as _reason,
  false as _late
from (
  select *,
    coalesce(reported_on >= $as_of - $silent_days, FALSE) as told,
    from_on <= $as_of AND coalesce(until_on >= $as_of, until_on IS NULL) as in_force,
    round(CAST(100 AS DOUBLE) * CAST(enjoying AS DOUBLE) / nullif(CAST(nullif(entitled, 0) AS DOUBLE), 0), 2) as coverage_percent,
  from policy
) as policy
where in_force
order by item
;

-- 办事指南（灯） / Guide
select item, owner, title,
  guide_days_used as _said_guide_days_used,
  guide_on as _said_guide_on,
  case
    when NOT guided AND guide_days_used > $guide_days then 'red'
    when (guided AND guide_days_used > $guide_days) OR (NOT guided AND guide_days_used <= $guide_days) then 'yellow'
    when guide_days_used IS NULL then 'grey'
    when guided AND guide_days_used <= $guide_days then 'green'
  end as _level,
  case _level
    when 'yellow' then case when guided then 0 end
  end as _reason,
  coalesce(guide_days_used > $guide_days, false) as _late
from (
  select *,
    CASE WHEN (SELECT _n FROM _working_day WHERE _day = least(coalesce(guide_on, $as_of), $as_of)) >= (SELECT _n FROM _working_day WHERE _day = from_on) THEN (SELECT _n FROM _working_day WHERE _day = least(coalesce(guide_on, $as_of), $as_of)) - (SELECT _n FROM _working_day WHERE _day = from_on) WHEN (SELECT _n FROM _working_day WHERE _day = least(coalesce(guide_on, $as_of), $as_of)) < (SELECT _n FROM _working_day WHERE _day = from_on) THEN 0 END as guide_days_used,
    coalesce(guide_on <= $as_of, FALSE) as guided,
  from policy
) as policy
where NOT no_application IS TRUE AND coalesce(from_on <= $as_of, TRUE) AND coalesce(until_on >= $as_of, TRUE)
order by item
;
