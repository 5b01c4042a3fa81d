import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Store } from '../store/store.ts';
import { createAchievementsService } from './achievements.ts';
import { createActivityFeed } from './activity.ts';
import { createAssetService } from './assets.ts';
import { createCatalog } from './catalog.ts';
import { createGameEvents } from './game-events.ts';
import { imageFacts } from './image.ts';
import { createNotifications } from './notifications.ts';
import { createPeople } from './people.ts';
import { createPeopleHub } from './people-hub.ts';
import { createPlayerLedger } from './player-ledger.ts';
import { createPlayerReset } from './player-reset.ts';
import { createPlayers } from './players.ts';
import { createPosts } from './posts.ts';
import { createPrivacy } from './privacy.ts';
import { createProfiles } from './profile.ts';
import { createProgressService } from './progress.ts';
import { createRarity } from './rarity.ts';
import { createRefusedEvents } from './refused-events.ts';
import { createRelations } from './relations.ts';
import { createRuleChanges } from './rule-changes.ts';
import { createStats } from './stats.ts';
import { createSupport } from './support.ts';
import { createTitleHistoryService } from './title-history.ts';
import { createTitleHub } from './title-hub.ts';

/** Everything that can happen, but for who asks. */
export type Services = Awaited<ReturnType<typeof openServices>>;

/** Builds the services on a store and loads what they keep in memory. */
export async function openServices({
  store,
  clock,
  isDevelopment,
  isStrict,
}: {
  store: Store;
  clock: Clock;
  isDevelopment: boolean;
  isStrict: boolean;
}) {
  const assets = createAssetService({ assets: store.assets });
  const catalog = await createCatalog({
    store,
    clock,
    isStrict,
    async imageAt(path) {
      const asset = await assets.at(path);
      return asset && imageFacts(Buffer.from(asset.bytes));
    },
  });
  const rarity = createRarity({ store, clock });
  await rarity.load();
  const privacy = createPrivacy({ store });
  const people = createPeople({ store, privacy });
  const players = createPlayers({ store, clock });
  const support = createSupport({ store, titles: catalog, clock, isDevelopment });
  const refusedEvents = createRefusedEvents();
  const exists = async (xuid: Parameters<typeof store.players.byXuid>[0]) =>
    (await store.players.byXuid(xuid)) !== undefined;
  const { records } = store;
  const titles = catalog;
  return {
    assets,
    catalog,
    rarity,
    privacy,
    people,
    players,
    support,
    achievements: createAchievementsService({ records, titles, privacy, clock }),
    progress: createProgressService({ records, titles, players: { exists }, clock }),
    gameEvents: createGameEvents({ records, titles, players: { exists }, refusedEvents, clock }),
    ruleChanges: createRuleChanges({ store, titles, refusedEvents, clock }),
    history: createTitleHistoryService({ records, titles, privacy }),
    peopleHub: createPeopleHub({ store, people }),
    profiles: createProfiles({ store, privacy }),
    titleHub: createTitleHub({ store, titles, privacy }),
    stats: createStats({ store, titles, privacy }),
    activity: createActivityFeed({ store, titles, privacy, rarity }),
    posts: createPosts({ store, titles, drawId: randomUUID }),
    playerReset: createPlayerReset({ support, drawId: randomUUID, isDevelopment }),
    relations: createRelations({ store, clock }),
    ledger: createPlayerLedger({ store, players, titles }),
    notifications: createNotifications({ store, clock, drawId: randomUUID }),
  };
}
