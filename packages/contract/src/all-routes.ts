import type { Route } from './route.ts';
import * as achievements from './routes/achievements.ts';
import * as activity from './routes/activity.ts';
import * as eraser from './routes/eraser.ts';
import * as events from './routes/events.ts';
import * as assets from './routes/management-assets.ts';
import * as development from './routes/management-development.ts';
import * as players from './routes/management-players.ts';
import * as rules from './routes/management-rules.ts';
import * as titles from './routes/management-titles.ts';
import * as keys from './routes/management-tokens.ts';
import * as trial from './routes/management-trial.ts';
import * as notify from './routes/notify.ts';
import * as peoplehub from './routes/peoplehub.ts';
import * as privacy from './routes/privacy.ts';
import * as profile from './routes/profile.ts';
import * as rta from './routes/rta.ts';
import * as social from './routes/social.ts';
import * as titlehub from './routes/titlehub.ts';
import * as tokens from './routes/tokens.ts';
import * as userposts from './routes/userposts.ts';
import * as userstats from './routes/userstats.ts';

const declarations = [
  achievements,
  privacy,
  social,
  peoplehub,
  profile,
  titlehub,
  userstats,
  activity,
  userposts,
  eraser,
  events,
  notify,
  rta,
  tokens,
  titles,
  assets,
  players,
  rules,
  keys,
  development,
  trial,
];

const methods: readonly Route['method'][] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** Every operation of every host; those declared together are in the order of their paths. */
export const routes: readonly Route[] = declarations.flatMap((module) =>
  Object.values<unknown>(module).filter(isRoute).sort(byPath),
);

function byPath(a: Route, b: Route): number {
  if (a.host !== b.host) return a.host < b.host ? -1 : 1;
  if (a.path !== b.path) return a.path < b.path ? -1 : 1;
  return methods.indexOf(a.method) - methods.indexOf(b.method);
}

function isRoute(value: unknown): value is Route {
  return typeof value === 'object' && value !== null && 'audience' in value && 'answers' in value;
}
