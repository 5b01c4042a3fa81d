import { isArray, parseJson } from '../json.ts';
import { expectWithinMs, type Performance, StepFailed } from './performance.ts';

/** What is done with a connection once it is open, before the steps go on. */
export type After = (name: string, performance: Performance) => Promise<void>;

/** More messages than any limit of a connection allows. */
const messagesMax = 50_000;

type Form = {
  readonly form: RegExp;
  readonly read: (found: RegExpExecArray) => After;
};

const rate = '(?:subscri\\w+ |message )?(?:rate|limit of messages)';

const forms: readonly Form[] = [
  {
    form: new RegExp(`(?:exceed\\w*|over|above|beyond) (?:the )?${rate}`, 'i'),
    read: () => (name, performance) => subscribeUntil(1001, name, performance),
  },
  {
    form: /subscri\w+ (?:rate )?(?:is |are )?throttled|throttled (?:on )?subscri\w+/i,
    read: () => (name, performance) => subscribeUntil(1001, name, performance),
  },
  {
    form: /(?<count>\d+) (?:stats? |active |open |live )*(?:subscriptions?|stats)/i,
    read:
      ({ groups }) =>
      (name, performance) =>
        subscribeMany(Number(groups?.count), name, performance),
  },
  {
    form: /(?:regist\w+|NT-001)\b.*\blocale "?(?<locale>[a-z][\w,-]*)"?/i,
    read:
      ({ groups }) =>
      async (_, performance) =>
        performance.http('NT-001', { locale: groups?.locale ?? '' }),
  },
  {
    form: /subscription limit (?:is |was |has been )?(?:reached|full|exceeded)/i,
    read: () => (name, performance) => subscribeUntil(2, name, performance),
  },
];

/** What a case's prose says of its connection. */
export type ConnectionGiven = {
  /** The rest, for the reader of all other prose. */
  readonly rest: string;
  readonly after: readonly After[];
  /** Whether the nonce of the case's address has opened a connection before. */
  readonly isNonceUsed: boolean;
};

/** Takes out of a case's prose what is about its connection. */
export function readConnectionGiven(given: string): ConnectionGiven {
  const after: After[] = [];
  let isNonceUsed = false;
  const rest = given.split(';').filter((clause) => {
    if (/nonce (?:is |was |has been |already )*(?:used|spent|consumed)/i.test(clause)) {
      isNonceUsed = true;
      return false;
    }
    for (const { form, read } of forms) {
      const found = form.exec(clause);
      if (found === null) continue;
      after.push(read(found));
      return false;
    }
    return true;
  });
  return { rest: rest.join(';'), after, isNonceUsed };
}

/** A stat that nobody keeps: it may be watched, and there are as many of them as are needed. */
function statUri(at: number): string {
  return `https://userstats.xboxlive.com/users/xuid(2533274800000001)/scids/8c410200-77aa-4f0e-8d21-5b6c7d8e9f02/stats/Filling${at}`;
}

async function subscribeMany(count: number, name: string, performance: Performance): Promise<void> {
  for (let at = 1; at <= count; at += 1) await subscribe(at, name, performance);
}

async function subscribeUntil(code: number, name: string, performance: Performance): Promise<void> {
  for (let at = 1; at <= messagesMax; at += 1) {
    // A rate is exceeded by asking; a limit only by asking for something else each time.
    const which = code === 2 ? at : 1;
    if ((await subscribe(which, name, performance)) === code) return;
  }
  throw new StepFailed(`given code ${code}, but it never came`);
}

/** @returns the code of the reply */
async function subscribe(
  at: number,
  name: string,
  performance: Performance,
): Promise<number | null> {
  const socket = performance.socket(name);
  socket.sendText(JSON.stringify([1, at, statUri(at)]));
  const reply = await socket.next(expectWithinMs, ({ kind }) => kind === 'Text');
  const message = reply?.kind === 'Text' ? parseJson(reply.text) : undefined;
  return isArray(message) && typeof message[2] === 'number' ? message[2] : null;
}
