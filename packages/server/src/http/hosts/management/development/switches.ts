import { getSwitches, type schema, setSwitches } from '@laurel/contract';
import { Refusal } from '@laurel/domain';
import type { z } from 'zod';
import { answer, type Operation, operation } from '../../../operation.ts';
import type { SwitchBoard, Switches } from '../../../switches.ts';

/** @param forget drops what was rendered or counted under the switches before */
export function switchOperations({
  switches,
  forget,
}: {
  switches: SwitchBoard;
  forget: () => void;
}): readonly Operation[] {
  return [
    operation(getSwitches, () => answer(200, switches.current)),
    operation(setSwitches, ({ body }) => {
      const next = changed(switches.current, body);
      if (next.defaultPageSize > next.maxPageSize) {
        throw new Refusal(
          'InvalidBody',
          `defaultPageSize must be at most maxPageSize ${next.maxPageSize}; got "${next.defaultPageSize}"`,
        );
      }
      switches.set(next);
      forget();
      return answer(200, switches.current);
    }),
  ];
}

function changed(now: Switches, change: z.output<typeof schema.SwitchChange>): Switches {
  const { rateLimits, movedHosts, ...plain } = change;
  const byService = withChange(now.rateLimits.byService, rateLimits?.byService);
  return {
    ...now,
    ...withoutUndefined(plain),
    rateLimits: { ...now.rateLimits, ...withoutUndefined(rateLimits ?? {}), byService },
    movedHosts: withChange(now.movedHosts, movedHosts),
  };
}

/** A member that is `null` in the change is taken away. */
function withChange<Name extends string, T>(
  now: Readonly<Partial<Record<Name, T>>>,
  change: Readonly<Partial<Record<Name, T | null>>> | undefined,
): Partial<Record<Name, T>> {
  const kept: [string, unknown][] = Object.entries({ ...now, ...change });
  // What is left has the types of `now` and `change` without null.
  return Object.fromEntries(kept.filter(([, value]) => value != null)) as Partial<Record<Name, T>>;
}

type Defined<T> = { [Name in keyof T]?: Exclude<T[Name], undefined> };

function withoutUndefined<T extends object>(members: T): Defined<T> {
  const kept = Object.entries(members).filter(([, value]) => value !== undefined);
  // Only members that were not there are gone, which the type says.
  return Object.fromEntries(kept) as Defined<T>;
}
