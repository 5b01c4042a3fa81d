import {
  type Languages,
  localesOf,
  preferredLocales,
  type Rarity,
  type Title,
} from '@laurel/domain';
import type { View } from './achievement.ts';
import { createRenderer, type Renderer } from './template.ts';

/** Rarity figures of a title; the same object while no figure changes. */
export type RarityFigures = ReadonlyMap<string, Rarity>;

/** A view and what renders it; the same objects while nothing they show changes. */
export type Rendered = { readonly view: View; readonly renderer: Renderer };

/** What decides how a title looks to a reader. */
export type Looks = {
  readonly languages: Languages;
  /** `null` for a contract version without rarity. */
  readonly rarity: RarityFigures | null;
  readonly achievedRequirements: View['achievedRequirements'];
  readonly redactSecrets: boolean;
};

/** Gives the view of a title for a reader. */
export type Views = (title: Title, looks: Looks) => Rendered;

/**
 * Keeps views by title: a title has few locales, so few views; those of a version that is no longer
 * in force go with it.
 *
 * @param assetBase where pictures of this instance are, without a slash at the end
 */
export function createViews(assetBase: () => string): Views {
  const byTitle = new WeakMap<Title, Map<string, Rendered>>();
  const localesByLanguages = new WeakMap<Languages, WeakMap<Title, readonly string[]>>();

  function localesFor(title: Title, languages: Languages): readonly string[] {
    let known = localesByLanguages.get(languages);
    if (known === undefined) {
      known = new WeakMap();
      localesByLanguages.set(languages, known);
    }
    const found = known.get(title);
    if (found !== undefined) return found;
    const offered = localesOf(title);
    const locales = preferredLocales(languages, { offered, fallback: title.defaultLocale });
    known.set(title, locales);
    return locales;
  }

  function viewOf({ title, looks, base }: Wanted): Rendered {
    const { languages, rarity, achievedRequirements, redactSecrets } = looks;
    const locales = localesFor(title, languages);
    const flags = `${rarity !== null} ${achievedRequirements} ${redactSecrets}`;
    const key = `${locales.join()} ${flags} ${base}`;
    let views = byTitle.get(title);
    if (views === undefined) {
      views = new Map();
      byTitle.set(title, views);
    }
    const known = views.get(key);
    if (known !== undefined && known.view.rarity === rarity) return known;
    if (known === undefined && views.size >= viewsPerTitleMax) views.clear();
    const view: View = {
      title,
      locales,
      rarity,
      assetBase: base,
      achievedRequirements,
      redactSecrets,
    };
    const made = { view, renderer: createRenderer(view) };
    views.set(key, made);
    return made;
  }

  // Most that are asked for one after the other are one.
  let last: Given | undefined;

  return (title, looks) => {
    const wanted = { title, looks, base: assetBase() };
    if (last === undefined || !isSame(last, wanted)) {
      last = { ...wanted, rendered: viewOf(wanted) };
    }
    return last.rendered;
  };
}

/** What was wanted, and what was given. */
type Given = Wanted & { readonly rendered: Rendered };

type Wanted = { readonly title: Title; readonly looks: Looks; readonly base: string };

function isSame(one: Wanted, other: Wanted): boolean {
  const [a, b] = [one.looks, other.looks];
  return (
    one.title === other.title &&
    one.base === other.base &&
    a.languages === b.languages &&
    a.rarity === b.rarity &&
    a.achievedRequirements === b.achievedRequirements &&
    a.redactSecrets === b.redactSecrets
  );
}

/** A reader can order locales in many ways; beyond this many the views of a title begin anew. */
const viewsPerTitleMax = 64;
