CREATE TABLE announcements (
  xuid text not null,
  sandbox text not null,
  scid text not null,
  sequence integer not null,
  primary key (xuid, sandbox, scid)
) strict, without rowid;

CREATE TABLE assets (
  hash text not null primary key,
  content_type text not null,
  bytes blob not null
) strict;

CREATE TABLE drafts (
  title_id integer not null primary key,
  scid text not null,
  document text not null,
  revision integer not null,
  changed_at text not null
) strict;

CREATE TABLE endpoints (
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

CREATE TABLE facts (
  sequence integer not null primary key,
  xuid text not null,
  place integer not null,
  record_version integer not null,
  previous integer,
  body blob
) strict;

CREATE TABLE late_writes (
  -- Of its first write; none has the number of a row of `facts`.
  sequence integer not null primary key,
  body blob not null
) strict;

CREATE TABLE liveness (
  id integer not null primary key check (id = 1),
  asked_at text not null
) strict;

CREATE TABLE places (
  id integer not null primary key,
  sandbox text not null,
  scid text not null,
  unique (sandbox, scid)
) strict;

CREATE TABLE players (
  xuid text not null primary key,
  gamertag text not null,
  gamertag_key text not null unique,
  issuer text not null,
  subject text not null,
  locale text,
  age_group text not null,
  sandboxes text not null,
  picture_url text,
  privacy text not null,
  created_at text not null,
  unique (issuer, subject)
) strict, without rowid;

CREATE TABLE published_versions (
  title_id integer not null,
  sandbox text not null,
  version integer not null,
  scid text not null,
  document text not null,
  published_at text not null,
  note text not null,
  primary key (title_id, sandbox, version)
) strict;

CREATE TABLE rarity_cursor (
  id integer not null primary key check (id = 1),
  position integer not null
) strict;

CREATE TABLE rarity_figures (
  sandbox text not null,
  scid text not null,
  achievement_id text not null,
  unlocks integer not null,
  percentage real not null,
  origin text not null,
  as_of text not null,
  primary key (sandbox, scid, achievement_id)
) strict, without rowid;

CREATE TABLE rarity_titles (
  sandbox text not null,
  scid text not null,
  players integer not null,
  primary key (sandbox, scid)
) strict, without rowid;

CREATE TABLE records (
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

CREATE TABLE relations (
  xuid text not null,
  kind text not null,
  other text not null,
  is_favorite integer not null,
  since text not null,
  place integer not null,
  primary key (xuid, kind, other)
) strict, without rowid;

CREATE TABLE rows_caught_up (
  id integer not null primary key check (id = 1),
  sequence integer not null
) strict;

CREATE TABLE sandboxes (
  name text not null primary key
) strict, without rowid;

CREATE TABLE schema_migrations (
      version integer not null primary key,
      name text not null,
      applied_at text not null
    ) strict;

CREATE TABLE signing_keys (
  id text not null primary key,
  jwk text not null,
  created_at text not null
) strict;

CREATE TABLE title_server_keys (
  id text not null primary key,
  title_id integer not null,
  hash text not null,
  label text not null,
  created_at text not null,
  revoked_at text
) strict;

CREATE INDEX relations_to on relations (other, kind);
