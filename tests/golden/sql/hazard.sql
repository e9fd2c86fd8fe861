-- 查出隐患（处） / Hazards found
select count(*) as value
from hazard
where found_on <= $as_of
;

-- 已销号隐患（处） / Hazards cleared
select count(*) as value
from (
  select *,
    coalesce(reopened_on <= $as_of, FALSE) as reopened,
    coalesce(rechecked_on <= $as_of, FALSE) AND NOT (reopened AND rechecked_on <= reopened_on) as cleared,
  from hazard
) as hazard
where cleared
;

-- 反弹隐患（处） / Hazards that came back
select count(*) as value
from (
  select *,
    coalesce(reopened_on <= $as_of, FALSE) as reopened,
  from hazard
) as hazard
where reopened
;

-- 未销号隐患（处） / Hazards open
select count(*) as value
from (
  select *,
    coalesce(reopened_on <= $as_of, FALSE) as reopened,
    coalesce(rechecked_on <= $as_of, FALSE) AND NOT (reopened AND rechecked_on <= reopened_on) as cleared,
  from hazard
) as hazard
where found_on <= $as_of AND NOT cleared
;

-- 未销号重大隐患（处） / Major hazards open
select count(*) as value
from (
  select *,
    coalesce(reopened_on <= $as_of, FALSE) as reopened,
    coalesce(rechecked_on <= $as_of, FALSE) AND NOT (reopened AND rechecked_on <= reopened_on) as cleared,
  from hazard
) as hazard
where found_on <= $as_of AND grade = 'major' AND NOT cleared
;

-- 已整改待复查（处） / Fixed, not yet checked
select count(*) as value
from (
  select *,
    coalesce(fixed_on <= $as_of, FALSE) as fixed,
    coalesce(reopened_on <= $as_of, FALSE) as reopened,
    coalesce(rechecked_on <= $as_of, FALSE) AND NOT (reopened AND rechecked_on <= reopened_on) as cleared,
  from hazard
) as hazard
where fixed AND NOT cleared
;

-- 逾期未销号隐患（处） / Hazards past due
select count(*) as value
from (
  select *,
    coalesce(reopened_on <= $as_of, FALSE) as reopened,
    coalesce(rechecked_on <= $as_of, FALSE) AND NOT (reopened AND rechecked_on <= reopened_on) as cleared,
  from hazard
) as hazard
where NOT cleared AND fix_by < $as_of
;

-- 查出隐患（处） / Hazards found
select _unit_above._above as per, count(*) as value
from hazard
join _unit_above on _unit_above._below = owner
where (found_on <= $as_of)
  and (list_contains($units, owner))
group by _unit_above._above
order by _unit_above._above
;

-- 查出隐患（事项） / Hazards found
select *
from hazard
where (found_on <= $as_of)
  and (list_contains($units, owner))
order by item
;

-- 查出隐患（处） / Hazards found
select strftime(found_on, '%Y-%m') as per, count(*) as value
from hazard
where (found_on <= $as_of)
  and (found_on is not null)
group by strftime(found_on, '%Y-%m')
order by strftime(found_on, '%Y-%m')
;

-- 查出隐患（逐日累计） / Hazards found
with counted as (select *, least(coalesce(found_on, opened_on, $as_of), $as_of) as _from
from hazard
where found_on <= $as_of
), days as (select distinct _from as _on from counted)
select _on, count(*) as value
from days join counted on _from <= _on
group by _on
order by _on
;

-- 整改（灯） / Fixing
select item, owner, title,
  fix_by as _said_fix_by,
  fix_days_left as _said_fix_days_left,
  fix_days_over as _said_fix_days_over,
  rechecked_on as _said_rechecked_on,
  reported_on as _said_reported_on,
  case
    when NOT cleared AND fix_days_left < 0 then 'red'
    when NOT cleared AND fix_days_left BETWEEN 0 AND $warn_days then 'yellow'
    when NOT cleared AND (fix_days_left IS NULL OR (fix_days_left > $warn_days AND NOT told)) then 'grey'
    when cleared OR (fix_days_left > $warn_days AND told) then 'green'
  end as _level,
  case _level
    when 'red' then case when reopened then 0 when fixed then 1 end
    when 'yellow' then case when reopened then 0 when fixed then 1 end
    when 'grey' then case when fix_by IS NULL then 0 when reported_on IS NULL then 1 end
    when 'green' then case when cleared AND fix_days_over > 0 then 0 when cleared then 1 end
  end as _reason,
  coalesce(fix_days_over > 0, false) as _late
from (
  select *,
    coalesce(reported_on >= $as_of - $silent_days, FALSE) as told,
    coalesce(fixed_on <= $as_of, FALSE) as fixed,
    coalesce(reopened_on <= $as_of, FALSE) as reopened,
    coalesce(rechecked_on <= $as_of, FALSE) AND NOT (reopened AND rechecked_on <= reopened_on) as cleared,
    fix_by - $as_of as fix_days_left,
    CASE WHEN cleared THEN rechecked_on ELSE $as_of END - fix_by as fix_days_over,
  from hazard
) as hazard
where TRUE
order by item
;
