-- 归集了要素的企业（户） / Firms with facts
select count(DISTINCT firm) as value
from firm_fact
where facts_on <= $as_of
;

-- 小规模纳税人（户） / Small-scale taxpayers
select count(*) as value
from firm_fact
where taxpayer = 'small'
;

-- 归集了要素的企业（户） / Firms with facts
select _unit_above._above as per, count(DISTINCT firm) as value
from firm_fact
join _unit_above on _unit_above._below = owner
where (facts_on <= $as_of)
  and (list_contains($units, owner))
group by _unit_above._above
order by _unit_above._above
;

-- 归集了要素的企业（事项） / Firms with facts
select *
from firm_fact
where (facts_on <= $as_of)
  and (list_contains($units, owner))
order by item
;

-- 归集了要素的企业（户） / Firms with facts
select strftime(facts_on, '%Y-%m') as per, count(DISTINCT firm) as value
from firm_fact
where (facts_on <= $as_of)
  and (facts_on is not null)
group by strftime(facts_on, '%Y-%m')
order by strftime(facts_on, '%Y-%m')
;

-- 归集了要素的企业（逐日累计） / Firms with facts
with counted as (select *, least(coalesce(facts_on, opened_on, $as_of), $as_of) as _from
from firm_fact
where facts_on <= $as_of
), days as (select distinct _from as _on from counted)
select _on, count(DISTINCT firm) as value
from days join counted on _from <= _on
group by _on
order by _on
;
