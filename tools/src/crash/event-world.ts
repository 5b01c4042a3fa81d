/** So many events more unlock another achievement. */
export const eventsPerUnlock = 30;

const titleId = 1853190003;
const scid = '00000000-0000-0000-0000-00006e756f73';
const achievementsCount = 100;

/** What a server that takes events is asked. */
export type EventWorld = {
  readonly achievementsCount: number;
  /** Turns to a server that was started; the first one gets the title and the players. */
  serve(url: URL, of: { readonly players: readonly string[] }): Promise<void>;
  /** What events are sent with: the key of the title's server. */
  headers(): Readonly<Record<string, string>>;
  /** @returns the status that a batch is answered with. @throws when the server is gone */
  send(xuid: string, amounts: readonly number[], firstId: number): Promise<number>;
  stats(xuid: string): Promise<{ readonly count: number; readonly total: number }>;
  /** The achievements of which an unlock was recorded, as often as it was. */
  unlocks(xuid: string): Promise<readonly string[]>;
};

/** A title whose every event adds to a sum and a count, on which its achievements hang. */
export function createEventWorld(managementKey: string): EventWorld {
  let [base, key] = ['', ''];

  async function call(path: string, body?: unknown): Promise<unknown> {
    const answered = await fetch(`${base}management${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${managementKey}` },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answered.text();
    if (!answered.ok) throw new Error(`${path} was answered ${answered.status}: ${text}`);
    return JSON.parse(text);
  }

  const headers = () => ({ authorization: `Bearer ${key}`, 'content-type': 'application/json' });

  return {
    achievementsCount,
    headers,
    async serve(url, { players }) {
      base = String(url);
      if (key !== '') return;
      const accept = ['base-set-size', 'base-set-gamerscore'];
      const document = documentOfTitle();
      await call(`/titles/${titleId}/publish`, { document, sandbox: 'RETAIL', accept });
      for (const xuid of players) {
        await call('/players', { xuid, gamertag: `Sender ${xuid.slice(-4)}` });
      }
      ({ key } = Object(await call(`/titles/${titleId}/keys`, { label: 'crash run' })));
    },
    async send(userId, amounts, firstId) {
      const events = amounts.map((Amount, index) => ({
        id: `${userId}-${firstId + index}`,
        name: 'Fought',
        titleId,
        userId,
        measurements: { Amount },
      }));
      const answered = await fetch(`${base}events/game-events`, {
        method: 'POST',
        headers: headers(),
        body: JSON.stringify({ events }),
      });
      await answered.arrayBuffer();
      return answered.status;
    },
    async stats(xuid) {
      const { titles } = Object(await call(`/players/${xuid}/titles`));
      const { Count = '0', Total = '0' } = titles[0]?.stats ?? {};
      return { count: Number(Count), total: Number(Total) };
    },
    async unlocks(xuid) {
      const ids: string[] = [];
      let before = '';
      for (;;) {
        const { facts, next } = Object(await call(`/players/${xuid}/facts?limit=100${before}`));
        for (const { kind, achievementId } of facts)
          if (kind === 'Unlocked') ids.push(achievementId);
        if (next === null || next === undefined) return ids;
        before = `&before=${next}`;
      }
    },
  };
}

function documentOfTitle(): unknown {
  const words = { description: 'Done', lockedDescription: 'Do it' };
  const icon = 'https://images.laurel.example/fight/1.png';
  return {
    titleId,
    scid,
    name: 'Fights',
    defaultLocale: 'en-US',
    system: 'event-based',
    events: [{ name: 'Fought', fields: { Amount: 'Integer' } }],
    stats: [
      { name: 'Total', type: 'Integer', rule: { event: 'Fought', fold: 'Sum', field: 'Amount' } },
      { name: 'Count', type: 'Integer', rule: { event: 'Fought', fold: 'Count' } },
    ],
    achievements: Array.from({ length: achievementsCount }, (_, index) => ({
      id: String(index + 1),
      name: `Fights ${index + 1}`,
      ...words,
      icon,
      requirements: [{ stat: 'Count', target: (index + 1) * eventsPerUnlock }],
    })),
  };
}
