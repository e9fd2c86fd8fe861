-- 在运行专班（个） / Task forces standing
select count(*) as value
from (
  select *,
    coalesce(dissolved_on <= $as_of, FALSE) as dissolved,
    coalesce(set_up_on <= $as_of, FALSE) AND NOT dissolved as standing,
  from task_force
) as task_force
where standing
;

-- 已撤销专班（个） / Task forces dissolved
select count(*) as value
from (
  select *,
    coalesce(dissolved_on <= $as_of, FALSE) as dissolved,
  from task_force
) as task_force
where dissolved
;

-- 超期未撤专班（个） / Task forces past their term
select count(*) as value
from (
  select *,
    coalesce(dissolved_on <= $as_of, FALSE) as dissolved,
    coalesce(set_up_on <= $as_of, FALSE) AND NOT dissolved as standing,
  from task_force
) as task_force
where standing AND stand_until < $as_of
;

-- 在运行专班（个） / Task forces standing
select _unit_above._above as per, count(*) as value
from (
  select *,
    coalesce(dissolved_on <= $as_of, FALSE) as dissolved,
    coalesce(set_up_on <= $as_of, FALSE) AND NOT dissolved as standing,
  from task_force
) as task_force
join _unit_above on _unit_above._below = owner
where (standing)
  and (list_contains($units, owner))
group by _unit_above._above
order by _unit_above._above
;

-- 在运行专班（事项） / Task forces standing
select * exclude (dissolved, standing)
from (
  select *,
    coalesce(dissolved_on <= $as_of, FALSE) as dissolved,
    coalesce(set_up_on <= $as_of, FALSE) AND NOT dissolved as standing,
  from task_force
) as task_force
where (standing)
  and (list_contains($units, owner))
order by item
;

-- 在运行专班（个） / Task forces standing
select strftime(set_up_on, '%Y-%m') as per, count(*) as value
from (
  select *,
    coalesce(dissolved_on <= $as_of, FALSE) as dissolved,
    coalesce(set_up_on <= $as_of, FALSE) AND NOT dissolved as standing,
  from task_force
) as task_force
where (standing)
  and (set_up_on is not null)
group by strftime(set_up_on, '%Y-%m')
order by strftime(set_up_on, '%Y-%m')
;

-- 在运行专班（逐日累计） / Task forces standing
with counted as (select *, least(coalesce(set_up_on, opened_on, $as_of), $as_of) as _from
from (
  select *,
    coalesce(dissolved_on <= $as_of, FALSE) as dissolved,
    coalesce(set_up_on <= $as_of, FALSE) AND NOT dissolved as standing,
  from task_force
) as task_force
where standing
), days as (select distinct _from as _on from counted)
select _on, count(*) as value
from days join counted on _from <= _on
group by _on
order by _on
;

-- 期限（灯） / Term
select item, owner, title,
  dissolved_on as _said_dissolved_on,
  stand_days_left as _said_stand_days_left,
  stand_days_over as _said_stand_days_over,
  stand_until as _said_stand_until,
  case
    when NOT dissolved AND stand_days_left < 0 then 'red'
    when NOT dissolved AND stand_days_left BETWEEN 0 AND $warn_days then 'yellow'
    when NOT dissolved AND stand_until IS NULL then 'grey'
    when dissolved OR stand_days_left > $warn_days then 'green'
  end as _level,
  case _level
    when 'green' then case when dissolved AND stand_days_over > 0 then 0 when dissolved then 1 end
  end as _reason,
  coalesce(stand_days_over > 0, false) as _late
from (
  select *,
    coalesce(dissolved_on <= $as_of, FALSE) as dissolved,
    stand_until - $as_of as stand_days_left,
    least(coalesce(dissolved_on, $as_of), $as_of) - stand_until as stand_days_over,
  from task_force
) as task_force
where TRUE
order by item
;
