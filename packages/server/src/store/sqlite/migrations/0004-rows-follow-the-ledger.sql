-- A write of the ledger that says all it changed is put into its record's row later. Rows hold every
-- write before this one; some hold later ones.
create table rows_caught_up (
  id integer not null primary key check (id = 1),
  sequence integer not null
) strict;

insert into rows_caught_up (id, sequence)
select 1, coalesce(max(sequence), 0) + 1 from facts;
