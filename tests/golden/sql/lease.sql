-- 在租合同（份） / Running leases
select count(*) as value
from (
  select *,
    lease_from <= $as_of AND lease_to >= $as_of AND coalesce(ended_on > $as_of, ended_on IS NULL) as running,
  from lease
) as lease
where running
;

-- 在租合同年租金（万元） / Rent a year of running leases
select sum(rent_wan) as value
from (
  select *,
    lease_from <= $as_of AND lease_to >= $as_of AND coalesce(ended_on > $as_of, ended_on IS NULL) as running,
  from lease
) as lease
where running
;

-- 合同欠租（万元） / Rent owed
select sum(due_wan - paid_wan) as value
from lease
where due_wan > paid_wan
;

-- 在租合同（份） / Running leases
select _unit_above._above as per, count(*) as value
from (
  select *,
    lease_from <= $as_of AND lease_to >= $as_of AND coalesce(ended_on > $as_of, ended_on IS NULL) as running,
  from lease
) as lease
join _unit_above on _unit_above._below = owner
where (running)
  and (list_contains($units, owner))
group by _unit_above._above
order by _unit_above._above
;

-- 在租合同（事项） / Running leases
select * exclude (running)
from (
  select *,
    lease_from <= $as_of AND lease_to >= $as_of AND coalesce(ended_on > $as_of, ended_on IS NULL) as running,
  from lease
) as lease
where (running)
  and (list_contains($units, owner))
order by item
;

-- 在租合同（份） / Running leases
select strftime(lease_from, '%Y-%m') as per, count(*) as value
from (
  select *,
    lease_from <= $as_of AND lease_to >= $as_of AND coalesce(ended_on > $as_of, ended_on IS NULL) as running,
  from lease
) as lease
where (running)
  and (lease_from is not null)
group by strftime(lease_from, '%Y-%m')
order by strftime(lease_from, '%Y-%m')
;

-- 在租合同（逐日累计） / Running leases
with counted as (select *, least(coalesce(lease_from, opened_on, $as_of), $as_of) as _from
from (
  select *,
    lease_from <= $as_of AND lease_to >= $as_of AND coalesce(ended_on > $as_of, ended_on IS NULL) as running,
  from lease
) as lease
where running
), days as (select distinct _from as _on from counted)
select _on, count(*) as value
from days join counted on _from <= _on
group by _on
order by _on
;
