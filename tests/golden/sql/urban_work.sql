-- 城建工程（项） / Works
select count(*) as value
from urban_work
;

-- 列入改造街巷胡同（条） / Alleys listed
select count(*) as value
from urban_work
where kind = 'alley'
;

-- 已进场街巷胡同（条） / Alleys begun
select count(*) as value
from (
  select *,
    coalesce(started_on <= $as_of, FALSE) as begun,
  from urban_work
) as urban_work
where kind = 'alley' AND begun
;

-- 已完工街巷胡同（条） / Alleys finished
select count(*) as value
from (
  select *,
    coalesce(finished_on <= $as_of, FALSE) as finished,
  from urban_work
) as urban_work
where kind = 'alley' AND finished
;

-- 已完工示范片区（个） / Demonstration areas finished
select count(*) as value
from (
  select *,
    coalesce(finished_on <= $as_of, FALSE) as finished,
  from urban_work
) as urban_work
where kind = 'area' AND finished
;

-- 已验收工程（项） / Works accepted
select count(*) as value
from (
  select *,
    coalesce(accepted_on <= $as_of, FALSE) as accepted,
  from urban_work
) as urban_work
where accepted
;

-- 已完工长度（米） / Length finished
select sum(length_m) as value
from (
  select *,
    coalesce(finished_on <= $as_of, FALSE) as finished,
  from urban_work
) as urban_work
where finished
;

-- 受益户数（户） / Households served
select sum(households) as value
from (
  select *,
    coalesce(finished_on <= $as_of, FALSE) as finished,
  from urban_work
) as urban_work
where finished
;

-- 城建工程（项） / Works
select _unit_above._above as per, count(*) as value
from urban_work
join _unit_above on _unit_above._below = owner
where list_contains($units, owner)
group by _unit_above._above
order by _unit_above._above
;

-- 城建工程（事项） / Works
select *
from urban_work
where list_contains($units, owner)
order by item
;

-- 已进场街巷胡同（条） / Alleys begun
select strftime(started_on, '%Y-%m') as per, count(*) as value
from (
  select *,
    coalesce(started_on <= $as_of, FALSE) as begun,
  from urban_work
) as urban_work
where (kind = 'alley' AND begun)
  and (started_on is not null)
group by strftime(started_on, '%Y-%m')
order by strftime(started_on, '%Y-%m')
;

-- 已进场街巷胡同（逐日累计） / Alleys begun
with counted as (select *, least(coalesce(started_on, opened_on, $as_of), $as_of) as _from
from (
  select *,
    coalesce(started_on <= $as_of, FALSE) as begun,
  from urban_work
) as urban_work
where kind = 'alley' AND begun
), days as (select distinct _from as _on from counted)
select _on, count(*) as value
from days join counted on _from <= _on
group by _on
order by _on
;

-- 完工（灯） / Finishing
select item, owner, title,
  finish_by as _said_finish_by,
  finish_days_left as _said_finish_days_left,
  finish_days_over as _said_finish_days_over,
  finished_on as _said_finished_on,
  reported_on as _said_reported_on,
  case
    when NOT finished AND finish_days_left < 0 then 'red'
    when NOT finished AND finish_days_left BETWEEN 0 AND $warn_days then 'yellow'
    when NOT finished AND finish_days_left > $warn_days AND NOT told then 'grey'
    when finished OR (finish_days_left > $warn_days AND told) then 'green'
  end as _level,
  case _level
    when 'grey' then case when reported_on IS NULL then 0 end
    when 'green' then case when finished AND finish_days_over > 0 then 0 when finished then 1 end
  end as _reason,
  coalesce(finish_days_over > 0, false) as _late
from (
  select *,
    coalesce(reported_on >= $as_of - $silent_days, FALSE) as told,
    coalesce(finished_on <= $as_of, FALSE) as finished,
    finish_by - $as_of as finish_days_left,
    least(coalesce(finished_on, $as_of), $as_of) - finish_by as finish_days_over,
  from urban_work
) as urban_work
where finish_by IS NOT NULL OR finished
order by item
;
