-- 存下的方案（个） / Programmes kept
select count(*) as value
from programme
;

-- 采纳过的方案（个） / Programmes adopted
select count(*) as value
from programme
where adopted_on <= $as_of
;

-- 存下的方案（个） / Programmes kept
select _unit_above._above as per, count(*) as value
from programme
join _unit_above on _unit_above._below = owner
where list_contains($units, owner)
group by _unit_above._above
order by _unit_above._above
;

-- 存下的方案（事项） / Programmes kept
select *
from programme
where list_contains($units, owner)
order by item
;

-- 采纳过的方案（个） / Programmes adopted
select strftime(adopted_on, '%Y-%m') as per, count(*) as value
from programme
where (adopted_on <= $as_of)
  and (adopted_on is not null)
group by strftime(adopted_on, '%Y-%m')
order by strftime(adopted_on, '%Y-%m')
;

-- 采纳过的方案（逐日累计） / Programmes adopted
with counted as (select *, least(coalesce(adopted_on, opened_on, $as_of), $as_of) as _from
from programme
where adopted_on <= $as_of
), days as (select distinct _from as _on from counted)
select _on, count(*) as value
from days join counted on _from <= _on
group by _on
order by _on
;
