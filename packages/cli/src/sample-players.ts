import { AchievementsClient } from '@laurel/client';
import { retail } from '@laurel/domain';
import type { ManagementClient } from './management-client.ts';
import { type SignedIn, signIn } from './sign-in.ts';

/** The title that the sample players have played. */
const saltlight = { titleId: 1700100001, scid: '00000000-0000-0000-0000-0000655577a1' };

/** What each of them has done there: percent by achievement. */
const played: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  Player1: {},
  Player2: { 1: 100, 2: 64, 3: 100, 6: 100, 13: 100 },
  Player3: { 1: 100, 3: 41, 4: 100, 10: 100 },
};

/**
 * Lets sample players follow each other and play, so that a first look at an instance shows a feed
 * and how rare things are. Doing it again changes nothing.
 *
 * @throws {Failure} by the result, where names can't sign in
 */
export async function playSamples(client: ManagementClient, url: string): Promise<void> {
  const players: SignedIn[] = [];
  for (const gamertag of Object.keys(played)) {
    const who = { ticket: gamertag, sandbox: retail, titleId: null };
    players.push(await signIn({ url, key: null }, who));
  }
  for (const { xuid, gamertag, authorization } of players) {
    for (const other of players) {
      if (other.xuid === xuid) continue;
      const path = `/players/${xuid}/people/${other.xuid}`;
      await client.call({ method: 'PUT', path, body: {} });
    }
    const reports = Object.entries(played[gamertag] ?? {}).map(([id, percentComplete]) => {
      return { id, percentComplete };
    });
    const player = new AchievementsClient({ xuid, authorization, baseUrl: url });
    if (reports.length > 0) await player.update(saltlight, reports);
  }
}
