-- 已享受户次（户次） / Cases enjoying
select count(*) as value
from enjoyment
where enjoying AND told_on <= $as_of
;

-- 已享受金额（万元） / Money enjoyed
select sum(money_wan) as value
from enjoyment
where enjoying AND told_on <= $as_of
;

-- 核对后未享户次（户次） / Cases not enjoying
select count(*) as value
from enjoyment
where NOT enjoying AND told_on <= $as_of
;

-- 已享受户次（户次） / Cases enjoying
select _unit_above._above as per, count(*) as value
from enjoyment
join _unit_above on _unit_above._below = owner
where (enjoying AND told_on <= $as_of)
  and (list_contains($units, owner))
group by _unit_above._above
order by _unit_above._above
;

-- 已享受户次（事项） / Cases enjoying
select *
from enjoyment
where (enjoying AND told_on <= $as_of)
  and (list_contains($units, owner))
order by item
;

-- 已享受户次（户次） / Cases enjoying
select strftime(told_on, '%Y-%m') as per, count(*) as value
from enjoyment
where (enjoying AND told_on <= $as_of)
  and (told_on is not null)
group by strftime(told_on, '%Y-%m')
order by strftime(told_on, '%Y-%m')
;

-- 已享受户次（逐日累计） / Cases enjoying
with counted as (select *, least(coalesce(told_on, opened_on, $as_of), $as_of) as _from
from enjoyment
where enjoying AND told_on <= $as_of
), days as (select distinct _from as _on from counted)
select _on, count(*) as value
from days join counted on _from <= _on
group by _on
order by _on
;
