import { getResetJob } from '@laurel/contract';
import type { PlayerReset } from '../../../services/player-reset.ts';
import { answer, type Operation, operation, requireAsker } from '../../operation.ts';

/** How far a reset is: it is done when its id is answered. Source: wire contract §11.2 [T]. */
export function jobOperation({ playerReset }: { playerReset: PlayerReset }): Operation {
  return operation(getResetJob, (input) => {
    const { id } = playerReset.job(requireAsker(input), input.params.id);
    const status = 'CompletedSuccess';
    const providers = ['AchievementsReset', 'StatsReset'];
    return answer(200, {
      jobId: id,
      overallStatus: status,
      providerStatus: providers.map((provider) => ({ provider, status, errorMessage: null })),
    });
  });
}
