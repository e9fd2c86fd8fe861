-- 任务数（项） / Commitments
select count(*) as value
from commitment
;

-- 已完成任务数（项） / Commitments met
select count(*) as value
from commitment
where met_on <= $as_of
;

-- 逾期未完成任务数（项） / Commitments overdue
select count(*) as value
from (
  select *,
    met_on IS NOT NULL OR closed_on IS NOT NULL as ended,
    paused_on IS NOT NULL as paused,
  from commitment
) as commitment
where NOT ended AND NOT paused AND deadline_on < $as_of
;

-- 按原定时限逾期任务数（项） / Commitments late by their first date
select count(*) as value
from commitment
where coalesce(met_on, closed_on, $as_of) > coalesce(first_due_on, deadline_on)
;

-- 时限待核定任务数（项） / Commitments without a date
select count(*) as value
from (
  select *,
    met_on IS NOT NULL OR closed_on IS NOT NULL as ended,
  from commitment
) as commitment
where NOT ended AND deadline_on IS NULL
;

-- 任务数（项） / Commitments
select _unit_above._above as per, count(*) as value
from commitment
join _unit_above on _unit_above._below = owner
where list_contains($units, owner)
group by _unit_above._above
order by _unit_above._above
;

-- 任务数（事项） / Commitments
select *
from commitment
where list_contains($units, owner)
order by item
;

-- 任务数（项） / Commitments
select strftime(opened_on, '%Y-%m') as per, count(*) as value
from commitment
where opened_on is not null
group by strftime(opened_on, '%Y-%m')
order by strftime(opened_on, '%Y-%m')
;

-- 任务数（逐日累计） / Commitments
with counted as (select *, least(coalesce(opened_on, opened_on, $as_of), $as_of) as _from
from commitment
), days as (select distinct _from as _on from counted)
select _on, count(*) as value
from days join counted on _from <= _on
group by _on
order by _on
;

-- 兑现（灯） / Delivery
select item, owner, title,
  closed_on as _said_closed_on,
  days_left as _said_days_left,
  days_over as _said_days_over,
  deadline_on as _said_deadline_on,
  first_days_over as _said_first_days_over,
  first_due_on as _said_first_due_on,
  measured as _said_measured,
  met_on as _said_met_on,
  paused_days as _said_paused_days,
  paused_on as _said_paused_on,
  paused_why as _said_paused_why,
  target as _said_target,
  target_unit as _said_target_unit,
  case
    when NOT ended AND NOT paused AND days_left < 0 then 'red'
    when NOT ended AND (paused OR days_left BETWEEN 0 AND $warn_days OR (deadline_on IS NULL AND told) OR (told AND days_left > $warn_days AND over_ceiling)) then 'yellow'
    when NOT ended AND NOT paused AND NOT told AND (deadline_on IS NULL OR days_left > $warn_days) then 'grey'
    when ended OR (told AND NOT paused AND days_left > $warn_days AND NOT over_ceiling) then 'green'
  end as _level,
  case _level
    when 'red' then case when extended then 0 when moved then 1 when measured IS NOT NULL then 2 end
    when 'yellow' then case when paused then 0 when deadline_on IS NULL AND measured IS NOT NULL then 1 when over_ceiling then 2 when deadline_on IS NULL then 3 when extended then 4 when moved then 5 when days_left = 0 AND measured IS NOT NULL then 6 when measured IS NOT NULL then 7 when days_left = 0 then 8 end
    when 'grey' then case when deadline_on IS NULL then 0 end
    when 'green' then case when NOT paused AND met_on > deadline_on then 0 when met_on > first_due_on then 1 when met_on IS NOT NULL AND measured IS NOT NULL then 2 when met_on IS NOT NULL then 3 when closed_on IS NOT NULL then 4 when extended then 5 when moved then 6 when excess IS NOT NULL then 7 when measured IS NOT NULL then 8 end
  end as _reason,
  coalesce(NOT paused AND days_over > 0, false) as _late
from (
  select *,
    reported_on IS NOT NULL OR measured IS NOT NULL as told,
    met_on IS NOT NULL OR closed_on IS NOT NULL as ended,
    coalesce(excess > 0, FALSE) as over_ceiling,
    deadline_on - $as_of as days_left,
    coalesce(met_on, closed_on, $as_of) - deadline_on as days_over,
    coalesce(met_on, closed_on, $as_of) - first_due_on as first_days_over,
    paused_on IS NOT NULL as paused,
    first_due_on IS NOT NULL as moved,
    first_due_on IS NOT NULL AND (coalesce(extension_state = 'granted', FALSE) OR paused_days IS NULL) as extended,
  from commitment
) as commitment
where TRUE
order by item
;
