import type { Bilingual, StreamType } from '#libs/kernel/decider';
import type { FactShape, Member, NamedShape, ShapesReader } from './fact-shapes.ts';
import { blocks, code, heading, table } from './markdown.ts';

/** A kind of stream with what its facts are read from. */
export interface FactSource {
  readonly title: Bilingual;
  readonly streamType: Pick<StreamType, 'category' | 'machine' | 'personal'>;
  /** Absolute path of its events file. */
  readonly eventsFile: string;
  /** The region that owns each fact. */
  readonly regionOf: Readonly<Record<string, string>>;
  /** What a fact is called for people, where that is written down. */
  readonly labels?: Readonly<Record<string, Bilingual>>;
}

const membersTable = (members: readonly Member[]): string =>
  table(
    ['member', 'type', '', 'meaning'],
    members.map(({ name, optional, personal, type, doc }) => [
      code(optional ? `${name}?` : name),
      code(type),
      personal ? 'personal' : '',
      doc,
    ]),
  );

const factSection = ({ type, doc, members }: FactShape, label: Bilingual | undefined): string =>
  blocks(
    `#### ${type}`,
    [label === undefined ? '' : `${label.ja} / ${label.en}.`, doc].filter((part) => part).join(' '),
    members.length === 0 ? 'No members.' : membersTable(members),
  );

const regionTitles: Readonly<Record<string, string>> = {
  root: 'Any region',
  state: 'Lifecycle',
  ledger: 'Ledger',
};

const streamSection = (
  { title, streamType, eventsFile, regionOf, labels }: FactSource,
  reader: ShapesReader,
): string => {
  const facts = reader.factsOf(eventsFile);
  const regions = [...new Set(Object.values(regionOf))];
  const sections = regions.map((region) =>
    blocks(
      `### ${regionTitles[region] ?? `Region ${code(region)}`}`,
      ...facts.filter(({ type }) => regionOf[type] === region).map((fact) => factSection(fact, labels?.[fact.type])),
    ),
  );
  return blocks(
    `## ${title.ja} – ${title.en}`,
    `Streams ${code(`${streamType.category}-<id>`)}, machine ${code(streamType.machine)}, ${facts.length} facts.`,
    ...sections,
  );
};

const shapeSection = ({ name, doc, members, meaning }: NamedShape): string =>
  blocks(`### ${name}`, doc, meaning === '' ? membersTable(members) : code(meaning));

const introduction = `Everything that the log can hold. Names of facts and of their members are a storage format: none is ever edited or removed.
Members marked *personal* are sealed in the log under the key of the order's customer, and are null once that key was destroyed.
Amounts are integers in minor units of the order's currency, dates are \`YYYY-MM-DD\`, instants RFC 3339 in UTC.
Beside its data every fact has [metadata](../../libs/kernel/fact.ts): who, when, why, the state after it, and its place in the hash chain.`;

/** Every fact of every stream, by the region that owns it, with its members. */
export const eventCatalogue = (sources: readonly FactSource[], reader: ShapesReader): string =>
  blocks(
    heading('Event catalogue'),
    introduction,
    ...sources.map((source) => streamSection(source, reader)),
    '## Shapes inside facts',
    ...reader.namedShapes().map(shapeSection),
  ).concat('\n');
