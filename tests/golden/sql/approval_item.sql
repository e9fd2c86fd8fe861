-- 审批事项（项） / Approval items
select count(*) as value
from approval_item
;

-- 已执行新办法事项（项） / Items under the new way
select count(*) as value
from (
  select *,
    coalesce(effective_on <= $as_of, FALSE) as in_force,
  from approval_item
) as approval_item
where in_force
;

-- 已减材料（份） / Papers cut
select sum(materials_before - materials) as value
from (
  select *,
    coalesce(effective_on <= $as_of, FALSE) as in_force,
  from approval_item
) as approval_item
where in_force
;

-- 已减环节（个） / Steps cut
select sum(steps_before - steps) as value
from (
  select *,
    coalesce(effective_on <= $as_of, FALSE) as in_force,
  from approval_item
) as approval_item
where in_force
;

-- 时限压缩率（%） / Time limit cut by
select round(CAST(100 AS DOUBLE) * CAST(sum(statutory_days - promised_days) AS DOUBLE) / nullif(CAST(nullif(sum(statutory_days) FILTER(WHERE promised_days IS NOT NULL), 0) AS DOUBLE), 0), 2) as value
from (
  select *,
    coalesce(effective_on <= $as_of, FALSE) as in_force,
  from approval_item
) as approval_item
where in_force
;

-- 已减跑动（次） / Trips cut
select sum(trips_before - trips) as value
from (
  select *,
    coalesce(effective_on <= $as_of, FALSE) as in_force,
  from approval_item
) as approval_item
where in_force
;

-- 最多跑一次事项（项） / Items with one trip at most
select count(*) as value
from (
  select *,
    coalesce(effective_on <= $as_of, FALSE) as in_force,
  from approval_item
) as approval_item
where in_force AND trips <= 1
;

-- 还在要可共享材料的事项（项） / Items that ask what could be shared
select count(*) as value
from approval_item
where shared_materials > 0
;

-- 审批事项（项） / Approval items
select _unit_above._above as per, count(*) as value
from approval_item
join _unit_above on _unit_above._below = owner
where list_contains($units, owner)
group by _unit_above._above
order by _unit_above._above
;

-- 审批事项（事项） / Approval items
select *
from approval_item
where list_contains($units, owner)
order by item
;

-- 已执行新办法事项（项） / Items under the new way
select strftime(effective_on, '%Y-%m') as per, count(*) as value
from (
  select *,
    coalesce(effective_on <= $as_of, FALSE) as in_force,
  from approval_item
) as approval_item
where (in_force)
  and (effective_on is not null)
group by strftime(effective_on, '%Y-%m')
order by strftime(effective_on, '%Y-%m')
;

-- 已执行新办法事项（逐日累计） / Items under the new way
with counted as (select *, least(coalesce(effective_on, opened_on, $as_of), $as_of) as _from
from (
  select *,
    coalesce(effective_on <= $as_of, FALSE) as in_force,
  from approval_item
) as approval_item
where in_force
), days as (select distinct _from as _on from counted)
select _on, count(*) as value
from days join counted on _from <= _on
group by _on
order by _on
;

-- 简化（灯） / Simpler
select item, owner, title,
  effective_on as _said_effective_on,
  materials as _said_materials,
  promised_days as _said_promised_days,
  steps as _said_steps,
  trips as _said_trips,
  case
    when worse AND changed IS NOT NULL then 'red'
    when changed IS NOT NULL AND NOT worse IS TRUE AND NOT (in_force AND changed > 0) then 'yellow'
    when changed IS NULL then 'grey'
    when in_force AND NOT worse IS TRUE AND changed > 0 then 'green'
  end as _level,
  case _level
    when 'yellow' then case when in_force then 0 end
  end as _reason,
  false as _late
from (
  select *,
    coalesce(effective_on <= $as_of, FALSE) as in_force,
    (materials_before - materials) + (steps_before - steps) + (statutory_days - promised_days) + (trips_before - trips) as changed,
    materials > materials_before OR steps > steps_before OR promised_days > statutory_days OR trips > trips_before as worse,
  from approval_item
) as approval_item
where TRUE
order by item
;
