-- 已启动专项行动（项） / Actions started
select count(*) as value
from (
  select *,
    coalesce(started_on <= $as_of, FALSE) as started,
  from special_action
) as special_action
where started
;

-- 已结束专项行动（项） / Actions ended
select count(*) as value
from (
  select *,
    coalesce(ended_on <= $as_of, FALSE) as ended,
  from special_action
) as special_action
where ended
;

-- 排查出问题（个） / Problems found
select sum(found) as value
from special_action
;

-- 已整改问题（个） / Problems fixed
select sum(fixed) as value
from special_action
;

-- 整改率（%） / Share fixed
select round(CAST(100 AS DOUBLE) * CAST(sum(fixed) FILTER(WHERE found IS NOT NULL) AS DOUBLE) / nullif(CAST(nullif(sum(found) FILTER(WHERE fixed IS NOT NULL), 0) AS DOUBLE), 0), 2) as value
from special_action
;

-- 已启动专项行动（项） / Actions started
select _unit_above._above as per, count(*) as value
from (
  select *,
    coalesce(started_on <= $as_of, FALSE) as started,
  from special_action
) as special_action
join _unit_above on _unit_above._below = owner
where (started)
  and (list_contains($units, owner))
group by _unit_above._above
order by _unit_above._above
;

-- 已启动专项行动（事项） / Actions started
select * exclude (started)
from (
  select *,
    coalesce(started_on <= $as_of, FALSE) as started,
  from special_action
) as special_action
where (started)
  and (list_contains($units, owner))
order by item
;

-- 已启动专项行动（项） / Actions started
select strftime(started_on, '%Y-%m') as per, count(*) as value
from (
  select *,
    coalesce(started_on <= $as_of, FALSE) as started,
  from special_action
) as special_action
where (started)
  and (started_on is not null)
group by strftime(started_on, '%Y-%m')
order by strftime(started_on, '%Y-%m')
;

-- 已启动专项行动（逐日累计） / Actions started
with counted as (select *, least(coalesce(started_on, opened_on, $as_of), $as_of) as _from
from (
  select *,
    coalesce(started_on <= $as_of, FALSE) as started,
  from special_action
) as special_action
where started
), days as (select distinct _from as _on from counted)
select _on, count(*) as value
from days join counted on _from <= _on
group by _on
order by _on
;

-- 按期结束（灯） / Ending
select item, owner, title,
  end_by as _said_end_by,
  end_days_left as _said_end_days_left,
  end_days_over as _said_end_days_over,
  ended_on as _said_ended_on,
  fixed_percent as _said_fixed_percent,
  reported_on as _said_reported_on,
  case
    when NOT ended AND end_days_left < 0 then 'red'
    when NOT ended AND end_days_left BETWEEN 0 AND $warn_days then 'yellow'
    when NOT ended AND end_days_left > $warn_days AND NOT told then 'grey'
    when ended OR (end_days_left > $warn_days AND told) then 'green'
  end as _level,
  case _level
    when 'grey' then case when reported_on IS NULL then 0 end
    when 'green' then case when ended AND end_days_over > 0 then 0 when ended then 1 end
  end as _reason,
  coalesce(end_days_over > 0, false) as _late
from (
  select *,
    coalesce(reported_on >= $as_of - $silent_days, FALSE) as told,
    coalesce(ended_on <= $as_of, FALSE) as ended,
    end_by - $as_of as end_days_left,
    least(coalesce(ended_on, $as_of), $as_of) - end_by as end_days_over,
    round(CAST(100 AS DOUBLE) * CAST(fixed AS DOUBLE) / nullif(CAST(nullif(found, 0) AS DOUBLE), 0), 2) as fixed_percent,
  from special_action
) as special_action
where end_by IS NOT NULL OR ended
order by item
;
