import { quoted, Refusal, type Scid, type Xuid } from '@laurel/domain';
import type { Asker } from '../asker.ts';
import { isDevelopmentSandbox, type Support } from './support.ts';

/** A reset that is done. */
export type ResetJob = { readonly id: string };

/** Resets players for the developers of a title. */
export type PlayerReset = {
  /**
   * Forgets what a player has in a title of the caller's sandbox. The reset is done when the id is
   * answered, so whoever asks for the job finds it complete.
   *
   * @throws {Refusal} `NotForDevelopers` unless a developer asks in a development sandbox, or the
   *   instance is in development mode; `UnknownPlayer`, `UnknownServiceConfig`
   */
  submit(asker: Asker, of: { xuid: Xuid; scid: Scid }): Promise<ResetJob>;
  /** @throws {Refusal} `NotForDevelopers`; `UnknownEntity` for a job nobody knows or remembers */
  job(asker: Asker, id: string): ResetJob;
};

/** Jobs that are remembered; the oldest are forgotten first. */
const jobsMax = 1000;

/** Source: wire contract §11.2 [T]. */
export function createPlayerReset({
  support,
  drawId,
  isDevelopment,
}: {
  support: Pick<Support, 'reset'>;
  drawId: () => string;
  isDevelopment: boolean;
}): PlayerReset {
  const jobs = new Map<string, ResetJob>();

  function remember(job: ResetJob): ResetJob {
    jobs.set(job.id, job);
    const [oldest] = jobs.keys();
    if (jobs.size > jobsMax && oldest !== undefined) jobs.delete(oldest);
    return job;
  }

  function refuseOthers(asker: Asker): void {
    const isDeveloper = asker.kind === 'Token' && asker.isDeveloper;
    if (isDevelopment || (isDeveloper && isDevelopmentSandbox(asker.sandbox))) return;
    throw new Refusal(
      'NotForDevelopers',
      `players of sandbox ${asker.sandbox} cannot be reset; developers can, in their sandboxes`,
    );
  }

  return {
    async submit(asker, { xuid, scid }) {
      refuseOthers(asker);
      await support.reset({ xuid, of: { sandbox: asker.sandbox, scid } }, 'player reset');
      return remember({ id: drawId() });
    },
    job(asker, id) {
      refuseOthers(asker);
      const job = jobs.get(id);
      if (job !== undefined) return job;
      throw new Refusal('UnknownEntity', `there is no job ${quoted(id)}, or it is forgotten`);
    },
  };
}
