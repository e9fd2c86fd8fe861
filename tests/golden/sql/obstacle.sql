-- 提出堵点（个） / Obstacles raised
select count(*) as value
from obstacle
;

-- 未解决堵点（个） / Obstacles open
select count(*) as value
from (
  select *,
    coalesce(solved_on <= $as_of, FALSE) as solved,
  from obstacle
) as obstacle
where NOT solved
;

-- 已拍板堵点（个） / Obstacles decided
select count(*) as value
from (
  select *,
    coalesce(decided_on <= $as_of, FALSE) as decided,
  from obstacle
) as obstacle
where decided
;

-- 已解决堵点（个） / Obstacles solved
select count(*) as value
from (
  select *,
    coalesce(solved_on <= $as_of, FALSE) as solved,
  from obstacle
) as obstacle
where solved
;

-- 到期未拍板（个） / Past due, undecided
select count(*) as value
from (
  select *,
    coalesce(decided_on <= $as_of, FALSE) as decided,
  from obstacle
) as obstacle
where NOT decided AND decide_by < $as_of
;

-- 到期未解决（个） / Past due, unsolved
select count(*) as value
from (
  select *,
    coalesce(solved_on <= $as_of, FALSE) as solved,
  from obstacle
) as obstacle
where NOT solved AND solve_by < $as_of
;

-- 提出堵点（个） / Obstacles raised
select _unit_above._above as per, count(*) as value
from obstacle
join _unit_above on _unit_above._below = owner
where list_contains($units, owner)
group by _unit_above._above
order by _unit_above._above
;

-- 提出堵点（事项） / Obstacles raised
select *
from obstacle
where list_contains($units, owner)
order by item
;

-- 提出堵点（个） / Obstacles raised
select strftime(raised_on, '%Y-%m') as per, count(*) as value
from obstacle
where raised_on is not null
group by strftime(raised_on, '%Y-%m')
order by strftime(raised_on, '%Y-%m')
;

-- 提出堵点（逐日累计） / Obstacles raised
with counted as (select *, least(coalesce(raised_on, opened_on, $as_of), $as_of) as _from
from obstacle
), days as (select distinct _from as _on from counted)
select _on, count(*) as value
from days join counted on _from <= _on
group by _on
order by _on
;

-- 拍板（灯） / Decision
select item, owner, title,
  decide_by as _said_decide_by,
  decide_days_left as _said_decide_days_left,
  decide_days_over as _said_decide_days_over,
  decided_on as _said_decided_on,
  level as _said_level,
  reported_on as _said_reported_on,
  case
    when NOT decided AND decide_days_left < 0 then 'red'
    when NOT decided AND decide_days_left BETWEEN 0 AND $warn_days then 'yellow'
    when NOT decided AND decide_days_left > $warn_days AND NOT told then 'grey'
    when decided OR (decide_days_left > $warn_days AND told) then 'green'
  end as _level,
  case _level
    when 'grey' then case when reported_on IS NULL then 0 end
    when 'green' then case when decided AND decide_days_over > 0 then 0 when decided then 1 end
  end as _reason,
  coalesce(decide_days_over > 0, false) as _late
from (
  select *,
    coalesce(reported_on >= $as_of - $silent_days, FALSE) as told,
    coalesce(decided_on <= $as_of, FALSE) as decided,
    decide_by - $as_of as decide_days_left,
    least(coalesce(decided_on, $as_of), $as_of) - decide_by as decide_days_over,
  from obstacle
) as obstacle
where decide_by IS NOT NULL OR decided
order by item
;

-- 解决（灯） / Solution
select item, owner, title,
  first_due_on as _said_first_due_on,
  paused_days as _said_paused_days,
  paused_on as _said_paused_on,
  paused_why as _said_paused_why,
  reported_on as _said_reported_on,
  solve_by as _said_solve_by,
  solve_days_left as _said_solve_days_left,
  solve_days_over as _said_solve_days_over,
  solved_on as _said_solved_on,
  case
    when NOT solved AND NOT paused AND solve_days_left < 0 then 'red'
    when NOT solved AND (paused OR solve_days_left BETWEEN 0 AND $warn_days) then 'yellow'
    when NOT solved AND NOT paused AND solve_days_left > $warn_days AND NOT told then 'grey'
    when solved OR (NOT paused AND solve_days_left > $warn_days AND told) then 'green'
  end as _level,
  case _level
    when 'red' then case when extended then 0 when moved then 1 end
    when 'yellow' then case when paused then 0 when extended then 1 when moved then 2 end
    when 'grey' then case when reported_on IS NULL then 0 end
    when 'green' then case when solved AND NOT paused AND solve_days_over > 0 then 0 when solved then 1 when extended then 2 when moved then 3 end
  end as _reason,
  coalesce(NOT paused AND solve_days_over > 0, false) as _late
from (
  select *,
    coalesce(reported_on >= $as_of - $silent_days, FALSE) as told,
    coalesce(solved_on <= $as_of, FALSE) as solved,
    solve_by - $as_of as solve_days_left,
    least(coalesce(solved_on, $as_of), $as_of) - solve_by as solve_days_over,
    paused_on IS NOT NULL as paused,
    first_due_on IS NOT NULL as moved,
    first_due_on IS NOT NULL AND (coalesce(extension_state = 'granted', FALSE) OR paused_days IS NULL) as extended,
  from obstacle
) as obstacle
where solve_by IS NOT NULL OR solved
order by item
;
