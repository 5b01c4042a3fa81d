import { z } from 'zod';
import { SandboxText, TitleIdText } from '../codec/segment.ts';
import { wholeText } from '../codec/text.ts';
import { type Route, route } from '../route.ts';
import {
  AnyDocument,
  PlanRequest,
  Published,
  PublishPlan,
  PublishRequest,
  RollbackRequest,
  SavedDraft,
  TitleSummaries,
  TitleVersions,
  ValidateRequest,
  Validation,
} from '../schema/title-admin.ts';

/** What all operations here share. A title document may have 4 MiB. */
const management = {
  host: 'management',
  audience: 'manager',
  bodyBytesMax: 4 * 1024 * 1024 + 64 * 1024,
} as const satisfies Partial<Route>;

const ofTitle = z.object({ titleId: TitleIdText });
const whole = wholeText({ min: 0, max: 2 ** 31 - 1 });
const malformed = 'the document does not have the form of one, or is of another title';
const changed = 'someone else has changed it since';

/** `GET /titles` of our own API. */
export const listTitles = route({
  ...management,
  id: 'management.listTitles',
  method: 'GET',
  path: '/titles',
  summary: 'Every title, published or not',
  answers: { 200: TitleSummaries },
});

/** `POST /titles` of our own API. */
export const createTitle = route({
  ...management,
  id: 'management.createTitle',
  method: 'POST',
  path: '/titles',
  summary: 'Add a title, as a draft',
  body: AnyDocument,
  answers: { 201: SavedDraft },
  refusals: { 400: malformed, 409: 'there is a draft of that title' },
});

/** `GET /titles/:titleId/document` of our own API. */
export const getTitleDocument = route({
  ...management,
  id: 'management.getTitleDocument',
  method: 'GET',
  path: '/titles/:titleId/document',
  summary: "A title's draft, or what is published in a sandbox",
  params: ofTitle,
  query: z.object({ sandbox: SandboxText.optional(), version: whole.optional() }),
  answers: { 200: AnyDocument },
  refusals: { 404: 'there is no such draft, or no such version in that sandbox' },
});

/** `PUT /titles/:titleId/document` of our own API. */
export const saveTitleDocument = route({
  ...management,
  id: 'management.saveTitleDocument',
  method: 'PUT',
  path: '/titles/:titleId/document',
  summary: "Replace a title's draft",
  params: ofTitle,
  query: z.object({ expectedRevision: whole.optional() }),
  body: AnyDocument,
  answers: { 200: SavedDraft },
  refusals: { 400: malformed, 409: changed },
});

/** `POST /titles/:titleId/validate` of our own API. */
export const validateTitle = route({
  ...management,
  id: 'management.validateTitle',
  method: 'POST',
  path: '/titles/:titleId/validate',
  summary: 'Everything that is wrong with a document, or worth knowing of it',
  description: 'Without a sandbox it is judged as for RETAIL.',
  params: ofTitle,
  body: ValidateRequest,
  answers: { 200: Validation },
  refusals: { 404: 'no document was sent, and there is no draft' },
});

/** `POST /titles/:titleId/plan` of our own API. */
export const planTitle = route({
  ...management,
  id: 'management.planTitle',
  method: 'POST',
  path: '/titles/:titleId/plan',
  summary: 'What publishing would change, and for how many players',
  params: ofTitle,
  body: PlanRequest,
  answers: { 200: PublishPlan },
  refusals: { 404: 'there is no such draft or sandbox' },
});

/** `POST /titles/:titleId/publish` of our own API. */
export const publishTitle = route({
  ...management,
  id: 'management.publishTitle',
  method: 'POST',
  path: '/titles/:titleId/publish',
  summary: 'Put a document in force, whole or not at all',
  params: ofTitle,
  body: PublishRequest,
  answers: { 200: Published },
  refusals: {
    404: 'there is no such draft or sandbox',
    409: 'another version is in force than expected',
    422: 'the document has errors, or changes what may not change',
  },
});

/** `POST /titles/:titleId/rollback` of our own API. */
export const rollBackTitle = route({
  ...management,
  id: 'management.rollBackTitle',
  method: 'POST',
  path: '/titles/:titleId/rollback',
  summary: 'Put an older version in force again, as a new one',
  description: 'Achievements that came after it stay, archived: players may have them.',
  params: ofTitle,
  body: RollbackRequest,
  answers: { 200: Published },
  refusals: { 404: 'there is no such version', 422: 'the older document has errors' },
});

/** `GET /titles/:titleId/versions` of our own API. */
export const listTitleVersions = route({
  ...management,
  id: 'management.listTitleVersions',
  method: 'GET',
  path: '/titles/:titleId/versions',
  summary: 'What was published of a title in a sandbox, oldest first',
  params: ofTitle,
  query: z.object({ sandbox: SandboxText.optional() }),
  answers: { 200: TitleVersions },
});

/** `GET /sandboxes` of our own API. */
export const listSandboxes = route({
  ...management,
  id: 'management.listSandboxes',
  method: 'GET',
  path: '/sandboxes',
  summary: 'The sandboxes that titles can be published to',
  answers: { 200: z.object({ sandboxes: z.array(z.string()) }) },
});

/** `POST /sandboxes` of our own API. */
export const addSandbox = route({
  ...management,
  id: 'management.addSandbox',
  method: 'POST',
  path: '/sandboxes',
  summary: 'Add a sandbox; one that is there stays as it is',
  body: z.object({ name: SandboxText }),
  answers: { 201: z.object({ name: z.string() }) },
});
