import { listAchievements } from '@laurel/contract';
import {
  type Listed,
  type Page,
  pageOf,
  type Selection,
  type Title,
  titleId,
  unseenIn,
  type Xuid,
} from '@laurel/domain';
import { andThen } from '../../../and-then.ts';
import type { Clock } from '../../../clock.ts';
import {
  type AchievementsService,
  type Reading,
  type SeenTitle,
  select,
} from '../../../services/achievements.ts';
import type { WireAnswer } from '../../exchange.ts';
import {
  answer,
  answerLent,
  answerText,
  type Input,
  type Operation,
  operation,
  requireAsker,
} from '../../operation.ts';
import type { OwnerOf } from '../../owner.ts';
import type { BodyCache, BodySource } from '../../present/body-cache.ts';
import { presentLegacyPage } from '../../present/legacy-page.ts';
import { type Lent, renderPage } from '../../present/page.ts';
import type { FiguresOf, ViewsFor } from '../../present/reader.ts';
import type { Renderer } from '../../present/template.ts';
import type { Rendered } from '../../present/views.ts';
import type { SwitchBoard, Switches } from '../../switches.ts';
import { projectionOf } from './contract-version.ts';
import { pagingOf } from './paging.ts';

type ListInput = Input<typeof listAchievements>;

/** A1: a page of a player's achievements. Source: wire contract §2.4. */
export function listOperation({
  achievements,
  ownerOf,
  viewsFor,
  figuresOf,
  bodies,
  switches,
  clock,
}: {
  achievements: AchievementsService;
  ownerOf: OwnerOf;
  viewsFor: ViewsFor;
  figuresOf: FiguresOf;
  bodies: BodyCache;
  switches: SwitchBoard;
  clock: Clock;
}): Operation {
  function answerFor(input: ListInput, owner: Xuid): Promise<WireAnswer> | WireAnswer {
    const { query, contractVersion } = input;
    const asker = requireAsker(input);
    const { generation } = projectionOf(contractVersion);
    const isEmpty = contractVersion === 5 && switches.current.contract5 === 'empty';
    const titleIds = isEmpty ? [] : (query.titleId?.map(titleId) ?? null);
    const reading = { asker, owner };
    return andThen(achievements.seen(reading, { titleIds, generation }), (seen) =>
      presented(input, { reading, seen }),
    );
  }

  function presented(
    input: ListInput,
    { reading: { asker, owner }, seen }: { reading: Reading; seen: readonly SeenTitle[] },
  ): WireAnswer {
    const { query, contractVersion, languages } = input;
    const { generation, hasRarity } = projectionOf(contractVersion);
    const paging = pagingOf(query, switches.current);
    const pageOfSeen = () => {
      const selection = selectionOf(input, switches.current);
      const listed = select(seen, { selection, now: clock.now() });
      if (generation === 'Xbox360') return pageOf(listed.filter(isEarned), paging);
      const titles = seen.map(({ title }) => title);
      return pageOf(listed, { ...paging, unseen: unseenIn(titles, selection) });
    };
    if (generation === 'Xbox360') {
      const rarityOf = ({ scid }: Title) => figuresOf({ sandbox: asker.sandbox, scid });
      const looks = { languages, rarityOf: hasRarity ? rarityOf : null };
      return answer(200, presentLegacyPage(pageOfSeen(), looks));
    }
    const isOwner = asker.kind === 'Token' && asker.xuid === owner;
    const viewOf = viewsFor({ sandbox: asker.sandbox, languages, isOwner, hasRarity });
    const { target } = input.request;
    const key = target.includes(owner) ? target : `${owner} ${target}`;
    const whose = { owner, sandbox: asker.sandbox };
    return remembered({ bodies, key, whose, seen, viewOf, pageOfSeen });
  }

  return operation(listAchievements, (input) =>
    andThen(ownerOf(input.params.user, requireAsker(input)), (owner) => answerFor(input, owner)),
  );
}

function isEarned({ progress }: Listed): boolean {
  return progress.state === 'Achieved';
}

function selectionOf({ query }: ListInput, switches: Switches): Selection {
  return {
    types: query.types === undefined ? null : new Set(query.types),
    unlockedOnly: query.unlockedOnly ?? false,
    possibleOnly: query.possibleOnly ?? false,
    order: query.orderBy ?? 'Unordered',
    unlockedOnlyIncludesInProgress: switches.unlockedOnlyIncludesInProgress,
  };
}

type Parts = {
  readonly bodies: BodyCache;
  /** For whom and what is asked; `whose` says it again, for a target may name more than one. */
  readonly key: string;
  readonly whose: Pick<BodySource, 'owner' | 'sandbox'>;
  readonly seen: readonly SeenTitle[];
  readonly viewOf: (title: Title) => Rendered;
  readonly pageOfSeen: () => Page<Listed>;
};

/** Renders a page, or gives the one that was rendered from the very same record and view. */
function remembered({ bodies, key, whose, seen, viewOf, pageOfSeen }: Parts): WireAnswer {
  // Only a page of one title has one record version that it depends on.
  const [only] = seen.length === 1 ? seen : [];
  if (only === undefined) return answerLent(200, rendered({ pageOfSeen, viewOf }));
  const { view, renderer } = viewOf(only.title);
  const source = { ...whose, recordVersion: only.stored?.version ?? 0, view };
  const known = bodies.get(key, source);
  if (known !== undefined) return answerText(200, known);
  const page = pageOfSeen();
  const lent = renderPage(page.items, { rendererOf: () => renderer, paging: page });
  bodies.offer(key, source, lent.text);
  return answerLent(200, lent);
}

function rendered({ pageOfSeen, viewOf }: Pick<Parts, 'pageOfSeen' | 'viewOf'>): Lent {
  const page = pageOfSeen();
  const renderers = new Map<Title, Renderer>();
  const rendererOf = ({ title }: Listed) => {
    const renderer = renderers.get(title) ?? viewOf(title).renderer;
    renderers.set(title, renderer);
    return renderer;
  };
  return renderPage(page.items, { rendererOf, paging: page });
}
