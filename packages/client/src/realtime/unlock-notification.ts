import { isObject } from '../json.ts';
import type { Transport } from '../transport.ts';
import type { RealtimeConnection } from './realtime-connection.ts';
import { resourceUri } from './resource-uri.ts';

/** An unlock as the service announces it, in the language of the registration. */
export type UnlockNotification = {
  readonly achievementId: string;
  readonly achievementName: string;
  readonly achievementDescription: string;
  readonly achievementIcon: string;
  readonly titleId: string;
  readonly gamerscore: number;
  readonly xuid: string;
  readonly extendedInfoUrl: string;
  /** 0 to 100; `null` where nobody has counted. */
  readonly rarityPercentage: number | null;
  readonly rarityCategory: string | null;
  /** `null` where the service does not say. */
  readonly unlockTime: string | null;
};

const texts = [
  'achievementId',
  'achievementName',
  'achievementIcon',
  'titleId',
  'xuid',
  'extendedInfoUrl',
] as const;

/**
 * Reads what a notification subscription tells.
 *
 * @returns `undefined` for what is no unlock: invitations, other services, anything broken
 *
 * Source: wire contract §7 [X].
 */
export function parseUnlockNotification(value: unknown): UnlockNotification | undefined {
  if (!isObject(value) || value.service !== 'achievements') return undefined;
  const isWhole = texts.every((name) => typeof value[name] === 'string');
  if (!isWhole || typeof value.gamerscore !== 'number') return undefined;
  const textOrNull = (name: string) => {
    const text = value[name];
    return typeof text === 'string' ? text : null;
  };
  const { rarityPercentage } = value;
  const read = Object.fromEntries(texts.map((name) => [name, String(value[name])]));
  return {
    ...(read as Record<(typeof texts)[number], string>),
    achievementDescription: textOrNull('achievementDescription') ?? '',
    gamerscore: value.gamerscore,
    rarityPercentage: typeof rarityPercentage === 'number' ? rarityPercentage : null,
    rarityCategory: textOrNull('rarityCategory'),
    unlockTime: textOrNull('unlockTime'),
  };
}

/** Whose unlocks, and of what. */
export type UnlockSource = { readonly xuid: string; readonly titleId: number };

/** Calls back for every unlock that is announced on this connection. @returns what ends it */
export function watchUnlocks(
  realtime: Pick<RealtimeConnection, 'subscribe'>,
  source: UnlockSource,
  listener: (unlock: UnlockNotification) => void,
): () => void {
  return realtime.subscribe(resourceUri.notification(source), (notice) => {
    const unlock = notice.kind === 'Event' ? parseUnlockNotification(notice.value) : undefined;
    if (unlock !== undefined) listener(unlock);
  });
}

/**
 * Tells the service in which languages this device wants to be told. Notifications come without
 * it, in the title's own language.
 *
 * @param systemId names the device; a device that registers again replaces its registration
 * @throws {ClientError} by the answer
 *
 * Source: wire contract §7 [X].
 */
export async function registerDevice(
  send: Transport,
  { xuid, titleId }: UnlockSource,
  { systemId, languages }: { systemId: string; languages: readonly string[] },
): Promise<void> {
  await send({
    api: 'notify',
    service: 'notify',
    path: '/system/notifications/endpoints',
    contractVersion: 1,
    body: {
      systemId,
      endpointUri: resourceUri.notification({ xuid, titleId }),
      platform: 'Win32',
      transport: 'RTA',
      locale: languages.length > 0 ? languages.join(',') : 'en-US',
      titleId: String(titleId),
      filters: [{ action: 'Include', source: 8, type: 1 }],
    },
  });
}
