import type { Template } from './json-text.ts';

/** What in a request has to be of the world that the instance holds. */
export const known = {
  alice: '2533274800000001',
  bob: '2533274800000002',
  titleA: 1853190001,
  scidA: '00000000-0000-0000-0000-00006e756f71',
  titleB: 1700000002,
  scidB: '8c410200-77aa-4f0e-8d21-5b6c7d8e9f02',
} as const;

const { alice, bob, titleA, scidA, titleB, scidB } = known;

/** A body that an update of the world takes. */
export const update: Template = {
  action: 'progressUpdate',
  serviceConfigId: scidA,
  titleId: titleA,
  userId: alice,
  achievements: [
    { id: '2', percentComplete: 40 },
    { id: '3', percentComplete: 7 },
  ],
};

/** A title document that can be published. */
export const document: Template = {
  titleId: 1900000009,
  name: { 'en-US': 'Loom', fr: 'Métier' },
  defaultLocale: 'en-US',
  system: 'title-managed',
  public: true,
  platforms: ['XboxOne'],
  stats: [],
  achievements: [
    {
      id: '1',
      name: 'First thread',
      description: { 'en-US': 'Spun a thread' },
      lockedDescription: 'Spin a thread',
      icon: 'https://img.example/1.png',
      gamerscore: 25,
      secret: false,
      rewards: [
        { type: 'InApp', name: 'Cloak', description: 'Wear it', value: 'CLOAK' },
        { type: 'Art', name: 'Weave', value: 'https://img.example/art.png' },
      ],
      deeplink: 'ms-xbl-713fb309://loom/1',
      estimatedTime: '00:30:00',
      type: 'Persistent',
    },
  ],
};

const challenge: Template = {
  id: '2',
  name: 'Second thread',
  description: 'Spun another',
  lockedDescription: 'Spin another',
  icon: 'https://img.example/2.png',
  type: 'Challenge',
  timeWindow: { start: '2026-02-01T00:00:00Z', end: '2026-03-31T00:00:00Z' },
  requirements: [{ stat: 'Threads', target: 5, operation: 'Sum', valueType: 'Integer' }],
};

/** A title document with what only event-based titles have. */
export const eventDocument: Template = {
  titleId: 1900000010,
  name: 'Arena Loom',
  defaultLocale: 'en-US',
  system: 'event-based',
  stats: [{ name: 'Threads', type: 'Integer' }],
  achievements: [challenge],
};

const proofKey: Template = {
  kty: 'EC',
  crv: 'P-256',
  x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
  y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
};

const support: Template = { titleId: titleA, achievementId: '3', reason: 'asked for it' };

