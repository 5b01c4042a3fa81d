import { callPhrases } from './given/call-phrases.ts';
import { peoplePhrases } from './given/people-phrases.ts';
import type { Meaning, Names } from './given/phrase.ts';
import { serverPhrases } from './given/server-phrases.ts';
import { statePhrases } from './given/state-phrases.ts';
import { titlePhrases } from './given/title-phrases.ts';
import { noPreparation, type Preparation } from './preparation.ts';
import type { World } from './world.ts';

/** The order decides where two forms fit: what names an achievement or a player goes first. */
const phrases = [
  ...callPhrases,
  ...statePhrases,
  ...titlePhrases,
  ...peoplePhrases,
  ...serverPhrases,
];

/** Part of a case's prose that no phrase fits. */
export class NotUnderstood extends Error {
  constructor(clause: string) {
    super(`given "${clause}" is not understood`);
    this.name = 'NotUnderstood';
  }
}

/**
 * Reads what a case's prose says of the time before its request. Clauses are parted by semicolons;
 * one that no phrase fits as a whole is read in parts, at commas and at "and", "then" and "but".
 *
 * @throws {NotUnderstood} unless every part is understood: a case is never run without what it
 *   needs
 */
export function readGiven(given: string, world: World): Preparation {
  if (given.trim() === '') return noPreparation;
  const names = namesOf(world);
  const meanings = given.split(';').flatMap((part) => readClause(tidied(part), names));
  return {
    edits: meanings.flatMap(({ edits = [] }) => edits),
    happenings: meanings.flatMap(({ happenings = [] }) => happenings),
  };
}

function readClause(clause: string, names: Names): readonly Meaning[] {
  if (clause === '') return [];
  const whole = meaningOf(clause, names);
  if (whole !== null) return [whole];
  for (const joint of [/,\s+/, /,?\s+(?:and|then|but|while|with)\s+/i]) {
    const parts = clause.split(joint).map(tidied);
    if (parts.length > 1) return parts.flatMap((part) => readClause(part, names));
  }
  throw new NotUnderstood(clause);
}

function meaningOf(clause: string, names: Names): Meaning | null {
  for (const { form, read } of phrases) {
    const match = form.exec(clause);
    const meaning = match && read(match.groups ?? {}, names);
    if (meaning !== null) return meaning;
  }
  return null;
}

function tidied(text: string): string {
  return text.trim().replace(/[.\s]+$|^(?:then|and|but|with|while)\s+/gi, '');
}

function namesOf(world: World): Names {
  const titles = Object.entries(world.titles).flatMap(([key, { titleId, document }]) => [
    [key.toLowerCase(), key] as const,
    [String(titleId), key] as const,
    ...[document.scid, document.name]
      .filter((name) => typeof name === 'string')
      .map((name) => [name.toLowerCase(), key] as const),
  ]);
  return { players: new Set(Object.keys(world.players)), titles: new Map(titles) };
}
