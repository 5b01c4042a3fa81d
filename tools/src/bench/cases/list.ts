import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { achievementsCount } from '../bench-title.ts';
import { exchangeOnce } from '../connection.ts';
import { type CaseReport, told } from '../report.ts';
import { inTurn, limited, listRequest, type World } from '../requests.ts';
import { interleave, medianOf, ratioOf, runSlice } from '../rounds.ts';
import type { Stage } from '../stage.ts';

const connections = 64;

/** Players who are read again: each round has others, so nobody meets a rate limit. */
const againPlayers = 500;

/** Reads of one round of them: a player may ask a hundred times in fifteen seconds. */
const againRequestsMax = againPlayers * 80;

/** A list of fifty achievements in mixed states against the same bytes sent from memory. */
export async function measureList(stage: Stage): Promise<CaseReport> {
  const { effort } = stage;
  const { world } = await stage.world('mixed');
  const laurel = await stage.startLaurel('mixed');
  const requests = world.players.map((player) => listRequest(world, player));
  const page = await checkedPage(laurel.port, world, requests);
  const file = join(stage.directory, 'page.json');
  writeFileSync(file, page);
  const bare = await stage.startBare(file);
  const isWhole = (status: number, bytes: number) => status === 200 && bytes === page.length;
  const everyone = inTurn(requests, isWhole);
  let group = 0;
  const again = () => {
    const from = (group * againPlayers) % requests.length;
    group += 1;
    return limited(inTurn(requests.slice(from, from + againPlayers), isWhole), againRequestsMax);
  };
  const rounds = await interleave(effort, {
    turn: () => runSlice(effort, { server: laurel, workload: everyone, connections }),
    static: () => runSlice(effort, { server: bare, workload: everyone, connections }),
    again: () => runSlice(effort, { server: laurel, workload: again(), connections }),
  });
  await Promise.all([laurel.stop(), bare.stop()]);
  return {
    name: 'list',
    title: `List of ${achievementsCount} (${page.length} bytes), ${connections} connections`,
    discardedRounds: rounds.discarded,
    isDisturbed: rounds.isDisturbed,
    figures: [
      {
        name: `${requests.length} players in turn ÷ the same bytes from memory`,
        value: ratioOf(rounds, ['turn', 'static'], 'perSecond'),
        unit: '×',
        bound: { sense: 'atLeast', floor: 0.4, goal: 0.6 },
      },
      {
        name: `${againPlayers} players read again ÷ the same bytes from memory`,
        value: ratioOf(rounds, ['again', 'static'], 'perSecond'),
        unit: '×',
        bound: { sense: 'atLeast', floor: 0.7, goal: 0.85 },
      },
      told('lists, players in turn', medianOf(rounds, 'turn', 'perSecond'), '/s'),
      told('lists, players read again', medianOf(rounds, 'again', 'perSecond'), '/s'),
      told('static pages', medianOf(rounds, 'static', 'perSecond'), '/s'),
      told('processor time of a list in turn', medianOf(rounds, 'turn', 'serverCost'), 'µs'),
      told('processor time of a list read again', medianOf(rounds, 'again', 'serverCost'), 'µs'),
      told('processor time of a static page', medianOf(rounds, 'static', 'serverCost'), 'µs'),
      told('processor time of the load, each', medianOf(rounds, 'static', 'loadCost'), 'µs'),
    ],
  };
}

/** The states that a page of the title shows. */
const states = ['Achieved', 'InProgress', 'NotStarted'];

/**
 * Reads a few players' pages and looks at what they say.
 *
 * @returns the first player's page; all players' pages have its length
 * @throws when a page is not what was seeded
 */
async function checkedPage(
  port: number,
  { players }: World,
  requests: readonly Buffer[],
): Promise<Buffer> {
  const pages: Buffer[] = [];
  for (const index of [0, 1, players.length >> 1, players.length - 1]) {
    const { status, body } = await exchangeOnce(port, requests[index] ?? Buffer.alloc(0));
    if (status !== 200) throw new Error(`a list was answered ${status}: ${body.toString()}`);
    const { achievements } = JSON.parse(body.toString()) as {
      achievements: { progressState: string }[];
    };
    const shown = [...new Set(achievements.map(({ progressState }) => progressState))].sort();
    if (achievements.length !== achievementsCount || shown.join() !== states.join()) {
      throw new Error(`a page has ${achievements.length} achievements in states ${shown.join()}`);
    }
    pages.push(body);
  }
  const [first = Buffer.alloc(0)] = pages;
  if (pages.some(({ length }) => length !== first.length)) {
    throw new Error(`pages differ in length: ${pages.map(({ length }) => length).join()}`);
  }
  return first;
}
