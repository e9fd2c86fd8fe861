-- 上报线索（条） / Leads told
select count(*) as value
from lead
;

-- 有效线索（条） / Valid leads
select count(*) as value
from (
  select *,
    coalesce(screened_on <= $as_of, FALSE) as screened,
    screened AND verdict = 'valid' as valid,
  from lead
) as lead
where valid
;

-- 重复线索（条） / Repeated leads
select count(*) as value
from (
  select *,
    coalesce(screened_on <= $as_of, FALSE) as screened,
  from lead
) as lead
where screened AND verdict = 'repeated'
;

-- 无效线索（条） / Invalid leads
select count(*) as value
from (
  select *,
    coalesce(screened_on <= $as_of, FALSE) as screened,
  from lead
) as lead
where screened AND verdict = 'invalid'
;

-- 逾期未研判线索（条） / Unscreened past due
select count(*) as value
from (
  select *,
    coalesce(screened_on <= $as_of, FALSE) as screened,
    CASE WHEN ((CASE WHEN major THEN $screen_major_days ELSE $screen_days END)) BETWEEN -100000 AND 100000 THEN told_on + CAST((CASE WHEN major THEN $screen_major_days ELSE $screen_days END) AS INT) END as screen_by,
  from lead
) as lead
where NOT screened AND screen_by < $as_of
;

-- 逾期未响应线索（条） / Unanswered past due
select count(*) as value
from lead
where told_on + $answer_days < $as_of AND coalesce(answered_on > $as_of, answered_on IS NULL)
;

-- 逾期未回复上报单位（条） / No reply in time
select count(*) as value
from (
  select *,
    least(coalesce(replied_on, $as_of), $as_of) - told_on as waited_days,
  from lead
) as lead
where waited_days > $reply_days AND coalesce(replied_on > $as_of, replied_on IS NULL)
;

-- 转为项目线索（条） / Leads that became projects
select count(*) as value
from (
  select *,
    coalesce(promoted_on <= $as_of, FALSE) as promoted,
  from lead
) as lead
where promoted
;

-- 转为项目的意向投资（万元） / Investment of leads that became projects
select sum(amount_wan) as value
from (
  select *,
    coalesce(promoted_on <= $as_of, FALSE) as promoted,
  from lead
) as lead
where promoted
;

-- 上报线索（条） / Leads told
select _unit_above._above as per, count(*) as value
from lead
join _unit_above on _unit_above._below = owner
where list_contains($units, owner)
group by _unit_above._above
order by _unit_above._above
;

-- 上报线索（事项） / Leads told
select *
from lead
where list_contains($units, owner)
order by item
;

-- 上报线索（条） / Leads told
select strftime(told_on, '%Y-%m') as per, count(*) as value
from lead
where told_on is not null
group by strftime(told_on, '%Y-%m')
order by strftime(told_on, '%Y-%m')
;

-- 上报线索（逐日累计） / Leads told
with counted as (select *, least(coalesce(told_on, opened_on, $as_of), $as_of) as _from
from lead
), days as (select distinct _from as _on from counted)
select _on, count(*) as value
from days join counted on _from <= _on
group by _on
order by _on
;

-- 研判（灯） / Screening
select item, owner, title,
  screen_by as _said_screen_by,
  screen_days_left as _said_screen_days_left,
  screen_days_over as _said_screen_days_over,
  screened_on as _said_screened_on,
  verdict as _said_verdict,
  case
    when NOT screened AND screen_days_left < 0 then 'red'
    when NOT screened AND screen_days_left BETWEEN 0 AND 1 then 'yellow'
    when NOT screened AND screen_days_left IS NULL then 'grey'
    when screened OR screen_days_left > 1 then 'green'
  end as _level,
  case _level
    when 'green' then case when screened AND screen_days_over > 0 then 0 when screened then 1 end
  end as _reason,
  coalesce(screen_days_over > 0, false) as _late
from (
  select *,
    coalesce(screened_on <= $as_of, FALSE) as screened,
    CASE WHEN ((CASE WHEN major THEN $screen_major_days ELSE $screen_days END)) BETWEEN -100000 AND 100000 THEN told_on + CAST((CASE WHEN major THEN $screen_major_days ELSE $screen_days END) AS INT) END as screen_by,
    screen_by - $as_of as screen_days_left,
    least(coalesce(screened_on, $as_of), $as_of) - screen_by as screen_days_over,
  from lead
) as lead
where TRUE
order by item
;

-- 进展（灯） / Progress
select item, owner, title,
  moved_on as _said_moved_on,
  promoted_on as _said_promoted_on,
  quiet_days as _said_quiet_days,
  case
    when NOT promoted AND quiet_days > $progress_days AND quiet_days > $stale_days then 'red'
    when NOT promoted AND quiet_days > $progress_days AND quiet_days <= $stale_days then 'yellow'
    when NOT promoted AND quiet_days IS NULL then 'grey'
    when promoted OR quiet_days <= $progress_days then 'green'
  end as _level,
  case _level
    when 'green' then case when promoted then 0 end
  end as _reason,
  false as _late
from (
  select *,
    coalesce(screened_on <= $as_of, FALSE) as screened,
    coalesce(promoted_on <= $as_of, FALSE) as promoted,
    screened AND verdict = 'valid' as valid,
    greatest(coalesce(progress_on, screened_on), screened_on) as moved_on,
    $as_of - moved_on as quiet_days,
  from lead
) as lead
where valid OR (verdict = 'valid' AND screened_on IS NULL)
order by item
;
