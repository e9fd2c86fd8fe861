-- 收到诉求（件） / Requests
select count(*) as value
from service_request
;

-- 已答复诉求（件） / Requests answered
select count(*) as value
from (
  select *,
    coalesce(answered_on <= $as_of, FALSE) as answered,
  from service_request
) as service_request
where answered
;

-- 已解决诉求（件） / Requests solved
select count(*) as value
from (
  select *,
    coalesce(solved_on <= $as_of, FALSE) as solved_once,
    coalesce(reopened_on <= $as_of, FALSE) as reopened,
    solved_once AND NOT (reopened AND solved_on <= reopened_on) AND coalesce(firm_says <> 'not', TRUE) as solved,
  from service_request
) as service_request
where solved
;

-- 只答复没解决（件） / Answered, not solved
select count(*) as value
from (
  select *,
    coalesce(answered_on <= $as_of, FALSE) as answered,
    coalesce(solved_on <= $as_of, FALSE) as solved_once,
    coalesce(reopened_on <= $as_of, FALSE) as reopened,
    solved_once AND NOT (reopened AND solved_on <= reopened_on) AND coalesce(firm_says <> 'not', TRUE) as solved,
    coalesce(not_possible_on <= $as_of, FALSE) as not_possible,
  from service_request
) as service_request
where answered AND NOT solved AND NOT not_possible
;

-- 核定办不了（件） / Found impossible
select count(*) as value
from (
  select *,
    coalesce(not_possible_on <= $as_of, FALSE) as not_possible,
  from service_request
) as service_request
where not_possible
;

-- 退回重办（件） / Reopened
select count(*) as value
from (
  select *,
    coalesce(reopened_on <= $as_of, FALSE) as reopened,
  from service_request
) as service_request
where reopened
;

-- 按时答复率（%） / Answered in time
select round(CAST(100 AS DOUBLE) * CAST(count(*) FILTER(WHERE answered AND answer_days_used <= $answer_days) AS DOUBLE) / nullif(CAST(nullif(count(*), 0) AS DOUBLE), 0), 2) as value
from (
  select *,
    coalesce(answered_on <= $as_of, FALSE) as answered,
    coalesce(not_possible_on <= $as_of, FALSE) as not_possible,
    CASE WHEN (SELECT _n FROM _working_day WHERE _day = least(coalesce(answered_on, $as_of), $as_of)) >= (SELECT _n FROM _working_day WHERE _day = raised_on) THEN (SELECT _n FROM _working_day WHERE _day = least(coalesce(answered_on, $as_of), $as_of)) - (SELECT _n FROM _working_day WHERE _day = raised_on) WHEN (SELECT _n FROM _working_day WHERE _day = least(coalesce(answered_on, $as_of), $as_of)) < (SELECT _n FROM _working_day WHERE _day = raised_on) THEN 0 END as answer_days_used,
  from service_request
) as service_request
where answered OR (NOT not_possible AND answer_days_used > $answer_days)
;

-- 解决率（%） / Share solved
select round(CAST(100 AS DOUBLE) * CAST(count(*) FILTER(WHERE solved) AS DOUBLE) / nullif(CAST(nullif(count(*), 0) AS DOUBLE), 0), 2) as value
from (
  select *,
    coalesce(solved_on <= $as_of, FALSE) as solved_once,
    coalesce(reopened_on <= $as_of, FALSE) as reopened,
    solved_once AND NOT (reopened AND solved_on <= reopened_on) AND coalesce(firm_says <> 'not', TRUE) as solved,
  from service_request
) as service_request
;

-- 收到诉求（件） / Requests
select _unit_above._above as per, count(*) as value
from service_request
join _unit_above on _unit_above._below = owner
where list_contains($units, owner)
group by _unit_above._above
order by _unit_above._above
;

-- 收到诉求（事项） / Requests
select *
from service_request
where list_contains($units, owner)
order by item
;

-- 收到诉求（件） / Requests
select strftime(raised_on, '%Y-%m') as per, count(*) as value
from service_request
where raised_on is not null
group by strftime(raised_on, '%Y-%m')
order by strftime(raised_on, '%Y-%m')
;

