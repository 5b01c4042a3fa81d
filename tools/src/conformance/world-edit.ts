import { isObject, type JsonObject } from './json.ts';
import type { WorldEdit } from './preparation.ts';
import type { WorldProgress, WorldState } from './vectors.ts';
import {
  achievementsOf,
  type World,
  type WorldPlayer,
  type WorldTitle,
  worldNow,
} from './world.ts';

/**
 * The world with something different.
 *
 * @throws {Error} for a player, title or achievement that the world does not have
 */
export function edited(world: World, edit: WorldEdit): World {
  switch (edit.kind) {
    case 'Sandboxes':
      return withPlayer(world, edit.player, () => ({ sandboxes: edit.sandboxes }));
    case 'Privacy':
      return withPlayer(world, edit.player, ({ privacy }) => ({
        privacy: { ...privacy, [edit.setting]: edit.value },
      }));
    case 'Locale':
      return withPlayer(world, edit.player, () => ({ locale: edit.locale }));
    case 'TitleClaim':
      requireTitle(world, edit.title);
      return withPlayer(world, edit.player, () => ({ titleClaim: edit.title }));
    case 'List':
      return withList(world, edit);
    case 'Progress':
      return withProgress(world, edit, progressOf(edit));
    case 'Revoked':
      return withProgress(world, { ...edit, sandbox: 'RETAIL' }, { revoked: true });
    case 'NoState':
      return withoutState(world, edit);
    case 'Title':
      return withDocument(world, edit.title, (document) => ({ ...document, ...edit.change }));
    case 'Achievement':
      return withDocument(world, edit.title, (document) => withAchievement(document, edit));
  }
}

function withPlayer(
  world: World,
  name: string,
  change: (player: WorldPlayer) => Partial<WorldPlayer>,
): World {
  const player = world.players[name];
  if (player === undefined) throw new Error(`there is no player "${name}" in the world`);
  return { ...world, players: { ...world.players, [name]: { ...player, ...change(player) } } };
}

function withList(
  world: World,
  { list, player, other, isOn }: Extract<WorldEdit, { kind: 'List' }>,
): World {
  const xuid = world.players[other]?.xuid;
  if (xuid === undefined) throw new Error(`there is no player "${other}" in the world`);
  return withPlayer(world, player, (before) => {
    const others = before[list].filter((entry) => entry !== xuid);
    return { [list]: isOn ? [...others, xuid] : others };
  });
}

function progressOf({ percent, at }: Extract<WorldEdit, { kind: 'Progress' }>): WorldProgress {
  return percent < 100 ? { percent } : { percent: 100, timeUnlocked: at ?? worldNow };
}

function withProgress(
  world: World,
  of: { player: string; title: string; achievement: string; sandbox: string },
  progress: WorldProgress,
): World {
  const { player, title, achievement, sandbox } = of;
  requireTitle(world, title);
  if (world.players[player] === undefined) {
    throw new Error(`there is no player "${player}" in the world`);
  }
  const ofSandbox: WorldState = world.state[sandbox] ?? {};
  const ofPlayer = ofSandbox[player] ?? {};
  const ofTitle = ofPlayer[title] ?? {};
  const ofAchievement = { ...ofTitle[achievement], ...progress };
  const changed = {
    ...ofSandbox,
    [player]: { ...ofPlayer, [title]: { ...ofTitle, [achievement]: ofAchievement } },
  };
  return { ...world, state: { ...world.state, [sandbox]: changed } };
}

function withoutState(
  world: World,
  { player, title }: { player: string; title: string | null },
): World {
  const retail = world.state.RETAIL ?? {};
  const kept = Object.entries(retail[player] ?? {}).filter(
    ([key]) => title !== null && key !== title,
  );
  const state = { ...world.state, RETAIL: { ...retail, [player]: Object.fromEntries(kept) } };
  return { ...world, state };
}

function withDocument(
  world: World,
  key: string,
  change: (document: JsonObject) => JsonObject,
): World {
  const title = requireTitle(world, key);
  const document = change(title.document);
  return { ...world, titles: { ...world.titles, [key]: { ...title, document } } };
}

function withAchievement(
  document: JsonObject,
  { title, achievement, change }: Extract<WorldEdit, { kind: 'Achievement' }>,
): JsonObject {
  const achievements = achievementsOf(document);
  if (!achievements.some(({ id }) => String(id) === achievement)) {
    throw new Error(`there is no achievement ${achievement} in title ${title} of the world`);
  }
  const changed = achievements.map((one) =>
    String(one.id) === achievement && isObject(one) ? { ...one, ...change } : one,
  );
  return { ...document, achievements: changed };
}

function requireTitle(world: World, key: string): WorldTitle {
  const title = world.titles[key];
  if (title === undefined) throw new Error(`there is no title "${key}" in the world`);
  return title;
}
