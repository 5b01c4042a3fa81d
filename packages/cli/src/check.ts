/** What one check of `laurel doctor` came to. */
export type Check = {
  readonly name: string;
  readonly status: 'ok' | 'warning' | 'error' | 'skipped';
  /** What was found, and the way out where something is wrong. */
  readonly detail: string;
};

/** What is as it should be. */
export function ok(name: string, detail: string): Check {
  return { name, status: 'ok', detail };
}

/** What works, and should not stay as it is. */
export function warning(name: string, detail: string): Check {
  return { name, status: 'warning', detail };
}

/** What is wrong. */
export function broken(name: string, detail: string): Check {
  return { name, status: 'error', detail };
}

/** What could not be looked at, and why. */
export function skipped(name: string, detail: string): Check {
  return { name, status: 'skipped', detail };
}