-- 收到诉求（逐日累计） / Requests
with counted as (select *, least(coalesce(raised_on, opened_on, $as_of), $as_of) as _from
from service_request
), days as (select distinct _from as _on from counted)
select _on, count(*) as value
from days join counted on _from <= _on
group by _on
order by _on
;

-- 答复（灯） / Answer
select item, owner, title,
  answer_days_used as _said_answer_days_used,
  answered_on as _said_answered_on,
  case
    when answer_days_used > $answer_days AND NOT answered then 'red'
    when (answer_days_used <= $answer_days AND NOT answered) OR (answer_days_used > $answer_days AND answered) then 'yellow'
    when answer_days_used IS NULL then 'grey'
    when answer_days_used <= $answer_days AND answered then 'green'
  end as _level,
  case _level
    when 'yellow' then case when answered then 0 end
  end as _reason,
  coalesce(answer_days_used > $answer_days, false) as _late
from (
  select *,
    coalesce(answered_on <= $as_of, FALSE) as answered,
    coalesce(not_possible_on <= $as_of, FALSE) as not_possible,
    CASE WHEN (SELECT _n FROM _working_day WHERE _day = least(coalesce(answered_on, $as_of), $as_of)) >= (SELECT _n FROM _working_day WHERE _day = raised_on) THEN (SELECT _n FROM _working_day WHERE _day = least(coalesce(answered_on, $as_of), $as_of)) - (SELECT _n FROM _working_day WHERE _day = raised_on) WHEN (SELECT _n FROM _working_day WHERE _day = least(coalesce(answered_on, $as_of), $as_of)) < (SELECT _n FROM _working_day WHERE _day = raised_on) THEN 0 END as answer_days_used,
  from service_request
) as service_request
where answered OR NOT not_possible
order by item
;

-- 解决（灯） / Solution
select item, owner, title,
  first_due_on as _said_first_due_on,
  not_possible_on as _said_not_possible_on,
  not_possible_reason as _said_not_possible_reason,
  paused_on as _said_paused_on,
  paused_why as _said_paused_why,
  reported_on as _said_reported_on,
  solve_by as _said_solve_by,
  solve_days_left as _said_solve_days_left,
  solve_days_over as _said_solve_days_over,
  solved_on as _said_solved_on,
  case
    when NOT solved AND NOT not_possible AND NOT paused AND solve_days_left < 0 then 'red'
    when NOT solved AND NOT not_possible AND (paused OR solve_days_left BETWEEN 0 AND $warn_days) then 'yellow'
    when NOT solved AND NOT not_possible AND NOT paused AND solve_days_left > $warn_days AND NOT told then 'grey'
    when solved OR not_possible OR (NOT paused AND solve_days_left > $warn_days AND told) then 'green'
  end as _level,
  case _level
    when 'red' then case when reopened then 0 when moved then 1 end
    when 'yellow' then case when paused then 0 when moved then 1 when reopened then 2 end
    when 'grey' then case when reported_on IS NULL then 0 end
    when 'green' then case when solved AND NOT paused AND solve_days_over > 0 then 0 when solved then 1 when not_possible then 2 when reopened then 3 when moved then 4 end
  end as _reason,
  coalesce(NOT paused AND solve_days_over > 0, false) as _late
from (
  select *,
    coalesce(reported_on >= $as_of - $silent_days, FALSE) as told,
    coalesce(solved_on <= $as_of, FALSE) as solved_once,
    coalesce(reopened_on <= $as_of, FALSE) as reopened,
    solved_once AND NOT (reopened AND solved_on <= reopened_on) AND coalesce(firm_says <> 'not', TRUE) as solved,
    coalesce(not_possible_on <= $as_of, FALSE) as not_possible,
    solve_by - $as_of as solve_days_left,
    CASE WHEN solved THEN solved_on WHEN not_possible THEN not_possible_on ELSE $as_of END - solve_by as solve_days_over,
    paused_on IS NOT NULL as paused,
    first_due_on IS NOT NULL as moved,
  from service_request
) as service_request
where solve_by IS NOT NULL OR solved OR not_possible
order by item
;
