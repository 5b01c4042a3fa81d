import type { JsonObject } from './json.ts';

/**
 * Something that is different from the world as the file writes it; the world is loaded with it.
 */
export type WorldEdit =
  | { readonly kind: 'Sandboxes'; readonly player: string; readonly sandboxes: readonly string[] }
  | {
      readonly kind: 'Privacy';
      readonly player: string;
      readonly setting: string;
      readonly value: string;
    }
  | {
      readonly kind: 'List';
      readonly list: 'people' | 'avoid' | 'mute';
      readonly player: string;
      readonly other: string;
      readonly isOn: boolean;
    }
  | { readonly kind: 'Locale'; readonly player: string; readonly locale: string }
  /** The tokens of the player carry the claim of a title. */
  | { readonly kind: 'TitleClaim'; readonly player: string; readonly title: string }
  | {
      readonly kind: 'Progress';
      readonly player: string;
      readonly title: string;
      readonly achievement: string;
      readonly percent: number;
      /** When it was unlocked; `null` for the world's now. Only with percent 100. */
      readonly at: string | null;
      readonly sandbox: string;
    }
  | {
      readonly kind: 'Revoked';
      readonly player: string;
      readonly title: string;
      readonly achievement: string;
    }
  | { readonly kind: 'NoState'; readonly player: string; readonly title: string | null }
  | { readonly kind: 'Title'; readonly title: string; readonly change: JsonObject }
  | {
      readonly kind: 'Achievement';
      readonly title: string;
      readonly achievement: string;
      readonly change: JsonObject;
    };

/** Something that happens after the world was loaded and before the case's request. */
export type Happening =
  /** Another case's request is sent. */
  | {
      readonly kind: 'Execute';
      readonly caseId: string;
      readonly times: number;
      readonly changes: JsonObject;
    }
  /** The case's own request is sent. */
  | { readonly kind: 'Repeat'; readonly times: number }
  /**
   * Reports of one achievement of title A by alice are sent at the same time; `null` is the one of
   * the case's request.
   */
  | {
      readonly kind: 'Race';
      readonly achievement: string | null;
      readonly percents: readonly number[];
    }
  /** Calls are made; `player` and `service` of `null` are those of the case's request. */
  | {
      readonly kind: 'Calls';
      readonly count: number;
      readonly player: string | null;
      readonly service: string | null;
      /** Over how long they are spread evenly; 0 for at once. */
      readonly overMs: number;
    }
  /** Calls are made until one is throttled. */
  | {
      readonly kind: 'Throttle';
      readonly player: string | null;
      readonly service: string | null;
      readonly window: 'burst' | 'sustain';
      /** When, counted from the first of the calls. */
      readonly atMs: number;
    }
  /** Limits other than the documented ones. */
  | {
      readonly kind: 'Limits';
      readonly burst: { readonly max: number; readonly seconds: number };
      readonly sustain: { readonly max: number; readonly seconds: number };
    }
  /** Calls in each burst window, of which some are throttled. */
  | {
      readonly kind: 'Replay';
      readonly calls: readonly number[];
      readonly throttled: readonly number[];
    }
  | { readonly kind: 'Clock'; readonly now: string }
  /** The clock stands that long behind the world's now. */
  | { readonly kind: 'ClockAt'; readonly afterMs: number }
  | { readonly kind: 'Advance'; readonly byMs: number }
  | { readonly kind: 'Faults'; readonly change: JsonObject }
  | { readonly kind: 'Switches'; readonly change: JsonObject };

/** What a case's prose asks for. */
export type Preparation = {
  readonly edits: readonly WorldEdit[];
  readonly happenings: readonly Happening[];
};

/** Nothing beyond the world. */
export const noPreparation: Preparation = { edits: [], happenings: [] };
