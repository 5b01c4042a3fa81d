import { retail, sandbox, scid, titleId, xuid } from '@laurel/domain';
import type { Subject } from '../../../../services/support.ts';
import type { TitleOfSandbox } from '../../../../services/title-access.ts';

/** How bodies name a title. */
type NamedTitle = {
  readonly sandbox?: string | undefined;
  readonly scid?: string | undefined;
  readonly titleId?: number | undefined;
};

/** The record that a path and a body name. */
export function subjectOf(params: { readonly xuid: string }, named: NamedTitle): Subject {
  return { xuid: xuid(params.xuid), of: titleOf(named) };
}

/** The title that a body names; of RETAIL where it names no sandbox. */
export function titleOf(named: NamedTitle): TitleOfSandbox {
  return {
    sandbox: named.sandbox === undefined ? retail : sandbox(named.sandbox),
    scid: named.scid === undefined ? undefined : scid(named.scid),
    titleId: named.titleId === undefined ? undefined : titleId(named.titleId),
  };
}
