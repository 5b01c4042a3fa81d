import { openApiText, titleSchemaText } from '@laurel/contract';
import { retail } from '@laurel/domain';
import { contentSecurityPolicy, webFiles, webFilesForAll } from '@laurel/web';
import type { Rooms } from './compose-rooms.ts';
import { composeTrial, type Trial } from './compose-trial.ts';
import type { Config } from './config/config.ts';
import { type App, createApp } from './http/app.ts';
import { createAuthorize } from './http/authorize.ts';
import { checkAnswer } from './http/check-answer.ts';
import { createCrossOrigin } from './http/cross-origin.ts';
import { managementDevelopmentOperations } from './http/hosts/management/development/operations.ts';
import { instancePages } from './http/instance-pages.ts';
import type { Operation } from './http/operation.ts';
import { allOperations } from './http/operations.ts';
import type { OwnPages } from './http/own-pages.ts';
import { presentShowcase } from './http/present/showcase.ts';
import { createDevelopment } from './services/development.ts';

/** Builds what answers requests. @param url how clients reach the instance */
export function composeApp(config: Config, rooms: Rooms, url: () => string): App {
  const { services, store, identity, nonces, switches, clock, bodies } = rooms;
  const operations = allOperations(services, {
    identity,
    players: store.players,
    switches,
    clock,
    bodies,
    assetBase: url,
    nonces,
    live: rooms.realtime,
  });
  const rehearsal = config.mode === 'development' ? rehearsalOf(rooms) : null;
  const app = createApp({
    operations: rehearsal?.around(operations) ?? operations,
    ownPages: ownPagesOf(rooms, rehearsal?.trial ?? null),
    authorize: createAuthorize({
      identity,
      nonces,
      managementKey: config.secrets.managementKey?.reveal() ?? null,
      switches,
      clock,
    }),
    throttle: rooms.throttle,
    faults: rooms.faults,
    switches,
    crossOrigin: createCrossOrigin(config.allowedOrigins),
    observe(exchange) {
      rooms.metrics.countExchange(exchange);
      rehearsal?.trial.note(exchange);
    },
    record: rooms.log.exchange,
    checkAnswer: config.checkAnswers ? checkUnless(rehearsal?.trial ?? null) : null,
  });
  if (rehearsal === null) return app;
  return { answer: (request) => app.answer(rehearsal.trial.overhear(request)) };
}

/** What is made up on purpose need not be as it is declared. */
function checkUnless(trial: Trial | null): typeof checkAnswer {
  return (route, answer) => {
    if (!trial?.isStaged(answer)) checkAnswer(route, answer);
  };
}

/** What is there in development mode only. */
type Rehearsal = {
  readonly trial: Trial;
  /** The operations of the protocol, and the controls. */
  around(operations: readonly Operation[]): readonly Operation[];
};

function rehearsalOf(rooms: Rooms): Rehearsal {
  const { store, services, bodies, throttle, faults, switches } = rooms;
  function forget(): void {
    bodies.clear();
    throttle.clear();
  }
  const memories = [
    { forget: () => services.catalog.refresh() },
    { forget: () => services.rarity.load() },
    { forget },
  ];
  const development = createDevelopment({ store, memories });
  const trial = composeTrial(rooms, { development, forget });
  const controls = managementDevelopmentOperations({
    clock: rooms.testClock,
    faults,
    switches,
    forget,
    development,
    makeToken: rooms.identity.makeToken,
    resync: rooms.realtime.resync,
  });
  return {
    trial,
    around: (operations) => [...trial.staged(operations), ...controls, ...trial.operations],
  };
}

/** @param trial `null` outside development mode */
function ownPagesOf(rooms: Rooms, trial: Trial | null): OwnPages {
  const { metrics, faults, store, identity, services } = rooms;
  return instancePages({
    metrics,
    isReady: async () => {
      if (faults.draining) throw new Error('draining');
      await store.ping();
    },
    jwks: async () => identity.jwks(),
    documents: { '/openapi.json': openApiText, '/schemas/title.json': titleSchemaText },
    showcase:
      trial === null
        ? null
        : (languages) => presentShowcase(services.catalog.all(retail), languages),
    more: trial?.pages ?? {},
    webFiles: trial === null ? webFilesForAll : webFiles,
    contentSecurityPolicy,
    assetAt: services.assets.at,
  });
}
