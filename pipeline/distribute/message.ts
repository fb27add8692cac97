import { agreementModels } from '../../queries/codelists.ts';
import type { FieldOffice } from '../../queries/offices.ts';
import type { Parcel } from '../channels/channel.ts';
import { instantInWords, lastDay, parsePeriod, rangePeriod } from '../period.ts';
import type { Manifest } from '../publish/manifest.ts';
import { reports } from '../reports/index.ts';
import { sharedWords } from '../reports/words.ts';
import { counted, fill } from '../wording.ts';
import { type Addressee, getsEverything, wholeEdition } from './addressee.ts';
import type { Changes } from './changes.ts';
import { parcelManifest } from './parcel.ts';

/** The sentences of a message, with their slots. */
const words = {
  title: '{report} ({edition})',
  synthetic: 'SYNTHETIC: {title}',
  edition: 'edition {number}',
  document: '{report}, {period}: {scope}',
  whole: 'all documents',
  audience: {
    internal: 'This is edition {number} for internal use, from the sources as of {asOf}.',
    public: 'This is edition {number} for the public, from the sources as of {asOf}.',
  },
  same: 'It takes the place of edition {since}. No figure differs.',
  differ: {
    one: 'It takes the place of edition {since}. One figure differs; the notes of the document say which.',
    many: 'It takes the place of edition {since}. {count} figures in {tables} differ; the notes of the document say which.',
  },
  tables: { one: 'one table', many: '{count} tables' },
  notAtHand: 'It takes the place of edition {since}. The notes of the document say what is known of the difference.',
  earlier: 'The edition that you were handed last is edition {last}.',
  files: 'The file {file} lists every file with its size and SHA-256.',
} as const;

/** What a parcel is called, and what its reader is told. */
export function wordsOf(
  manifest: Manifest,
  addressee: Addressee,
  { changes, last, offices }: Told,
): Pick<Parcel, 'title' | 'message'> {
  const number = String(manifest.edition);
  const report = reports.find(({ id }) => id === manifest.report);
  const slots = {
    report: report?.title ?? manifest.report,
    period: periodLabel(manifest),
    scope: scopeLabel(manifest, addressee, offices),
  };
  const document = fill(words.document, slots);
  const { document: documentWords } = report?.words ?? sharedWords;
  const message = [
    `${document}.`,
    ...(report === undefined ? [] : [report.purpose]),
    fill(words.audience[manifest.audience], { number, asOf: instantInWords(manifest.asOf) }),
    ...(changes === null ? [] : [changeSentence(changes)]),
    ...(changes === null || last === undefined || last === changes.since
      ? []
      : [fill(words.earlier, { last: String(last) })]),
    ...(manifest.synthetic ? [documentWords.synthetic.sentence] : []),
    fill(words.files, { file: getsEverything(addressee) ? 'manifest.json' : parcelManifest }),
  ];
  const title = fill(words.title, { report: document, edition: fill(words.edition, { number }) });
  return { title: manifest.synthetic ? fill(words.synthetic, { title }) : title, message };
}

/** What a message is made from beside the edition. */
export interface Told {
  /** null: there was no edition before. */
  readonly changes: Changes | null;
  /** The last edition that the recipient was handed; undefined: none. */
  readonly last: number | undefined;
  readonly offices: readonly FieldOffice[];
}

function periodLabel({ period }: Manifest): string {
  return (period.id.includes('--') ? rangePeriod(period.from, lastDay(period)) : parsePeriod(period.id)).label;
}

function scopeLabel({ subject }: Manifest, { scope }: Addressee, offices: readonly FieldOffice[]): string {
  const { scopeInTitle } = sharedWords.document;
  if (subject !== undefined) {
    const model = agreementModels.find(({ code }) => code === subject.model)?.label ?? subject.model;
    return fill(scopeInTitle.agreement, { agency: subject.agency, state: subject.state, model });
  }
  if (scope === wholeEdition) return words.whole;
  if (scope === 'national') return scopeInTitle.national;
  const name = offices.find(({ office_code: code }) => code === scope)?.name ?? scope;
  return fill(scopeInTitle.office, { name });
}

function changeSentence({ since: number, differing }: Changes): string {
  const since = String(number);
  if (differing === null) return fill(words.notAtHand, { since });
  const { figures, tables } = differing;
  if (figures === 0) return fill(words.same, { since });
  return figures === 1
    ? fill(words.differ.one, { since })
    : counted(words.differ, figures, { since, tables: counted(words.tables, tables) });
}
