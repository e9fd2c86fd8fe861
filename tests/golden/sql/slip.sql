-- 督办单（张） / Slips
select count(*) as value
from slip
;

-- 在办督办单（张） / Slips in hand
select count(*) as value
from slip
where closed_on IS NULL
;

-- 逾期督办单（张） / Slips overdue
select count(*) as value
from (
  select *,
    coalesce(done_on <= $as_of, FALSE) OR closed_on IS NOT NULL as ended,
    paused_on IS NOT NULL as paused,
  from slip
) as slip
where NOT ended AND NOT paused AND due_on < $as_of
;

-- 督办单（张） / Slips
select _unit_above._above as per, count(*) as value
from slip
join _unit_above on _unit_above._below = owner
where list_contains($units, owner)
group by _unit_above._above
order by _unit_above._above
;

-- 督办单（事项） / Slips
select *
from slip
where list_contains($units, owner)
order by item
;

-- 督办单（张） / Slips
select strftime(issued_on, '%Y-%m') as per, count(*) as value
from slip
where issued_on is not null
group by strftime(issued_on, '%Y-%m')
order by strftime(issued_on, '%Y-%m')
;

-- 督办单（逐日累计） / Slips
with counted as (select *, least(coalesce(issued_on, opened_on, $as_of), $as_of) as _from
from slip
), days as (select distinct _from as _on from counted)
select _on, count(*) as value
from days join counted on _from <= _on
group by _on
order by _on
;

-- 办理（灯） / Delivery
select item, owner, title,
  closed_on as _said_closed_on,
  days_left as _said_days_left,
  days_over as _said_days_over,
  done_on as _said_done_on,
  due_on as _said_due_on,
  first_due_on as _said_first_due_on,
  paused_days as _said_paused_days,
  paused_on as _said_paused_on,
  paused_why as _said_paused_why,
  case
    when NOT ended AND NOT paused AND days_left < 0 then 'red'
    when NOT ended AND (paused OR days_left BETWEEN 0 AND $warn_days OR (due_on IS NULL AND told)) then 'yellow'
    when NOT ended AND NOT paused AND NOT told AND (due_on IS NULL OR days_left > $warn_days) then 'grey'
    when ended OR (told AND NOT paused AND days_left > $warn_days) then 'green'
  end as _level,
  case _level
    when 'red' then case when extended then 0 when moved then 1 end
    when 'yellow' then case when paused then 0 when due_on IS NULL then 1 when extended then 2 when moved then 3 when days_left = 0 then 4 end
    when 'green' then case when ended AND NOT paused AND days_over > 0 then 0 when closed_on IS NOT NULL then 1 when ended then 2 end
  end as _reason,
  coalesce(NOT paused AND days_over > 0, false) as _late
from (
  select *,
    reported_on IS NOT NULL as told,
    coalesce(done_on <= $as_of, FALSE) OR closed_on IS NOT NULL as ended,
    due_on - $as_of as days_left,
    CASE WHEN done_on <= $as_of THEN done_on ELSE coalesce(closed_on, $as_of) END - due_on as days_over,
    paused_on IS NOT NULL as paused,
    first_due_on IS NOT NULL as moved,
    first_due_on IS NOT NULL AND (coalesce(extension_state = 'granted', FALSE) OR paused_days IS NULL) as extended,
  from slip
) as slip
where TRUE
order by item
;
