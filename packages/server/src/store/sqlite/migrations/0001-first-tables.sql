-- Sandboxes and service configurations by a short number that is made of their names.
create table places (
  id integer not null primary key,
  sandbox text not null,
  scid text not null,
  unique (sandbox, scid)
) strict;

-- What one player has in one title: read, decided on and written as one.
create table records (
  xuid text not null,
  place integer not null,
  version integer not null,
  earned integer not null,
  gamerscore integer not null,
  last_unlock text not null,
  -- The write of the ledger that made this version.
  last_write integer not null,
  body blob not null,
  primary key (xuid, place)
) strict, without rowid;

-- The ledger: one row per write of a record, only ever added at the end. Its facts are numbered
-- from `sequence` on, and `previous` is the write of the same record before it.
create table facts (
  sequence integer not null primary key,
  xuid text not null,
  place integer not null,
  record_version integer not null,
  previous integer,
  body blob
) strict;

create table players (
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

create table relations (
  xuid text not null,
  kind text not null,
  other text not null,
  is_favorite integer not null,
  since text not null,
  place integer not null,
  primary key (xuid, kind, other)
) strict, without rowid;
create index relations_to on relations (other, kind);

create table published_versions (
  title_id integer not null,
  sandbox text not null,
  version integer not null,
  scid text not null,
  document text not null,
  published_at text not null,
  note text not null,
  primary key (title_id, sandbox, version)
) strict;

create table drafts (
  title_id integer not null primary key,
  scid text not null,
  document text not null,
  revision integer not null,
  changed_at text not null
) strict;

create table sandboxes (
  name text not null primary key
) strict, without rowid;

-- How far the ledger is counted: one row.
create table rarity_cursor (
  id integer not null primary key check (id = 1),
  position integer not null
) strict;
insert into rarity_cursor (id, position) values (1, 0);

create table rarity_titles (
  sandbox text not null,
  scid text not null,
  players integer not null,
  primary key (sandbox, scid)
) strict, without rowid;

create table rarity_figures (
  sandbox text not null,
  scid text not null,
  achievement_id text not null,
  unlocks integer not null,
  percentage real not null,
  origin text not null,
  as_of text not null,
  primary key (sandbox, scid, achievement_id)
) strict, without rowid;

create table assets (
  hash text not null primary key,
  content_type text not null,
  bytes blob not null
) strict;

create table signing_keys (
  id text not null primary key,
  jwk text not null,
  created_at text not null
) strict;

create table title_server_keys (
  id text not null primary key,
  title_id integer not null,
  hash text not null,
  label text not null,
  created_at text not null,
  revoked_at text
) strict;

-- Written when somebody asks whether writing works: one row.
create table liveness (
  id integer not null primary key check (id = 1),
  asked_at text not null
) strict;
insert into liveness (id, asked_at) values (1, '0001-01-01T00:00:00.0000000Z');
