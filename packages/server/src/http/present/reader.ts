import type { Languages, Sandbox, Scid, Title } from '@laurel/domain';
import type { SwitchBoard } from '../switches.ts';
import type { RarityFigures, Rendered, Views } from './views.ts';

/** Who looks, as far as it changes what is shown. */
export type Reader = {
  readonly sandbox: Sandbox;
  readonly languages: Languages;
  readonly isOwner: boolean;
  readonly hasRarity: boolean;
};

/** The current rarity figures of a title. */
export type FiguresOf = (title: { sandbox: Sandbox; scid: Scid }) => RarityFigures;

/** Gives each title's view for one reader. */
export type ViewsFor = (reader: Reader) => (title: Title) => Rendered;

/** Joins what a reader's view depends on: languages, rarity, switches. */
export function createViewsFor({
  views,
  figuresOf,
  switches,
}: {
  views: Views;
  figuresOf: FiguresOf;
  switches: SwitchBoard;
}): ViewsFor {
  return ({ sandbox, languages, isOwner, hasRarity }) =>
    (title) => {
      const { achievedRequirements, redactSecretsForOthers } = switches.current;
      return views(title, {
        languages,
        rarity: hasRarity ? figuresOf({ sandbox, scid: title.scid }) : null,
        achievedRequirements,
        redactSecrets: redactSecretsForOthers && !isOwner,
      });
    };
}
