-- Writes of the ledger whose rows are late: those of one commit are one row, for a row of `facts` for
-- each is half of what the commit takes. `late-write-bytes.ts` has what is in it.
create table late_writes (
  -- Of its first write; none has the number of a row of `facts`.
  sequence integer not null primary key,
  body blob not null
) strict;
