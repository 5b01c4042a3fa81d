import { openApiText, titleSchemaText } from '@laurel/contract';
import { retail } from '@laurel/domain';
import { contentSecurityPolicy, webFiles } from '@laurel/web';
import type { Rooms } from './compose-rooms.ts';
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
  const isDevelopment = config.mode === 'development';
  return createApp({
    operations: isDevelopment ? [...operations, ...developmentOperations(rooms)] : operations,
    ownPages: ownPagesOf(rooms, isDevelopment),
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
      rooms.log.exchange(exchange);
    },
    checkAnswer: config.checkAnswers ? checkAnswer : null,
  });
}

function developmentOperations(rooms: Rooms): readonly Operation[] {
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
  return managementDevelopmentOperations({
    clock: rooms.testClock,
    faults,
    switches,
    forget,
    development: createDevelopment({ store, memories }),
    makeToken: rooms.identity.makeToken,
    resync: rooms.realtime.resync,
  });
}

function ownPagesOf(rooms: Rooms, isDevelopment: boolean): OwnPages {
  const { metrics, faults, store, identity, services } = rooms;
  return instancePages({
    metrics,
    isReady: async () => {
      if (faults.draining) throw new Error('draining');
      await store.ping();
    },
    jwks: async () => identity.jwks(),
    documents: { '/openapi.json': openApiText, '/schemas/title.json': titleSchemaText },
    showcase: isDevelopment
      ? (languages) => presentShowcase(services.catalog.all(retail), languages)
      : null,
    webFiles,
    contentSecurityPolicy,
    assetAt: services.assets.at,
  });
}
