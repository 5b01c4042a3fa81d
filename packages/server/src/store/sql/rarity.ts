import type { AchievementId, Instant } from '@laurel/domain';
import { unlockPercentage } from '@laurel/domain';
import type { RarityFigure, RarityStore, RecordKey } from '../store.ts';
import { type Row, readOne, type SqlEngine, type Step } from './engine.ts';
import { type Ledger, type LedgerWrite, writeOf, writesBackFrom } from './facts.ts';
import { countedIn, type TitleTally, tallyOf } from './rarity-tally.ts';

/**
 * Writes whose facts are counted in one transaction at most: reading them must not hold others up.
 */
const writesPerTransaction = 200;

const readCursor = 'select position from rarity_cursor where id = 1';

/** A guard: changes nothing when another has counted meanwhile. Parameters: from, to. */
const moveCursor = 'update rarity_cursor set position = $2 where id = 1 and position = $1';

/** Parameters: sandbox, scid. */
const readTitlePlayers = 'select players from rarity_titles where sandbox = $1 and scid = $2';

/** Parameters: sandbox, scid, players. */
const putTitlePlayers = `
  insert into rarity_titles (sandbox, scid, players)
  values ($1, $2, $3)
  on conflict (sandbox, scid) do update set players = excluded.players`;

/** Parameters: sandbox, scid. */
const readFigures = `
  select achievement_id, unlocks, percentage, origin, as_of from rarity_figures
   where sandbox = $1 and scid = $2
   order by achievement_id`;

/** Keeps the count; the percentage too unless it was imported. */
const putCount = `
  insert into rarity_figures (sandbox, scid, achievement_id, unlocks, percentage, origin, as_of)
  values ($1, $2, $3, $4, $5, 'Counted', $6)
  on conflict (sandbox, scid, achievement_id) do update
     set unlocks = excluded.unlocks,
         percentage = case when rarity_figures.origin = 'Imported'
                           then rarity_figures.percentage else excluded.percentage end,
         as_of = case when rarity_figures.origin = 'Imported'
                      then rarity_figures.as_of else excluded.as_of end`;

/** Keeps the percentage, and the count that may be there. */
const putFigure = `
  insert into rarity_figures (sandbox, scid, achievement_id, unlocks, percentage, origin, as_of)
  values ($1, $2, $3, 0, $4, $5, $6)
  on conflict (sandbox, scid, achievement_id) do update
     set percentage = excluded.percentage, origin = excluded.origin, as_of = excluded.as_of`;

type TitleKey = Omit<RecordKey, 'xuid'>;

/** Rarity on an engine, folded from the ledger. */
export function createRarityStore(engine: SqlEngine, ledger: Ledger): RarityStore {
  return {
    async of({ sandbox, scid }) {
      return (await engine.read([readFigures, sandbox, scid])).map(figureOf);
    },
    async importFigures({ sandbox, scid }, figures) {
      if (figures.length === 0) return;
      await engine.write(
        figures.map(
          ({ achievementId, percentage, origin, asOf }): Step => [
            putFigure,
            sandbox,
            scid,
            achievementId,
            percentage,
            origin,
            asOf,
          ],
        ),
      );
    },
    async fold(limit, now) {
      const titles = new Map<string, TitleKey>();
      let facts = 0;
      while (facts < limit) {
        const most = Math.min(writesPerTransaction, limit - facts);
        const folded = await foldOnce({ engine, ledger }, { most, now });
        for (const title of folded.titles) titles.set(`${title.sandbox} ${title.scid}`, title);
        facts += folded.writes;
        if (folded.writes < most) break;
      }
      return { facts, titles: [...titles.values()] };
    },
  };
}

async function foldOnce(
  { engine, ledger }: { engine: SqlEngine; ledger: Ledger },
  { most, now }: { most: number; now: Instant },
): Promise<{ writes: number; titles: readonly TitleKey[] }> {
  const cursor = Number((await readOne(engine, [readCursor]))?.position ?? 0);
  const writes = (await ledger.writesBehind(cursor, { limit: most })).map(writeOf);
  const last = writes.at(-1);
  if (last === undefined) return { writes: 0, titles: [] };
  const tallies = tallyOf(writes, await lostByResets(ledger, writes));
  const counts = await Promise.all(tallies.map((tally) => countSteps(engine, tally, now)));
  const isCounted = await engine.writeIf([[moveCursor, cursor, last.sequence], ...counts.flat()]);
  return isCounted
    ? { writes: writes.length, titles: tallies.map(({ title }) => title) }
    : { writes: 0, titles: [] };
}

/** A reset does not say what it took; the player's facts before it do. */
async function lostByResets(
  ledger: Ledger,
  writes: readonly LedgerWrite[],
): Promise<ReadonlyMap<LedgerWrite, ReadonlySet<AchievementId>>> {
  const lost = new Map<LedgerWrite, ReadonlySet<AchievementId>>();
  for (const write of writes) {
    if (!write.facts.some(({ kind }) => kind === 'Reset')) continue;
    const before: LedgerWrite[] = [];
    for await (const one of writesBackFrom(ledger, write.previous)) before.push(one);
    lost.set(write, countedIn(before.reverse()));
  }
  return lost;
}

async function countSteps(
  engine: SqlEngine,
  { title: { sandbox, scid }, players: more, unlocks }: TitleTally,
  now: Instant,
): Promise<readonly Step[]> {
  const row = await readOne(engine, [readTitlePlayers, sandbox, scid]);
  const players = Number(row?.players ?? 0) + more;
  const counts = new Map(unlocks);
  for (const known of await engine.read([readFigures, sandbox, scid])) {
    const { achievement_id: id, unlocks: before } = known as unknown as FigureRow;
    counts.set(id, before + (counts.get(id) ?? 0));
  }
  return [
    [putTitlePlayers, sandbox, scid, players],
    ...[...counts].map(([id, count]): Step => {
      const total = Math.max(0, count);
      const percentage = unlockPercentage({ unlocks: total, players }) ?? 0;
      return [putCount, sandbox, scid, id, total, percentage, now];
    }),
  ];
}

type FigureRow = {
  readonly achievement_id: AchievementId;
  readonly unlocks: number;
  readonly percentage: number;
  readonly origin: RarityFigure['origin'];
  readonly as_of: Instant;
};

function figureOf(row: Row): RarityFigure {
  const { achievement_id, percentage, origin, as_of } = row as unknown as FigureRow;
  return { achievementId: achievement_id, percentage, origin, asOf: as_of };
}
