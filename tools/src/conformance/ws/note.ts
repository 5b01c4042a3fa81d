import { connectionPhrases } from './connection-phrases.ts';
import { type Performance, StepFailed } from './performance.ts';
import { eachConnection, form, type Groups, type Phrase } from './phrase.ts';

const caseId = '(?<id>[A-Z]{2,}-\\d+)';
const number = '(?<count>\\d+|no|one|two|three|both)';

const numbers: Readonly<Record<string, number>> = { no: 0, one: 1, two: 2, both: 2, three: 3 };

function numberOf(text = 'one'): number {
  return numbers[text.toLowerCase()] ?? Number(text);
}

const all: readonly Phrase[] = [
  {
    form: form(`(?:the )?(?:event|toast|notification) of ${caseId} has none of (?<names>.+)`),
    act: checkAbsence,
  },
  {
    form: form('open (?<how>twice|once|thrice|(?<count>two|three|\\d+)(?: connections| sockets)?)'),
    act: ({ how = '', count }, performance) =>
      openMany({ once: 1, twice: 2, thrice: 3 }[how.toLowerCase()] ?? numberOf(count), performance),
  },
  { form: form('open(?: a connection)?'), act: (_, performance) => openMany(1, performance) },
  {
    form: form('subscribe(?: again)?(?: (?:on|with|in) (?:both|all|each)(?: of them)?)?'),
    act: (_, performance) => eachConnection(performance, (name) => performance.subscribeOnce(name)),
  },
  {
    form: form(
      '(?:close (?:it )?(?:and )?(?:re)?open|reconnect|open again)(?: and (?:re)?subscribe)?',
    ),
    act: reconnect,
  },
  { form: form('re-?subscribe'), act: reconnect },
  {
    form: form(
      `${caseId}(?: (?<often>once|twice|thrice|(?<times>\\d+) times|again))?(?: (?:is )?(?:sent|executed|posted|run))?`,
    ),
    act: execute,
  },
  {
    form: form(
      '(?:both|all|each)(?: of them| connections)?(?: do)? (?:receive|receives|get|gets)(?: (?:it|one|the event|an event|the toast))?',
    ),
    act: (_, performance) =>
      eachConnection(performance, (name) => expectCount(1, name, performance)),
  },
  {
    form: form(
      `(?:exactly |only )?${number} (?:more |second |further )?(?:toasts?|events?|notifications?|messages?)(?: (?:is|are|in all|comes?|arrives?|received))*(?: on replay)?`,
    ),
    act: ({ count }, performance) =>
      eachConnection(performance, (name) => expectCount(numberOf(count), name, performance)),
  },
  {
    form: form('(?:none|nothing|silence)(?: on replay| comes| more| else)?'),
    act: (_, performance) =>
      eachConnection(performance, (name) => expectCount(0, name, performance)),
  },
  ...connectionPhrases,
];

/**
 * Does what a note of a case says. A note is read whole, else in parts, at colons, semicolons,
 * commas, "and" and "then".
 *
 * @throws {StepFailed} by the result, also for prose that is not understood: a case is never taken
 *   for passed without having been played
 */
export async function actOut(note: string, performance: Performance): Promise<void> {
  const clauses = clausesOf(note.trim().replace(/[.\s]+$/, ''));
  for (const clause of clauses) {
    const found = meaningOf(clause);
    if (found === null) throw new StepFailed(`the note "${clause}" is not understood`);
    await found(performance);
  }
}

function clausesOf(text: string): readonly string[] {
  if (text === '') return [];
  if (meaningOf(text) !== null) return [text];
  for (const joint of [/\s*[;:.]\s+/, /\s*,\s*/, /\s+(?:and|then)\s+/i]) {
    const parts = text.split(joint).map((part) => part.replace(/^(?:and|then)\s+/i, ''));
    if (parts.length > 1) return parts.flatMap(clausesOf);
  }
  return [text];
}

function meaningOf(clause: string): ((performance: Performance) => Promise<void> | void) | null {
  for (const { form: whole, act } of all) {
    const match = whole.exec(clause);
    if (match !== null) return (performance) => act(match.groups ?? {}, performance);
  }
  return null;
}

async function openMany(count: number, performance: Performance): Promise<void> {
  for (let at = 1; at <= count; at += 1) await performance.open(String(at), {});
}

async function reconnect(_: Groups, performance: Performance): Promise<void> {
  for (const name of performance.names) {
    performance.socket(name).close(1000);
    await performance.expectClose(name, null);
    await performance.open(name, {});
    await performance.subscribeOnce(name);
  }
}

async function execute({ id = '', often, times }: Groups, performance: Performance): Promise<void> {
  await eachConnection(performance, (name) => performance.subscribeOnce(name));
  const count = times === undefined ? { twice: 2, thrice: 3 }[often ?? ''] : Number(times);
  await performance.http(id, {}, { times: count ?? 1 });
}

async function expectCount(count: number, name: string, performance: Performance): Promise<void> {
  const seen = await performance.countEvents(name);
  if (seen !== count) throw new StepFailed(`expected ${count} events, got ${seen}`);
}

/** The event of a case that is not at hand is that of an unlock. */
async function checkAbsence({ names = '' }: Groups, performance: Performance): Promise<void> {
  await execute({ id: 'UP-003' }, performance);
  await performance.expectEvent(performance.names[0] ?? '1', null, []);
  const members = names.split(/\s*(?:,|\bor\b|\band\b)\s*/).filter((name) => name !== '');
  performance.checkLastEvent([
    { path: '$', op: 'type', value: 'object' },
    ...members.map((name) => ({ path: `$.${name}`, op: 'absent' })),
  ]);
}
