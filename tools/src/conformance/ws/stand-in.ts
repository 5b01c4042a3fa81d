import { isObject, type JsonObject } from '../json.ts';
import type { VectorCase } from '../vectors.ts';

/** A report of alice about title A. Source: the vector file, UP-001. */
function update(achievements: JsonObject['achievements'] = []): JsonObject {
  const scid = '00000000-0000-0000-0000-00006e756f71';
  return {
    method: 'POST',
    host: 'achievements.xboxlive.com',
    path: `/users/xuid(2533274800000001)/achievements/${scid}/update`,
    headers: {
      Authorization: '{{token:alice}}',
      'x-xbl-contract-version': '2',
      'Content-Type': 'application/json; charset=utf-8',
    },
    body: {
      action: 'progressUpdate',
      serviceConfigId: scid,
      titleId: 1853190001,
      userId: '2533274800000001',
      achievements,
    },
  };
}

/** A registration of alice's device. Source: wire contract §7 [X]. */
const registration: JsonObject = {
  method: 'POST',
  host: 'notify.xboxlive.com',
  path: '/system/notifications/endpoints',
  headers: { Authorization: '{{token:alice}}', 'x-xbl-contract-version': '1' },
  body: {
    systemId: '5c1f0e0a-0000-4000-8000-0000000000aa',
    endpointUri:
      'https://notify.xboxlive.com/users/xuid(2533274800000001)/deviceId/current/titleId/1853190001',
    platform: 'Win32',
    transport: 'RTA',
    locale: 'en-US',
    titleId: '1853190001',
    filters: [{ action: 'Include', source: 8, type: 1 }],
  },
};

/**
 * Requests for cases that are referred to by id and may be in a file that is not there: cases about
 * connections name updates, and what they mean by them shows in what they expect.
 */
const standIns: Readonly<Record<string, JsonObject>> = {
  'NT-001': registration,
  'UP-001': update([{ id: '2', percentComplete: 40 }]),
  'UP-003': update([{ id: '3', percentComplete: 100 }]),
  'UP-014': update([
    { id: '2', percentComplete: 50 },
    { id: '3', percentComplete: 100 },
  ]),
};

/**
 * The request of a case that is referred to.
 *
 * @throws {Error} for one that no file has and nothing stands in for
 */
export function requestOf(id: string, caseOf: (id: string) => VectorCase): JsonObject {
  try {
    const { kind, request } = caseOf(id);
    if (kind === 'http') return request;
  } catch (thrown) {
    if (!Object.hasOwn(standIns, id)) throw thrown;
  }
  const standIn = standIns[id];
  if (!isObject(standIn)) throw new Error(`case ${id} is no request, but it is referred to as one`);
  return standIn;
}
