-- 已锁定的期（期） / Periods locked
select count(*) as value
from period
where closed_on IS NOT NULL
;

-- 解锁待改的期（期） / Periods unlocked again
select count(*) as value
from period
where closed_on IS NULL
;

-- 已锁定的期（期） / Periods locked
select _unit_above._above as per, count(*) as value
from period
join _unit_above on _unit_above._below = owner
where (closed_on IS NOT NULL)
  and (list_contains($units, owner))
group by _unit_above._above
order by _unit_above._above
;

-- 已锁定的期（事项） / Periods locked
select *
from period
where (closed_on IS NOT NULL)
  and (list_contains($units, owner))
order by item
;

-- 已锁定的期（期） / Periods locked
select strftime(closed_on, '%Y-%m') as per, count(*) as value
from period
where (closed_on IS NOT NULL)
  and (closed_on is not null)
group by strftime(closed_on, '%Y-%m')
order by strftime(closed_on, '%Y-%m')
;

-- 已锁定的期（逐日累计） / Periods locked
with counted as (select *, least(coalesce(closed_on, opened_on, $as_of), $as_of) as _from
from period
where closed_on IS NOT NULL
), days as (select distinct _from as _on from counted)
select _on, count(*) as value
from days join counted on _from <= _on
group by _on
order by _on
;