/** A body that each operation takes, by its id. An operation that is not named gets any JSON. */
export const bodies: Readonly<Record<string, Template>> = {
  'achievements.update': update,
  'privacy.validateMany': {
    users: [{ xuid: bob }, { anonymousUser: 'crossNetworkUser' }],
    permissions: ['ViewTargetGameHistory', 'ViewTargetProfile'],
  },
  'profile.batch': { userIds: [alice, bob], settings: ['Gamertag', 'Gamerscore'] },
  'social.peopleByXuid': { xuids: [bob] },
  'peoplehub.batch': { xuids: [alice, bob] },
  'titlehub.batch': { pfns: ['x'], windowsPhoneProductIds: [], titleIds: [String(titleA)] },
  'userstats.batch': {
    requestedusers: [alice],
    requestedscids: [{ scid: scidB, requestedstats: ['EnemiesDefeated'] }],
    arrangebyfield: 'xuid',
    xuids: [alice],
    groups: [],
    stats: [{ name: 'EnemiesDefeated', titleId: String(titleB) }],
  },
  'userposts.share': {
    postType: 'XboxLink',
    postText: 'look',
    postTypeData: { locator: `achievements.xboxlive.com/users/me/achievements/${scidA}/1` },
    timelines: [{ timelineType: 'User', timelineOwner: alice }],
  },
  'eraser.submit': { userId: bob, Scid: scidA },
  'userAuth.authenticate': {
    RelyingParty: 'http://auth.xboxlive.com',
    TokenType: 'JWT',
    Properties: { AuthMethod: 'RPS', SiteName: 'user.auth.xboxlive.com', RpsTicket: 'd=Emberling' },
  },
  'deviceAuth.authenticate': {
    RelyingParty: 'http://auth.xboxlive.com',
    TokenType: 'JWT',
    Properties: {
      AuthMethod: 'ProofOfPossession',
      Id: '{4d36e96e-e325-11ce-bfc1-08002be10318}',
      DeviceType: 'Win32',
      Version: '10.0.19041',
      ProofKey: proofKey,
    },
  },
  'titleAuth.authenticate': {
    RelyingParty: 'http://auth.xboxlive.com',
    TokenType: 'JWT',
    Properties: { AuthMethod: 'RPS', SiteName: 'user.auth.xboxlive.com', RpsTicket: 'd=Emberling' },
  },
  'xstsAuth.authorize': {
    RelyingParty: 'http://xboxlive.com',
    TokenType: 'JWT',
    Properties: {
      UserTokens: ['a.b.c'],
      SandboxId: 'RETAIL',
      DeviceToken: 'a.b.c',
      OptionalDisplayClaims: ['mgt'],
    },
  },
  'sisu.authenticate': {
    AppId: '000000004C12AE6F',
    RedirectUri: 'ms-xal-000000004c12ae6f://auth',
    DeviceToken: 'a.b.c',
    Sandbox: 'RETAIL',
    Query: { state: 'x', code_challenge: 'y' },
  },
  'sisu.authorize': {
    AccessToken: 't=Emberling',
    AppId: '000000004C12AE6F',
    DeviceToken: 'a.b.c',
    Sandbox: 'RETAIL',
    SessionId: 'x',
    UseModernGamertag: true,
  },
  'management.createPlayer': {
    gamertag: 'Nobody9',
    xuid: '2533274800009999',
    locale: 'fr-FR',
    ageGroup: 'Adult',
    sandboxes: ['*'],
    privacy: { ShareGameHistory: 'Everyone' },
  },
  'management.changePlayer': { gamertag: 'Emberling', locale: 'fr-FR', sandboxes: ['RETAIL'] },
  'management.setPlayerPrivacy': { ShareGameHistory: 'FriendsOnly', ShareProfile: 'Everyone' },
  'management.putPlayerEntry': { isFavorite: true },
  'management.importState': {
    titleId: titleA,
    lastPlayedAt: '2026-02-01T00:00:00Z',
    achievements: [
      { id: '9', percent: 40 },
      { id: '10', percent: 100, unlockedAt: '2026-02-01T00:00:00Z' },
    ],
    stats: { Kills: '5' },
  },
  'management.grant': support,
  'management.revoke': support,
  'management.reset': { titleId: titleA, sandbox: 'ACME.7', reason: 'again' },
  'management.importRarity': { figures: [{ achievementId: '1', percentage: 64.86 }] },
  'management.createTitle': document,
  'management.saveTitleDocument': document,
  'management.validateTitle': {
    document,
    sandbox: 'RETAIL',
    images: { 'https://img.example/1.png': { type: 'png', width: 1920, height: 1080 } },
  },
  'management.planTitle': { document: eventDocument, sandbox: 'RETAIL' },
  'management.publishTitle': {
    document,
    sandbox: 'RETAIL',
    note: 'first',
    expectedVersion: 0,
    accept: ['base-set-size', 'base-set-gamerscore'],
  },
  'management.rollBackTitle': { sandbox: 'RETAIL', toVersion: 1, note: 'back' },
  'management.addSandbox': { name: 'ACME.8' },
  'management.addTitleServerKey': { label: 'build server', sandbox: 'RETAIL' },
};
