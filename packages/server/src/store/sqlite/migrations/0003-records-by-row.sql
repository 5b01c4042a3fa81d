-- A record's row is found by one whole number where it is written, which is as often as anything
-- is, and by player and place where it is read. A row of a table with such a number may also be
-- nearly as large as a page, so that pages can be small: each that is written to goes into the log
-- whole.
alter table records rename to records_before;

create table records (
  -- The write of the ledger that made the row: no other has that number, nor ever will.
  id integer not null primary key,
  xuid text not null,
  place integer not null,
  version integer not null,
  earned integer not null,
  gamerscore integer not null,
  last_unlock text not null,
  -- The write of the ledger that made this version.
  last_write integer not null,
  body blob not null,
  unique (xuid, place)
) strict;

-- Rows that were there take the write that made their version.
insert into records (
  id, xuid, place, version, earned, gamerscore, last_unlock, last_write, body
)
select last_write, xuid, place, version, earned, gamerscore, last_unlock, last_write, body
  from records_before
 order by last_write;

drop table records_before;
