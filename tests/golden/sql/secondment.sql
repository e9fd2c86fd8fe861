-- 在外抽调（人次） / Seconded away
select count(*) as value
from (
  select *,
    coalesce(back_on <= $as_of, FALSE) as back,
    from_on <= $as_of AND NOT back as away,
  from secondment
) as secondment
where away
;

-- 折合全时人数（人） / Full-time equivalent
select round(CAST(sum(share_percent) AS DOUBLE) / nullif(CAST(100 AS DOUBLE), 0), 2) as value
from (
  select *,
    coalesce(back_on <= $as_of, FALSE) as back,
    from_on <= $as_of AND NOT back as away,
  from secondment
) as secondment
where away
;

-- 到期未回（人次） / Not back in time
select count(*) as value
from (
  select *,
    coalesce(CASE WHEN extension_approval IS NOT NULL THEN extended_until END, until_on) as end_by,
    coalesce(back_on <= $as_of, FALSE) as back,
    from_on <= $as_of AND NOT back as away,
  from secondment
) as secondment
where away AND end_by < $as_of
;

-- 超过期限未批准延期（人次） / Over the limit, not approved
select count(*) as value
from (
  select *,
    coalesce(back_on <= $as_of, FALSE) as back,
    from_on <= $as_of AND NOT back as away,
    away AND $as_of - from_on > CAST($limit_months AS DOUBLE) * CAST(31 AS DOUBLE) AND (extension_approval IS NULL OR extended_until IS NULL OR extended_until < $as_of) as over_limit,
  from secondment
) as secondment
where over_limit
;

-- 已批准延期（人次） / Extended with approval
select count(*) as value
from (
  select *,
    coalesce(back_on <= $as_of, FALSE) as back,
    from_on <= $as_of AND NOT back as away,
  from secondment
) as secondment
where away AND extension_approval IS NOT NULL
;

-- 在外抽调（人次） / Seconded away
select _unit_above._above as per, count(*) as value
from (
  select *,
    coalesce(back_on <= $as_of, FALSE) as back,
    from_on <= $as_of AND NOT back as away,
  from secondment
) as secondment
join _unit_above on _unit_above._below = owner
where (away)
  and (list_contains($units, owner))
group by _unit_above._above
order by _unit_above._above
;

-- 在外抽调（事项） / Seconded away
select * exclude (away, back)
from (
  select *,
    coalesce(back_on <= $as_of, FALSE) as back,
    from_on <= $as_of AND NOT back as away,
  from secondment
) as secondment
where (away)
  and (list_contains($units, owner))
order by item
;

-- 在外抽调（人次） / Seconded away
select strftime(from_on, '%Y-%m') as per, count(*) as value
from (
  select *,
    coalesce(back_on <= $as_of, FALSE) as back,
    from_on <= $as_of AND NOT back as away,
  from secondment
) as secondment
where (away)
  and (from_on is not null)
group by strftime(from_on, '%Y-%m')
order by strftime(from_on, '%Y-%m')
;

-- 在外抽调（逐日累计） / Seconded away
with counted as (select *, least(coalesce(from_on, opened_on, $as_of), $as_of) as _from
from (
  select *,
    coalesce(back_on <= $as_of, FALSE) as back,
    from_on <= $as_of AND NOT back as away,
  from secondment
) as secondment
where away
), days as (select distinct _from as _on from counted)
select _on, count(*) as value
from days join counted on _from <= _on
group by _on
order by _on
;

-- 期限（灯） / Term
select item, owner, title,
  back_on as _said_back_on,
  end_by as _said_end_by,
  end_days_left as _said_end_days_left,
  end_days_over as _said_end_days_over,
  case
    when NOT back AND end_days_left < 0 then 'red'
    when NOT back AND end_days_left BETWEEN 0 AND $warn_days then 'yellow'
    when NOT back AND end_by IS NULL then 'grey'
    when back OR end_days_left > $warn_days then 'green'
  end as _level,
  case _level
    when 'green' then case when back AND end_days_over > 0 then 0 when back then 1 end
  end as _reason,
  coalesce(end_days_over > 0, false) as _late
from (
  select *,
    coalesce(CASE WHEN extension_approval IS NOT NULL THEN extended_until END, until_on) as end_by,
    coalesce(back_on <= $as_of, FALSE) as back,
    end_by - $as_of as end_days_left,
    least(coalesce(back_on, $as_of), $as_of) - end_by as end_days_over,
  from secondment
) as secondment
where TRUE
order by item
;
