import type { Entry } from '../../outbox/entry.ts';
import { type AgentTalk, connectTalk, type Heard } from './agent-talk.ts';
import { type AgentAnswers, itemsMax } from './protocol.ts';

/** The device's outbox as everyone of this person may see it: every title's and player's. */
export type AgentView = {
  /** Tries everything that waits, now. */
  syncNow(options?: { readonly patienceMs?: number }): Promise<AgentAnswers['syncNow']>;
  entries(): Promise<readonly Entry[]>;
  summary(): Promise<AgentAnswers['summary']>;
  /** Forgets settled entries. */
  forget(ids: readonly string[]): Promise<void>;
  /** Calls back with entries whenever they change. @returns ends that */
  subscribe(listener: (changed: readonly Entry[]) => void): () => void;
  close(): Promise<void>;
};

/** Who listens to an agent. A listener that throws is told of and harms nobody. */
export type AgentListeners = {
  readonly hear: (event: Heard) => void;
  readonly subscribe: AgentView['subscribe'];
};

/** @param onProblem takes what listeners throw */
export function createListeners(onProblem: (problem: unknown) => void): AgentListeners {
  const listeners = new Set<(changed: readonly Entry[]) => void>();
  return {
    hear({ event, entries }) {
      if (event !== 'changed' || !Array.isArray(entries)) return;
      for (const listener of listeners) {
        try {
          listener(entries);
        } catch (thrown) {
          onProblem(thrown);
        }
      }
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Sees an outbox through whatever asks its agent. */
export function viewOf(talk: AgentTalk, subscribe: AgentView['subscribe']): AgentView {
  return {
    subscribe,
    syncNow: ({ patienceMs = 60_000 } = {}) => talk.ask({ do: 'syncNow', patienceMs }),
    async entries() {
      const all: Entry[] = [];
      for (;;) {
        const page = await talk.ask({ do: 'entries', after: all.at(-1)?.id ?? '' });
        all.push(...page.entries);
        if (page.isLast || page.entries.length === 0) return all;
      }
    },
    summary: () => talk.ask({ do: 'summary' }),
    async forget(ids) {
      for (let at = 0; at < ids.length; at += itemsMax) {
        await talk.ask({ do: 'forget', ids: ids.slice(at, at + itemsMax) });
      }
    },
    async close() {
      talk.close();
    },
  };
}

/** Looks at the outbox of a running agent, for nobody in particular. `undefined`: none runs. */
export async function viewAgent(socket: string): Promise<AgentView | undefined> {
  const { hear, subscribe } = createListeners(() => {});
  const talk = await connectTalk(socket, hear);
  return talk && viewOf(talk, subscribe);
}
