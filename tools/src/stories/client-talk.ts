import type { OutboxReport } from '@laurel/client/outbox';

/** What a story asks of its client. */
export type ClientAsk = { readonly id: number } & (
  | {
      readonly ask: 'submit';
      readonly reports: readonly OutboxReport[];
      readonly patienceMs: number;
    }
  | { readonly ask: 'sync' | 'entries' | 'forgetTokens' }
  | { readonly ask: 'clock'; readonly offsetMs: number }
  | { readonly ask: 'token'; readonly request: number; readonly token: string | null }
);

/** What the client tells. */
export type ClientTell =
  | { readonly tell: 'ready' }
  | { readonly tell: 'answer'; readonly id: number; readonly answer: unknown }
  | { readonly tell: 'failed'; readonly id: number; readonly message: string }
  | { readonly tell: 'problem'; readonly message: string }
  | {
      readonly tell: 'tokenNeeded';
      readonly id: number;
      readonly xuid: string;
      readonly isRefresh: boolean;
    };
