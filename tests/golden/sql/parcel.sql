-- 半拉子地块（宗） / Half-finished parcels
select count(*) as value
from parcel
where half_finished
;

-- 列入攻坚地块（宗） / Chosen parcels
select count(*) as value
from parcel
where chosen
;

-- 沉淀资金（万元） / Sunk funds
select sum(sunk_wan) as value
from parcel
where half_finished
;

-- 已成净地（宗） / Cleared parcels
select count(*) as value
from (
  select *,
    coalesce(cleared_on <= $as_of, FALSE) as cleared,
  from parcel
) as parcel
where cleared
;

-- 已挂牌（宗） / Listed parcels
select count(*) as value
from (
  select *,
    coalesce(listed_on <= $as_of, FALSE) as listed,
  from parcel
) as parcel
where listed
;

-- 已挂牌地块的沉淀资金（万元） / Sunk funds of listed parcels
select sum(sunk_wan) as value
from (
  select *,
    coalesce(listed_on <= $as_of, FALSE) as listed,
  from parcel
) as parcel
where listed
;

-- 已成交（宗） / Parcels sold
select count(*) as value
from parcel
where sold_on <= $as_of
;

-- 成交价款（万元） / Prices
select sum(price_wan) as value
from parcel
where sold_on <= $as_of
;

-- 已返还到账资金（万元） / Cash that came back
select sum(recovered_wan) as value
from parcel
where returned_on <= $as_of
;

-- 净收益（万元） / Surplus
select sum(surplus_wan) as value
from parcel
where sold_on <= $as_of
;

-- 签约率（%） / Signing ratio
select round(CAST(100 AS DOUBLE) * CAST(sum(households_signed) FILTER(WHERE households_total IS NOT NULL) AS DOUBLE) / nullif(CAST(sum(households_total) FILTER(WHERE households_signed IS NOT NULL) AS DOUBLE), 0), 2) as value
from parcel
where half_finished
;

-- 腾空率（%） / Vacating ratio
select round(CAST(100 AS DOUBLE) * CAST(sum(households_vacated) FILTER(WHERE households_total IS NOT NULL) AS DOUBLE) / nullif(CAST(sum(households_total) FILTER(WHERE households_vacated IS NOT NULL) AS DOUBLE), 0), 2) as value
from parcel
where half_finished
;

-- 按方案应挂牌（宗） / To be listed by the programme
select count(*) as value
from parcel
where planned_list_on <= $as_of
;

-- 比方案晚（宗） / Behind the programme
select count(*) as value
from (
  select *,
    coalesce(listed_on <= $as_of, FALSE) as listed,
  from parcel
) as parcel
where planned_list_on <= $as_of AND NOT listed
;

-- 半拉子地块（宗） / Half-finished parcels
select _unit_above._above as per, count(*) as value
from parcel
join _unit_above on _unit_above._below = owner
where (half_finished)
  and (list_contains($units, owner))
group by _unit_above._above
order by _unit_above._above
;

-- 半拉子地块（事项） / Half-finished parcels
select *
from parcel
where (half_finished)
  and (list_contains($units, owner))
order by item
;

-- 已成净地（宗） / Cleared parcels
select strftime(cleared_on, '%Y-%m') as per, count(*) as value
from (
  select *,
    coalesce(cleared_on <= $as_of, FALSE) as cleared,
  from parcel
) as parcel
where (cleared)
  and (cleared_on is not null)
group by strftime(cleared_on, '%Y-%m')
order by strftime(cleared_on, '%Y-%m')
;

-- 已成净地（逐日累计） / Cleared parcels
with counted as (select *, least(coalesce(cleared_on, opened_on, $as_of), $as_of) as _from
from (
  select *,
    coalesce(cleared_on <= $as_of, FALSE) as cleared,
  from parcel
) as parcel
where cleared
), days as (select distinct _from as _on from counted)
select _on, count(*) as value
from days join counted on _from <= _on
group by _on
order by _on
;

-- 挂牌（灯） / Listing
select item, owner, title,
  announced_on as _said_announced_on,
  earliest_listing_on as _said_earliest_listing_on,
  list_by as _said_list_by,
  list_days_left as _said_list_days_left,
  list_days_over as _said_list_days_over,
  listed_on as _said_listed_on,
  reported_on as _said_reported_on,
  case
    when NOT listed AND list_days_left < 0 then 'red'
    when NOT listed AND list_days_left >= 0 AND (list_days_left <= $warn_days OR short_of_notice) then 'yellow'
    when NOT listed AND list_days_left > $warn_days AND NOT short_of_notice AND NOT told then 'grey'
    when listed OR (list_days_left > $warn_days AND NOT short_of_notice AND told) then 'green'
  end as _level,
  case _level
    when 'yellow' then case when short_of_notice AND announced_on IS NULL then 0 when short_of_notice then 1 end
    when 'grey' then case when reported_on IS NULL then 0 end
    when 'green' then case when listed AND list_days_over > 0 then 0 when listed then 1 end
  end as _reason,
  coalesce(list_days_over > 0, false) as _late
from (
  select *,
    coalesce(listed_on <= $as_of, FALSE) as listed,
    coalesce(reported_on >= $as_of - $silent_days, FALSE) as told,
    coalesce(announced_on, $as_of) + $notice_days as earliest_listing_on,
    coalesce(earliest_listing_on > list_by, FALSE) as short_of_notice,
    list_by - $as_of as list_days_left,
    least(coalesce(listed_on, $as_of), $as_of) - list_by as list_days_over,
  from parcel
) as parcel
where list_by IS NOT NULL OR listed
order by item
;

-- 净地（灯） / Clearing
select item, owner, title,
  clear_by as _said_clear_by,
  clear_days_left as _said_clear_days_left,
  clear_days_over as _said_clear_days_over,
  cleared_on as _said_cleared_on,
  households_total as _said_households_total,
  households_vacated as _said_households_vacated,
  reported_on as _said_reported_on,
  case
    when NOT cleared AND clear_days_left < 0 then 'red'
    when NOT cleared AND clear_days_left BETWEEN 0 AND $warn_days then 'yellow'
    when NOT cleared AND clear_days_left > $warn_days AND NOT told then 'grey'
    when cleared OR (clear_days_left > $warn_days AND told) then 'green'
  end as _level,
  case _level
    when 'grey' then case when reported_on IS NULL then 0 end
    when 'green' then case when cleared AND clear_days_over > 0 then 0 when cleared then 1 end
  end as _reason,
  coalesce(clear_days_over > 0, false) as _late
from (
  select *,
    coalesce(cleared_on <= $as_of, FALSE) as cleared,
    coalesce(reported_on >= $as_of - $silent_days, FALSE) as told,
    clear_by - $as_of as clear_days_left,
    least(coalesce(cleared_on, $as_of), $as_of) - clear_by as clear_days_over,
  from parcel
) as parcel
where clear_by IS NOT NULL OR cleared
order by item
;
