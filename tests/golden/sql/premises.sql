-- 登记闲置处所（处） / Idle premises
select count(*) as value
from premises
;

-- 已盘活处所（处） / Premises revived
select count(*) as value
from (
  select *,
    coalesce(revived_on <= $as_of, FALSE) as revived,
  from premises
) as premises
where revived
;

-- 尚未盘活处所（处） / Premises still idle
select count(*) as value
from (
  select *,
    coalesce(revived_on <= $as_of, FALSE) as revived,
  from premises
) as premises
where NOT revived
;

-- 登记闲置面积（平方米） / Idle area
select sum(idle_m2) as value
from premises
;

-- 已盘活面积（平方米） / Area revived
select sum(revived_m2) as value
from premises
;

-- 登记闲置处所（处） / Idle premises
select _unit_above._above as per, count(*) as value
from premises
join _unit_above on _unit_above._below = owner
where list_contains($units, owner)
group by _unit_above._above
order by _unit_above._above
;

-- 登记闲置处所（事项） / Idle premises
select *
from premises
where list_contains($units, owner)
order by item
;

-- 已盘活处所（处） / Premises revived
select strftime(revived_on, '%Y-%m') as per, count(*) as value
from (
  select *,
    coalesce(revived_on <= $as_of, FALSE) as revived,
  from premises
) as premises
where (revived)
  and (revived_on is not null)
group by strftime(revived_on, '%Y-%m')
order by strftime(revived_on, '%Y-%m')
;

-- 已盘活处所（逐日累计） / Premises revived
with counted as (select *, least(coalesce(revived_on, opened_on, $as_of), $as_of) as _from
from (
  select *,
    coalesce(revived_on <= $as_of, FALSE) as revived,
  from premises
) as premises
where revived
), days as (select distinct _from as _on from counted)
select _on, count(*) as value
from days join counted on _from <= _on
group by _on
order by _on
;

-- 盘活（灯） / Reviving
select item, owner, title,
  reported_on as _said_reported_on,
  revive_by as _said_revive_by,
  revive_days_left as _said_revive_days_left,
  revive_days_over as _said_revive_days_over,
  revived_on as _said_revived_on,
  case
    when NOT revived AND revive_days_left < 0 then 'red'
    when NOT revived AND revive_days_left BETWEEN 0 AND $warn_days then 'yellow'
    when NOT revived AND revive_days_left > $warn_days AND NOT told then 'grey'
    when revived OR (revive_days_left > $warn_days AND told) then 'green'
  end as _level,
  case _level
    when 'grey' then case when reported_on IS NULL then 0 end
    when 'green' then case when revived AND revive_days_over > 0 then 0 when revived then 1 end
  end as _reason,
  coalesce(revive_days_over > 0, false) as _late
from (
  select *,
    coalesce(reported_on >= $as_of - $silent_days, FALSE) as told,
    coalesce(revived_on <= $as_of, FALSE) as revived,
    revive_by - $as_of as revive_days_left,
    least(coalesce(revived_on, $as_of), $as_of) - revive_by as revive_days_over,
  from premises
) as premises
where revive_by IS NOT NULL OR revived
order by item
;
