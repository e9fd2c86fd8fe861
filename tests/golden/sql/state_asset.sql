-- 登记资产（项） / Assets listed
select count(*) as value
from state_asset
;

-- 已核查资产（项） / Assets checked on site
select count(*) as value
from (
  select *,
    coalesce(checked_on <= $as_of, FALSE) as checked,
  from state_asset
) as state_asset
where checked
;

-- 无偿使用（项） / Used for free
select count(*) as value
from (
  select *,
    coalesce(found_use = 'let', tenant IS NOT NULL) as used_by_others,
    used_by_others AND rent_wan = 0 as free_use,
    coalesce(fixed_on <= $as_of, FALSE) as fixed,
  from state_asset
) as state_asset
where free_use AND NOT fixed
;

-- 租期过长（项） / Leases too long
select count(*) as value
from (
  select *,
    lease_to - lease_from > CAST($cap_years AS DOUBLE) * CAST(365.25 AS DOUBLE) as too_long,
    coalesce(fixed_on <= $as_of, FALSE) as fixed,
  from state_asset
) as state_asset
where too_long AND NOT fixed
;

-- 超过法定租期（项） / Over the law's limit
select count(*) as value
from (
  select *,
    lease_to - lease_from > CAST($law_years AS DOUBLE) * CAST(365.25 AS DOUBLE) + 1 as over_law,
    coalesce(fixed_on <= $as_of, FALSE) as fixed,
  from state_asset
) as state_asset
where over_law AND NOT fixed
;

-- 租金偏低（项） / Rents too low
select count(*) as value
from (
  select *,
    rent_wan > 0 AND rent_wan < CAST(appraised_wan AS DOUBLE) * CAST($low_rent_percent AS DOUBLE) / nullif(CAST(100 AS DOUBLE), 0) as low_rent,
    coalesce(fixed_on <= $as_of, FALSE) as fixed,
  from state_asset
) as state_asset
where low_rent AND NOT fixed
;

-- 到期仍占用（项） / Expired and still used
select count(*) as value
from (
  select *,
    found_use = 'let' AND lease_to < $as_of as overstayed,
    coalesce(fixed_on <= $as_of, FALSE) as fixed,
  from state_asset
) as state_asset
where overstayed AND NOT fixed
;

-- 没有合同（项） / No contract
select count(*) as value
from (
  select *,
    found_use = 'let' AND lease_from IS NULL as no_contract,
    coalesce(fixed_on <= $as_of, FALSE) as fixed,
  from state_asset
) as state_asset
where no_contract AND NOT fixed
;

-- 欠租（万元） / Arrears
select sum(arrears_wan) as value
from (
  select *,
    coalesce(fixed_on <= $as_of, FALSE) as fixed,
  from state_asset
) as state_asset
where NOT fixed
;

-- 空置资产（项） / Vacant assets
select count(*) as value
from (
  select *,
    found_use = 'vacant' as vacant,
    coalesce(fixed_on <= $as_of, FALSE) as fixed,
  from state_asset
) as state_asset
where vacant AND NOT fixed
;

-- 账实不符（项） / Book and field differ
select count(*) as value
from (
  select *,
    found_use = 'gone' OR on_book = FALSE as off_book,
    coalesce(fixed_on <= $as_of, FALSE) as fixed,
  from state_asset
) as state_asset
where off_book AND NOT fixed
;

-- 已整改资产（项） / Assets fixed
select count(*) as value
from (
  select *,
    coalesce(fixed_on <= $as_of, FALSE) as fixed,
  from state_asset
) as state_asset
where fixed
;

-- 登记资产（项） / Assets listed
select _unit_above._above as per, count(*) as value
from state_asset
join _unit_above on _unit_above._below = owner
where list_contains($units, owner)
group by _unit_above._above
order by _unit_above._above
;

-- 登记资产（事项） / Assets listed
select *
from state_asset
where list_contains($units, owner)
order by item
;

-- 已核查资产（项） / Assets checked on site
select strftime(checked_on, '%Y-%m') as per, count(*) as value
from (
  select *,
    coalesce(checked_on <= $as_of, FALSE) as checked,
  from state_asset
) as state_asset
where (checked)
  and (checked_on is not null)
group by strftime(checked_on, '%Y-%m')
order by strftime(checked_on, '%Y-%m')
;

-- 已核查资产（逐日累计） / Assets checked on site
with counted as (select *, least(coalesce(checked_on, opened_on, $as_of), $as_of) as _from
from (
  select *,
    coalesce(checked_on <= $as_of, FALSE) as checked,
  from state_asset
) as state_asset
where checked
), days as (select distinct _from as _on from counted)
select _on, count(*) as value
from days join counted on _from <= _on
group by _on
order by _on
;

-- 清查整改（灯） / Findings
select item, owner, title,
  checked_on as _said_checked_on,
  findings as _said_findings,
  fix_by as _said_fix_by,
  fix_days_left as _said_fix_days_left,
  fix_days_over as _said_fix_days_over,
  fixed_on as _said_fixed_on,
  measure_taken as _said_measure_taken,
  case
    when NOT fixed AND checked AND found_any <> 0 AND fix_days_left < 0 then 'red'
    when NOT fixed AND checked AND found_any <> 0 AND coalesce(fix_days_left >= 0, TRUE) then 'yellow'
    when NOT fixed AND (NOT checked OR found_any IS NULL) then 'grey'
    when fixed OR (checked AND found_any = 0) then 'green'
  end as _level,
  case _level
    when 'yellow' then case when fix_by IS NULL then 0 end
    when 'green' then case when fixed AND fix_days_over > 0 then 0 when fixed then 1 when vacant then 2 end
  end as _reason,
  coalesce(fix_days_over > 0 AND (fixed OR found_any <> 0), false) as _late
from (
  select *,
    coalesce(found_use = 'let', tenant IS NOT NULL) as used_by_others,
    used_by_others AND rent_wan = 0 as free_use,
    lease_to - lease_from > CAST($cap_years AS DOUBLE) * CAST(365.25 AS DOUBLE) as too_long,
    rent_wan > 0 AND rent_wan < CAST(appraised_wan AS DOUBLE) * CAST($low_rent_percent AS DOUBLE) / nullif(CAST(100 AS DOUBLE), 0) as low_rent,
    found_use = 'let' AND lease_to < $as_of as overstayed,
    found_use = 'let' AND lease_from IS NULL as no_contract,
    arrears_wan > 0 as in_arrears,
    found_use = 'vacant' as vacant,
    found_use = 'gone' OR on_book = FALSE as off_book,
    coalesce(fixed_on <= $as_of, FALSE) as fixed,
    CASE WHEN free_use THEN 1 ELSE 0 END + CASE WHEN too_long THEN 1 ELSE 0 END + CASE WHEN low_rent THEN 1 ELSE 0 END + CASE WHEN overstayed THEN 1 ELSE 0 END + CASE WHEN no_contract THEN 1 ELSE 0 END + CASE WHEN in_arrears THEN 1 ELSE 0 END + CASE WHEN off_book THEN 1 ELSE 0 END as findings,
    CASE WHEN free_use OR too_long OR low_rent OR overstayed OR no_contract OR in_arrears OR off_book THEN 1 ELSE 0 END as found_any,
    coalesce(checked_on <= $as_of, FALSE) as checked,
    fix_by - $as_of as fix_days_left,
    least(coalesce(fixed_on, $as_of), $as_of) - fix_by as fix_days_over,
  from state_asset
) as state_asset
where TRUE
order by item
;
