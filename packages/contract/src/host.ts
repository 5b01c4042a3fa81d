/** A host that clients have hard-coded, and the path prefix that stands for it elsewhere. */
export type Host = {
  readonly name: string;
  readonly prefix: string;
  readonly service: ServiceName;
};

/** The services whose calls are counted apart, and which sign their errors. Source: §5.8, §13. */
export type ServiceName =
  | 'Progress'
  | 'Privacy'
  | 'PeopleFd'
  | 'Profile'
  | 'TitleHub'
  | 'UserStats'
  | 'Activity'
  | 'UserPosts'
  | 'Eraser'
  | 'Notify'
  | 'Rta'
  | 'Tokens'
  | 'Events'
  | 'Laurel';

/**
 * Every host this instance answers for, by the short name the code uses.
 *
 * Source: wire contract §1.
 */
export const hosts = {
  achievements: { name: 'achievements.xboxlive.com', prefix: '/achievements', service: 'Progress' },
  privacy: { name: 'privacy.xboxlive.com', prefix: '/privacy', service: 'Privacy' },
  social: { name: 'social.xboxlive.com', prefix: '/social', service: 'PeopleFd' },
  peoplehub: { name: 'peoplehub.xboxlive.com', prefix: '/peoplehub', service: 'PeopleFd' },
  profile: { name: 'profile.xboxlive.com', prefix: '/profile', service: 'Profile' },
  titlehub: { name: 'titlehub.xboxlive.com', prefix: '/titlehub', service: 'TitleHub' },
  userstats: { name: 'userstats.xboxlive.com', prefix: '/userstats', service: 'UserStats' },
  statsread: { name: 'statsread.xboxlive.com', prefix: '/statsread', service: 'UserStats' },
  avty: { name: 'avty.xboxlive.com', prefix: '/avty', service: 'Activity' },
  activityhub: { name: 'activityhub.xboxlive.com', prefix: '/activityhub', service: 'Activity' },
  userposts: { name: 'userposts.xboxlive.com', prefix: '/userposts', service: 'UserPosts' },
  eraser: { name: 'eraser.xboxlive.com', prefix: '/eraser', service: 'Eraser' },
  notify: { name: 'notify.xboxlive.com', prefix: '/notify', service: 'Notify' },
  rta: { name: 'rta.xboxlive.com', prefix: '/rta', service: 'Rta' },
  userAuth: { name: 'user.auth.xboxlive.com', prefix: '/user.auth', service: 'Tokens' },
  deviceAuth: { name: 'device.auth.xboxlive.com', prefix: '/device.auth', service: 'Tokens' },
  titleAuth: { name: 'title.auth.xboxlive.com', prefix: '/title.auth', service: 'Tokens' },
  xstsAuth: { name: 'xsts.auth.xboxlive.com', prefix: '/xsts.auth', service: 'Tokens' },
  sisu: { name: 'sisu.xboxlive.com', prefix: '/sisu', service: 'Tokens' },
  titleMgt: { name: 'title.mgt.xboxlive.com', prefix: '/title.mgt', service: 'Tokens' },
  oneCollector: {
    name: 'v20.events.data.microsoft.com',
    prefix: '/v20.events',
    service: 'Events',
  },
  vortex: { name: 'vortex.data.microsoft.com', prefix: '/vortex', service: 'Events' },
  vortexEvents: {
    name: 'vortex-events.xboxlive.com',
    prefix: '/vortex-events',
    service: 'Events',
  },
  /** Our own way in for events, without a host of its own. */
  events: { name: '', prefix: '/events', service: 'Events' },
  /** Our own API; it has no host of its own and lives under this prefix on any other host. */
  management: { name: '', prefix: '/management', service: 'Laurel' },
} as const satisfies Record<string, Host>;

/** The short name of a host. */
export type HostName = keyof typeof hosts;
