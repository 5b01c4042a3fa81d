import { getAchievement } from '@laurel/contract';
import { achievementId, scid } from '@laurel/domain';
import type { AchievementsService } from '../../../services/achievements.ts';
import { answerText, type Operation, operation, requireAsker } from '../../operation.ts';
import type { OwnerOf } from '../../owner.ts';
import { presentPaging, renderLine } from '../../present/page.ts';
import type { ViewsFor } from '../../present/reader.ts';
import type { SwitchBoard, Switches } from '../../switches.ts';
import { projectionOf } from './contract-version.ts';

const paging = JSON.stringify(presentPaging({ total: 1, next: null }));

/** The two documented envelopes, around one achievement's JSON. Source: §4.6, S1. */
const envelopes: Readonly<Record<Switches['detailEnvelope'], (item: Buffer) => Buffer>> = {
  both: (item) =>
    joined('{"achievements":[', item, `],"pagingInfo":${paging},"achievement":`, item, '}'),
  list: (item) => joined('{"achievements":[', item, `],"pagingInfo":${paging}}`),
  object: (item) => joined('{"achievement":', item, '}'),
};

/** A2: one achievement of a player. Source: wire contract §2.1, §4.6. */
export function detailOperation({
  achievements,
  ownerOf,
  viewsFor,
  switches,
}: {
  achievements: AchievementsService;
  ownerOf: OwnerOf;
  viewsFor: ViewsFor;
  switches: SwitchBoard;
}): Operation {
  return operation(getAchievement, async (input) => {
    const { params, contractVersion, languages } = input;
    const asker = requireAsker(input);
    const owner = await ownerOf(params.user, asker);
    const at = { scid: scid(params.scid), achievementId: achievementId(params.achievementId) };
    const line = await achievements.one({ asker, owner }, at);
    const isOwner = asker.kind === 'Token' && asker.xuid === owner;
    const { hasRarity } = projectionOf(contractVersion);
    const viewOf = viewsFor({ sandbox: asker.sandbox, languages, isOwner, hasRarity });
    const item = renderLine(line, viewOf(line.title).renderer);
    return answerText(200, envelopes[switches.current.detailEnvelope](item));
  });
}

function joined(...parts: readonly (Buffer | string)[]): Buffer {
  return Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)));
}
