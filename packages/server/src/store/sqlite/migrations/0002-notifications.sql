-- Where players' devices want to be told of what happens in a title.
create table endpoints (
  id text not null primary key,
  xuid text not null,
  title_id integer not null,
  system_id text not null,
  locale text not null,
  platform text not null,
  transport text not null,
  wants_unlocks integer not null,
  registered_at text not null,
  unique (xuid, title_id, system_id)
) strict, without rowid;

-- The last fact of a record that was announced.
create table announcements (
  xuid text not null,
  sandbox text not null,
  scid text not null,
  sequence integer not null,
  primary key (xuid, sandbox, scid)
) strict, without rowid;
