// Saltlight. Made by `laurel codegen` from the title document. Do not edit; make it anew.

/** What the service calls the title. */
export const titleId = 1700100001;

/** The service configuration of the title. */
export const scid = '00000000-0000-0000-0000-0000655577a1';

/** Every achievement of the title by its name. */
export const achievements = {
  /** First Light (20 G): Light the lamp of the old tower. */
  FirstLight: '1',
  /** Steady Hands (40 G): Trim the wick 50 times without losing the flame. */
  SteadyHands: '2',
  /** Safe Harbour (80 G): Bring 100 boats home. */
  SafeHarbour: '3',
  /** Cartographer of the Shoals (90 G): Chart all 48 shoals around the island. */
  CartographerOfTheShoals: '4',
  /** Letters from the Mainland (60 G): Read all 30 letters that the mail boat brings. */
  LettersFromTheMainland: '5',
  /** Gull Whisperer (30 G): Feed the same gull on 20 mornings in a row. */
  GullWhisperer: '6',
  /** Storm Warden (120 G): Keep the light burning through the Great Storm. */
  StormWarden: '7',
  /** Polished Brass (80 G): Restore every part of the great lens. */
  PolishedBrass: '8',
  /** What the Net Brought (70 G): Raise all 12 relics from the seabed. */
  WhatTheNetBrought: '9',
  /** Night Without Stars (60 G): secret */
  NightWithoutStars: '10',
  /** The Keeper Before You (150 G): secret */
  TheKeeperBeforeYou: '11',
  /** Last Dawn (200 G): Watch the sun rise on the last day of your watch. */
  LastDawn: '12',
  /** Fog Bell (60 G): Guide 25 boats through the fog by sound alone. */
  FogBell: '13',
  /** The Ghost Fleet (90 G): secret */
  TheGhostFleet: '14',
  /** Two Lamps (50 G): Light both towers in one night with a second keeper. */
  TwoLamps: '15',
} as const;

/** The id of an achievement of the title: another one does not compile. */
export type AchievementId = (typeof achievements)[keyof typeof achievements];
