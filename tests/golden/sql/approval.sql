-- 审批节点（个） / Approval nodes
select count(*) as value
from approval
;

-- 已办结节点（个） / Nodes decided
select count(*) as value
from (
  select *,
    coalesce(decided_on <= $as_of, FALSE) as decided,
  from approval
) as approval
where decided
;

-- 按承诺办结率（%） / Decided as promised
select round(CAST(100 AS DOUBLE) * CAST(count(*) FILTER(WHERE days_used <= promised_or_statutory) AS DOUBLE) / nullif(CAST(nullif(count(*), 0) AS DOUBLE), 0), 2) as value
from (
  select *,
    coalesce(decided_on <= $as_of, FALSE) as decided,
    CASE WHEN (SELECT _n FROM _working_day WHERE _day = least(coalesce(decided_on, $as_of), $as_of)) >= (SELECT _n FROM _working_day WHERE _day = received_on) THEN (SELECT _n FROM _working_day WHERE _day = least(coalesce(decided_on, $as_of), $as_of)) - (SELECT _n FROM _working_day WHERE _day = received_on) WHEN (SELECT _n FROM _working_day WHERE _day = least(coalesce(decided_on, $as_of), $as_of)) < (SELECT _n FROM _working_day WHERE _day = received_on) THEN 0 END - coalesce(paused_days, 0) as days_used,
    coalesce(promised_days, statutory_days) as promised_or_statutory,
  from approval
) as approval
where decided AND days_used IS NOT NULL AND promised_or_statutory IS NOT NULL
;

-- 超承诺未办结（个） / Open past the promise
select count(*) as value
from (
  select *,
    coalesce(received_on <= $as_of, FALSE) as received,
    coalesce(decided_on <= $as_of, FALSE) as decided,
    CASE WHEN (SELECT _n FROM _working_day WHERE _day = least(coalesce(decided_on, $as_of), $as_of)) >= (SELECT _n FROM _working_day WHERE _day = received_on) THEN (SELECT _n FROM _working_day WHERE _day = least(coalesce(decided_on, $as_of), $as_of)) - (SELECT _n FROM _working_day WHERE _day = received_on) WHEN (SELECT _n FROM _working_day WHERE _day = least(coalesce(decided_on, $as_of), $as_of)) < (SELECT _n FROM _working_day WHERE _day = received_on) THEN 0 END - coalesce(paused_days, 0) as days_used,
    coalesce(promised_days, statutory_days) as promised_or_statutory,
  from approval
) as approval
where received AND NOT decided AND days_used > promised_or_statutory
;

-- 超法定期限（个） / Past the statutory limit
select count(*) as value
from (
  select *,
    coalesce(received_on <= $as_of, FALSE) as received,
    CASE WHEN (SELECT _n FROM _working_day WHERE _day = least(coalesce(decided_on, $as_of), $as_of)) >= (SELECT _n FROM _working_day WHERE _day = received_on) THEN (SELECT _n FROM _working_day WHERE _day = least(coalesce(decided_on, $as_of), $as_of)) - (SELECT _n FROM _working_day WHERE _day = received_on) WHEN (SELECT _n FROM _working_day WHERE _day = least(coalesce(decided_on, $as_of), $as_of)) < (SELECT _n FROM _working_day WHERE _day = received_on) THEN 0 END - coalesce(paused_days, 0) as days_used,
  from approval
) as approval
where received AND days_used > statutory_days
;

-- 平均用时（个工作日） / Mean working days used
select round(avg(days_used), 2) as value
from (
  select *,
    coalesce(decided_on <= $as_of, FALSE) as decided,
    CASE WHEN (SELECT _n FROM _working_day WHERE _day = least(coalesce(decided_on, $as_of), $as_of)) >= (SELECT _n FROM _working_day WHERE _day = received_on) THEN (SELECT _n FROM _working_day WHERE _day = least(coalesce(decided_on, $as_of), $as_of)) - (SELECT _n FROM _working_day WHERE _day = received_on) WHEN (SELECT _n FROM _working_day WHERE _day = least(coalesce(decided_on, $as_of), $as_of)) < (SELECT _n FROM _working_day WHERE _day = received_on) THEN 0 END - coalesce(paused_days, 0) as days_used,
  from approval
) as approval
where decided
;

-- 审批节点（个） / Approval nodes
select _unit_above._above as per, count(*) as value
from approval
join _unit_above on _unit_above._below = owner
where list_contains($units, owner)
group by _unit_above._above
order by _unit_above._above
;

-- 审批节点（事项） / Approval nodes
select *
from approval
where list_contains($units, owner)
order by item
;

-- 已办结节点（个） / Nodes decided
select strftime(decided_on, '%Y-%m') as per, count(*) as value
from (
  select *,
    coalesce(decided_on <= $as_of, FALSE) as decided,
  from approval
) as approval
where (decided)
  and (decided_on is not null)
group by strftime(decided_on, '%Y-%m')
order by strftime(decided_on, '%Y-%m')
;

-- 已办结节点（逐日累计） / Nodes decided
with counted as (select *, least(coalesce(decided_on, opened_on, $as_of), $as_of) as _from
from (
  select *,
    coalesce(decided_on <= $as_of, FALSE) as decided,
  from approval
) as approval
where decided
), days as (select distinct _from as _on from counted)
select _on, count(*) as value
from days join counted on _from <= _on
group by _on
order by _on
;

-- 时限（灯） / Clock
select item, owner, title,
  days_used as _said_days_used,
  decided_on as _said_decided_on,
  promised_or_statutory as _said_promised_or_statutory,
  case
    when received AND days_used > promised_or_statutory AND days_used > statutory_days then 'red'
    when received AND days_used > promised_or_statutory AND (NOT (days_used > statutory_days) IS TRUE) then 'yellow'
    when NOT received OR days_used IS NULL OR promised_or_statutory IS NULL then 'grey'
    when received AND days_used <= promised_or_statutory then 'green'
  end as _level,
  case _level
    when 'yellow' then case when decided then 0 end
    when 'grey' then case when received AND promised_or_statutory IS NULL then 0 end
    when 'green' then case when decided then 0 end
  end as _reason,
  coalesce(days_used > promised_or_statutory, false) as _late
from (
  select *,
    coalesce(received_on <= $as_of, FALSE) as received,
    coalesce(decided_on <= $as_of, FALSE) as decided,
    CASE WHEN (SELECT _n FROM _working_day WHERE _day = least(coalesce(decided_on, $as_of), $as_of)) >= (SELECT _n FROM _working_day WHERE _day = received_on) THEN (SELECT _n FROM _working_day WHERE _day = least(coalesce(decided_on, $as_of), $as_of)) - (SELECT _n FROM _working_day WHERE _day = received_on) WHEN (SELECT _n FROM _working_day WHERE _day = least(coalesce(decided_on, $as_of), $as_of)) < (SELECT _n FROM _working_day WHERE _day = received_on) THEN 0 END - coalesce(paused_days, 0) as days_used,
    coalesce(promised_days, statutory_days) as promised_or_statutory,
  from approval
) as approval
where TRUE
order by item
;
