-- 项目数（个） / Projects
select count(*) as value
from project
;

-- 新建项目数（个） / New projects
select count(*) as value
from project
where kind = 'new'
;

-- 谋划项目（个） / Projects schemed
select count(*) as value
from (
  select *,
    coalesce(started_on <= $as_of, FALSE) as started,
  from project
) as project
where kind = 'new' AND NOT started AND planned_wan IS NULL
;

-- 重点推进项目（个） / Projects pushed
select count(*) as value
from project
where pushed
;

-- 洽谈有实质进展（个） / Talks that advanced
select count(*) as value
from project
where advanced_on <= $as_of
;

-- 已签约项目（个） / Projects signed
select count(*) as value
from (
  select *,
    coalesce(signed_on <= $as_of, FALSE) as signed,
  from project
) as project
where signed
;

-- 已签约总投资（万元） / Investment signed
select sum(total_investment_wan) as value
from (
  select *,
    coalesce(signed_on <= $as_of, FALSE) as signed,
  from project
) as project
where signed
;

-- 已落地项目（个） / Projects landed
select count(*) as value
from project
where registered_on <= $as_of
;

-- 已开工新建项目（个） / New projects started
select count(*) as value
from (
  select *,
    coalesce(started_on <= $as_of, FALSE) as started,
  from project
) as project
where kind = 'new' AND started
;

-- 已复工续建项目（个） / Carried-over projects resumed
select count(*) as value
from (
  select *,
    coalesce(resumed_on <= $as_of, FALSE) as resumed,
  from project
) as project
where kind = 'carried_over' AND resumed
;

-- 已竣工项目（个） / Projects completed
select count(*) as value
from (
  select *,
    coalesce(completed_on <= $as_of, FALSE) as completed,
  from project
) as project
where completed
;

-- 总投资（万元） / Total investment
select sum(total_investment_wan) as value
from project
;

-- 年度计划投资（万元） / Investment planned this year
select sum(planned_wan) as value
from project
;

-- 本年完成投资（万元） / Invested this year
select sum(invested_wan) as value
from project
;

-- 投资完成率（%） / Share of the plan done
select round(CAST(100 AS DOUBLE) * CAST(sum(invested_wan) FILTER(WHERE planned_wan IS NOT NULL) AS DOUBLE) / nullif(CAST(sum(planned_wan) FILTER(WHERE invested_wan IS NOT NULL) AS DOUBLE), 0), 2) as value
from project
;

-- 本年缴税（万元） / Tax paid this year
select sum(tax_paid_wan) as value
from project
;

-- 缴税与进度同步率（%） / Tax paid of tax due by progress
select round(CAST(100 AS DOUBLE) * CAST(sum(tax_paid_wan) FILTER(WHERE tax_due_wan IS NOT NULL) AS DOUBLE) / nullif(CAST(nullif(sum(tax_due_wan) FILTER(WHERE tax_paid_wan IS NOT NULL), 0) AS DOUBLE), 0), 2) as value
from project
;

-- 已售商品房（套） / Homes sold
select sum(homes_sold) as value
from project
;

-- 已入统项目（个） / Projects entered
select count(*) as value
from (
  select *,
    coalesce(entered_on <= $as_of, FALSE) as entered,
  from project
) as project
where entered
;

-- 园区投资完成率（%） / Share of the parks' plan done
select round(CAST(100 AS DOUBLE) * CAST(sum(invested_wan) FILTER(WHERE planned_wan IS NOT NULL) AS DOUBLE) / nullif(CAST(nullif(sum(planned_wan) FILTER(WHERE invested_wan IS NOT NULL), 0) AS DOUBLE), 0), 2) as value
from project
where sector = 'park'
;

-- 房地产投资完成率（%） / Share of the housing plan done
select round(CAST(100 AS DOUBLE) * CAST(sum(invested_wan) FILTER(WHERE planned_wan IS NOT NULL) AS DOUBLE) / nullif(CAST(nullif(sum(planned_wan) FILTER(WHERE invested_wan IS NOT NULL), 0) AS DOUBLE), 0), 2) as value
from project
where sector = 'housing'
;

-- 项目数（个） / Projects
select _unit_above._above as per, count(*) as value
from project
join _unit_above on _unit_above._below = owner
where list_contains($units, owner)
group by _unit_above._above
order by _unit_above._above
;

-- 项目数（事项） / Projects
select *
from project
where list_contains($units, owner)
order by item
;

-- 洽谈有实质进展（个） / Talks that advanced
select strftime(advanced_on, '%Y-%m') as per, count(*) as value
from project
where (advanced_on <= $as_of)
  and (advanced_on is not null)
group by strftime(advanced_on, '%Y-%m')
order by strftime(advanced_on, '%Y-%m')
;

-- 洽谈有实质进展（逐日累计） / Talks that advanced
with counted as (select *, least(coalesce(advanced_on, opened_on, $as_of), $as_of) as _from
from project
where advanced_on <= $as_of
), days as (select distinct _from as _on from counted)
select _on, count(*) as value
from days join counted on _from <= _on
group by _on
order by _on
;

