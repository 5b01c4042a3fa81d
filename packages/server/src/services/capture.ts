import { schema } from '@laurel/contract';
import {
  type Instant,
  instant,
  latest,
  quoted,
  type RecordedState,
  Refusal,
  type Title,
  type TitleId,
  titleId,
} from '@laurel/domain';
import { legacyTitleOf } from './capture-legacy.ts';
import { modernTitleOf } from './capture-modern.ts';
import type { Figure, Recordings } from './capture-recordings.ts';
import { canonicalLocale } from './title-defaults.ts';
import type { TitleDocument } from './title-document.ts';
import { documentOf } from './title-export.ts';

/** A recorded answer of the real service. */
export type CaptureFile = {
  /** For messages: the file's name. */
  readonly name: string;
  /** The recorded body. */
  readonly text: string;
  /** The language its texts are in, which the answer does not say. */
  readonly locale: string;
};

/** What recorded answers say of one title and of the player they were recorded for. */
export type CapturedTitle = {
  readonly title: Title;
  readonly document: TitleDocument;
  readonly state: RecordedState;
  readonly figures: readonly Figure[];
};

/** What was made of recorded answers. */
export type Capture = {
  /** By titleId. */
  readonly titles: readonly CapturedTitle[];
  /** What could not be taken over, and why: for the person who imports. */
  readonly notes: readonly string[];
};

/**
 * Turns recorded answers into titles: lists and details of modern titles, lists of Xbox 360 titles
 * (all, and earned), and title histories. Answers about one title are merged; the first file's
 * language is its default locale.
 *
 * @param receivedAt when a player last played a title of which no date was recorded
 * @throws {Refusal} `InvalidBody` naming the file and the place that can't be read
 */
export function readCaptures(
  files: readonly CaptureFile[],
  { receivedAt }: { receivedAt: Instant },
): Capture {
  const notes: string[] = [];
  const recordings = new Map<TitleId, Recordings>();
  for (const file of files) gather(file, { recordings, notes });
  const titles: CapturedTitle[] = [];
  const sorted = [...recordings.values()].sort((a, b) => a.titleId - b.titleId);
  const empty = sorted.filter(({ modern, legacy }) => modern.length + legacy.length === 0);
  for (const recorded of sorted) {
    if (empty.includes(recorded)) continue;
    const captured = recorded.modern.length > 0 ? modernTitleOf(recorded) : legacyTitleOf(recorded);
    const { title, state, figures } = captured;
    const lastPlayedAt = lastPlayed(recorded, state) ?? receivedAt;
    const played = { ...state, lastPlayedAt };
    titles.push({ title, document: documentOf(title), state: played, figures });
    notes.push(...notesOn(title, recorded));
  }
  if (empty.length > 0) {
    const named = quoted(empty.map(({ titleId }) => titleId).join(', '));
    notes.push(
      `${empty.length} titles are only in a title history, so nothing is known of their achievements: ${named}`,
    );
  }
  return { titles, notes };
}

type Gathered = { recordings: Map<TitleId, Recordings>; notes: string[] };

function gather(file: CaptureFile, { recordings, notes }: Gathered): void {
  const locale = canonicalLocale(file.locale);
  const of = (id: number): Recordings => {
    const known = recordings.get(titleId(id));
    if (known !== undefined) return known;
    const made = noRecordings(titleId(id));
    recordings.set(made.titleId, made);
    return made;
  };
  const answer = readAnswer(file);
  switch (answer.kind) {
    case 'Achievements':
      for (const row of answer.rows) of(titleIdOf(row)).modern.push({ row, locale });
      countTotal(new Set(answer.rows.map(titleIdOf)), answer.totalRecords, of);
      break;
    case 'LegacyAchievements':
      for (const row of answer.rows) of(row.titleId).legacy.push({ row, locale });
      countTotal(new Set(answer.rows.map((row) => row.titleId)), answer.totalRecords, of);
      break;
    case 'Titles':
      for (const row of answer.rows) of(row.titleId).history.push({ row, locale });
      break;
    case 'LegacyTitles':
      for (const row of answer.rows) of(row.titleId).legacyHistory.push({ row, locale });
      break;
    default:
      notes.push(`${file.name} holds no achievements and no title history, so it was left out`);
  }
}

function noRecordings(titleId: TitleId): Recordings {
  return { titleId, modern: [], legacy: [], history: [], legacyHistory: [], total: 0 };
}

function titleIdOf({ titleAssociations }: schema.RecordedAchievement): number {
  return titleAssociations[0]?.id ?? 0;
}

/** A total says something of a title only where the list was of that title alone. */
function countTotal(
  titleIds: ReadonlySet<number>,
  total: number,
  of: (id: number) => Recordings,
): void {
  const [only] = titleIds;
  if (only === undefined || titleIds.size > 1) return;
  const recorded = of(only);
  recorded.total = Math.max(recorded.total, total);
}

function readAnswer({
  name,
  text,
}: CaptureFile): Exclude<schema.RecordedAnswer, { kind: 'Malformed' }> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new Refusal(
      'InvalidBody',
      `${name} must be the JSON body of a recorded answer; got ${quoted(text)}`,
    );
  }
  const answer = schema.readRecordedAnswer(json);
  if (answer.kind !== 'Malformed') return answer;
  const [first] = answer.problems;
  throw new Refusal(
    'InvalidBody',
    `${name} is not as the service answers: ${first?.path} ${first?.message}`,
    answer.problems,
  );
}

/** The last moment that any recording gives. */
function lastPlayed(
  { history, legacyHistory }: Recordings,
  { progress }: Pick<RecordedState, 'progress'>,
): Instant | undefined {
  const moments = [
    ...history.map(({ row }) => instant(row.lastUnlock)),
    ...legacyHistory.map(({ row }) => instant(row.lastPlayed)),
    ...[...progress.values()].flatMap((one) => ('unlockedAt' in one ? [one.unlockedAt] : [])),
  ];
  return moments.reduce<Instant | undefined>(
    (a, b) => (a === undefined ? b : latest(a, b)),
    undefined,
  );
}

function notesOn({ titleId, achievements }: Title, { total }: Recordings): readonly string[] {
  if (total <= achievements.length) return [];
  return [
    `titleId ${titleId}: ${achievements.length} of ${total} achievements were recorded; pages count ${total}, sums count what was recorded`,
  ];
}
