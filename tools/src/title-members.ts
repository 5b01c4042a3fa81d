import { schema } from '@laurel/contract';

type Schema = { readonly [member: string]: unknown };

/** Below this line `docs/titles.md` holds what {@link titleMembers} gives, and nothing else. */
export const membersMark = '<!-- members -->\n';

/**
 * Every member of a title document, as Markdown: a table for the title and for each part of it, in
 * the order in which they are first named.
 */
export function titleMembers(): string {
  const root = asSchema(JSON.parse(schema.titleSchemaText()));
  const parts = asSchema(root.$defs);
  const objects = Object.keys(parts).filter((name) => 'properties' in asSchema(parts[name]));
  const sections = [
    section('Title', root, parts),
    ...objects.map((name) => section(headingOf(name), asSchema(parts[name]), parts)),
  ];
  return sections.join('\n');
}

function section(heading: string, part: Schema, parts: Schema): string {
  const needed = Array.isArray(part.required) ? part.required : [];
  const rows = Object.entries(asSchema(part.properties)).map(([name, value]) => {
    const member = asSchema(value);
    const words = [formOf(member, parts), member.description].filter((text) => text !== undefined);
    const told = words.map((text) => `${String(text).replace(/\.$/, '')}.`).join(' ');
    const mark = needed.includes(name) ? 'yes' : '';
    return `| \`${name}\` | ${mark} | ${told.replaceAll('|', '\\|')} |`;
  });
  const head = ['| Member | Needed | What it is |', '|---|---|---|'];
  return [`### ${heading}`, '', ...head, ...rows, ''].join('\n');
}

/** `DocumentTimeWindow` → `Time window`. */
function headingOf(name: string): string {
  const words = name.replace(/^Document/, '').replaceAll(/(?!^)([A-Z])/g, ' $1');
  return words.charAt(0) + words.slice(1).toLowerCase();
}

const kinds: Readonly<Record<string, string>> = {
  string: 'Text',
  integer: 'A whole number',
  number: 'A number',
  boolean: '`true` or `false`',
  null: '`null`',
};

function formOf(member: Schema, parts: Schema): string {
  if (typeof member.$ref === 'string') return referenceOf(member.$ref, parts);
  if (Array.isArray(member.enum)) {
    return `One of ${member.enum.map((one) => `\`${one}\``).join(', ')}`;
  }
  if (Array.isArray(member.anyOf)) {
    const forms = member.anyOf.map((one) => formOf(asSchema(one), parts));
    return forms.map((form, index) => (index === 0 ? form : uncapitalized(form))).join(', or ');
  }
  if (member.type === 'array') {
    return `A list: ${uncapitalized(formOf(asSchema(member.items), parts))}`;
  }
  if (member.type === 'object') return mapOf(member, parts);
  return kinds[String(member.type)] ?? 'Any value';
}

function mapOf({ propertyNames, additionalProperties }: Schema, parts: Schema): string {
  const isByLocale = asSchema(propertyNames).$ref === '#/$defs/LocaleTag';
  if (isByLocale) return 'A text for each locale';
  return `For each name: ${uncapitalized(formOf(asSchema(additionalProperties), parts))}`;
}

/** Parts with members have a table of their own; others say what they are. */
function referenceOf(reference: string, parts: Schema): string {
  const name = reference.slice('#/$defs/'.length);
  const part = asSchema(parts[name]);
  if ('properties' in part) {
    const heading = headingOf(name);
    return `[${heading}](#${heading.toLowerCase().replaceAll(' ', '-')})`;
  }
  const simple: Readonly<Record<string, string>> = {
    Guid: 'A GUID',
    LocaleTag: 'A language tag such as `en-US`',
    PictureAddress: 'A picture: a file beside the document, or an address',
    UtcDate: 'A UTC date such as `2026-06-01T00:00:00Z`',
  };
  return simple[name] ?? formOf(part, parts);
}

function uncapitalized(text: string): string {
  return /^[A-Z][a-z ]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}

function asSchema(value: unknown): Schema {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