-- 开工（灯） / Start
select item, owner, title,
  reported_on as _said_reported_on,
  start_by as _said_start_by,
  start_days_left as _said_start_days_left,
  start_days_over as _said_start_days_over,
  start_mark as _said_start_mark,
  started_on as _said_started_on,
  case
    when NOT started AND start_days_left < -$start_grace_days then 'red'
    when NOT started AND start_days_left BETWEEN -$start_grace_days AND $warn_days then 'yellow'
    when NOT started AND start_days_left > $warn_days AND NOT told then 'grey'
    when started OR (start_days_left > $warn_days AND told) then 'green'
  end as _level,
  case _level
    when 'yellow' then case when start_days_left < 0 then 0 end
    when 'grey' then case when reported_on IS NULL then 0 end
    when 'green' then case when started AND start_days_over > 0 then 0 when started then 1 end
  end as _reason,
  coalesce(start_days_over > 0, false) as _late
from (
  select *,
    coalesce(started_on <= $as_of, FALSE) as started,
    coalesce(reported_on >= $as_of - $silent_days, FALSE) as told,
    start_by - $as_of as start_days_left,
    least(coalesce(started_on, $as_of), $as_of) - start_by as start_days_over,
  from project
) as project
where kind = 'new' AND (start_by IS NOT NULL OR started)
order by item
;

-- 竣工（灯） / Completion
select item, owner, title,
  complete_by as _said_complete_by,
  complete_days_left as _said_complete_days_left,
  complete_days_over as _said_complete_days_over,
  completed_on as _said_completed_on,
  reported_on as _said_reported_on,
  case
    when NOT completed AND complete_days_left < 0 then 'red'
    when NOT completed AND complete_days_left BETWEEN 0 AND $warn_days then 'yellow'
    when NOT completed AND complete_days_left > $warn_days AND NOT told then 'grey'
    when completed OR (complete_days_left > $warn_days AND told) then 'green'
  end as _level,
  case _level
    when 'grey' then case when reported_on IS NULL then 0 end
    when 'green' then case when completed AND complete_days_over > 0 then 0 when completed then 1 end
  end as _reason,
  coalesce(complete_days_over > 0, false) as _late
from (
  select *,
    coalesce(completed_on <= $as_of, FALSE) as completed,
    coalesce(reported_on >= $as_of - $silent_days, FALSE) as told,
    complete_by - $as_of as complete_days_left,
    least(coalesce(completed_on, $as_of), $as_of) - complete_by as complete_days_over,
  from project
) as project
where complete_by IS NOT NULL OR completed
order by item
;

-- 投资进度（灯） / Pace of investment
select item, owner, title,
  behind_points as _said_behind_points,
  done_percent as _said_done_percent,
  elapsed_percent as _said_elapsed_percent,
  reported_on as _said_reported_on,
  case
    when told_this_year AND shortfall > $behind_yellow_points AND shortfall > $behind_red_points then 'red'
    when told_this_year AND shortfall > $behind_yellow_points AND shortfall <= $behind_red_points then 'yellow'
    when NOT told_this_year IS TRUE then 'grey'
    when told_this_year AND shortfall <= $behind_yellow_points then 'green'
  end as _level,
  case _level
    when 'grey' then case when reported_on IS NULL then 0 end
  end as _reason,
  false as _late
from (
  select *,
    coalesce(completed_on <= $as_of, FALSE) as completed,
    coalesce(reported_on >= $as_of - $silent_days, FALSE) as told,
    CASE WHEN year(reported_on + 1) > year(reported_on) THEN 12 ELSE month(reported_on + 1) - 1 END as months_told,
    round(CAST(100 AS DOUBLE) * CAST(months_told AS DOUBLE) / nullif(CAST(12 AS DOUBLE), 0), 2) as elapsed_percent,
    round(CAST(100 AS DOUBLE) * CAST(invested_wan AS DOUBLE) / nullif(CAST(planned_wan AS DOUBLE), 0), 2) as done_percent,
    round(elapsed_percent - done_percent, 2) as behind_points,
    CASE WHEN $pace_rule = 'ratio' AND elapsed_percent > 0 THEN round(100 - CAST(100 AS DOUBLE) * CAST(done_percent AS DOUBLE) / nullif(CAST(elapsed_percent AS DOUBLE), 0), 2) ELSE behind_points END as shortfall,
    told AND year(reported_on) = year($as_of) AND shortfall IS NOT NULL as told_this_year,
  from project
) as project
where planned_wan > 0 AND NOT completed
order by item
;

-- 入统（灯） / Entry
select item, owner, title,
  days_since_start as _said_days_since_start,
  entered_on as _said_entered_on,
  case
    when NOT entered AND days_since_start > $entry_yellow_days AND days_since_start > $entry_red_days then 'red'
    when NOT entered AND days_since_start > $entry_yellow_days AND days_since_start <= $entry_red_days then 'yellow'
    when NOT entered AND days_since_start IS NULL then 'grey'
    when entered OR days_since_start <= $entry_yellow_days then 'green'
  end as _level,
  case _level
    when 'green' then case when entered then 0 end
  end as _reason,
  coalesce(days_since_start > $entry_yellow_days, false) as _late
from (
  select *,
    coalesce(started_on <= $as_of, FALSE) as started,
    coalesce(entered_on <= $as_of, FALSE) as entered,
    least(coalesce(entered_on, $as_of), $as_of) - started_on as days_since_start,
  from project
) as project
where should_enter AND (started OR kind = 'carried_over')
order by item
;
