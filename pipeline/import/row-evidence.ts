import { absences, unmappedPrefix } from '../../queries/codelists.ts';
import type { EnforcementEvent } from '../../queries/events.ts';
import { type CriminalCharge, criminalChargeContract, datedFacts, type EvidenceFact } from '../../queries/evidence.ts';
import { codeOfLabel } from '../../queries/offenses/labels.ts';
import { foldBlanks } from '../../queries/spellings.ts';
import type { IsoDate } from '../period.ts';
import type { ConvictionPart, EvidenceColumn, EvidenceFlag, SourceColumn } from '../sources/source.ts';
import { civilDateIn, remembered } from './facts.ts';
import { isRedacted } from './redaction.ts';

/** What a row says beyond its event. */
export interface RowEvidence {
  /** In the order of the reader's `facts`; null: none of them is known. */
  readonly values: readonly (boolean | IsoDate | null)[] | null;
  /** The most serious conviction; null: the row tells of none. */
  readonly conviction: Omit<CriminalCharge, 'event_id'> | null;
  /** What was left unknown because it cannot be understood, in words that are the same for all such rows. */
  readonly leftUnknown: readonly string[];
}

/** Reads the evidence of rows whose cells stand in the order of its columns. */
export interface EvidenceReader {
  /** The facts for which the file has columns. */
  readonly facts: readonly EvidenceFact[];
  readonly read: (cells: readonly string[], event: EnforcementEvent) => RowEvidence;
}

/** Null where the columns hold no evidence. A row is never refused for its evidence: the event took place all the same. */
export function evidenceReader(columns: readonly SourceColumn[]): EvidenceReader | null {
  const flags = flagReaders(columns);
  const conviction = convictionReader(columns);
  if (flags.length === 0 && conviction === null) return null;
  const facts = flags.flatMap(({ fact, day }) => (day === null ? [fact] : [fact, day.fact]));
  const read: EvidenceReader['read'] = (cells, event) => {
    const leftUnknown: string[] = [];
    const values: (boolean | IsoDate | null)[] = [];
    let isFelon: boolean | null = null;
    for (const reader of flags) {
      const { value, on } = readFlag(reader, cells, event, leftUnknown);
      if (reader.fact === 'aggravated_felony_conviction') isFelon = value;
      values.push(value);
      if (reader.day !== null) values.push(on);
    }
    return {
      values: values.some((value) => value !== null) ? values : null,
      conviction: conviction?.(cells, event, isFelon, leftUnknown) ?? null,
      leftUnknown,
    };
  };
  return { facts, read };
}

/** A cell as understood: `strange` where it holds what has no meaning in its column. */
interface Understood<T> {
  readonly value: T | null;
  readonly strange: boolean;
}

const nothingSaid = { value: null, strange: false } as const;
const notUnderstood = { value: null, strange: true } as const;
const saysNothing = (text: string) => text === '' || isRedacted(text) || text.toUpperCase() === 'UNKNOWN';

/** The column of a fact, of its day, and those that can speak against its `no`. */
interface FlagReader {
  readonly fact: EvidenceFlag;
  readonly flag: {
    readonly at: number;
    readonly header: string;
    readonly read: (cell: string) => Understood<boolean>;
  } | null;
  readonly day: DayReader | null;
  readonly contrary: readonly { readonly at: number; readonly speaks: (cell: string) => boolean }[];
}

interface DayReader {
  readonly at: number;
  readonly header: string;
  readonly fact: EvidenceFact;
  readonly read: (cell: string) => Understood<IsoDate>;
}

function flagReaders(columns: readonly SourceColumn[]): readonly FlagReader[] {
  const readers = new Map<EvidenceFlag, FlagReader>();
  const change = (fact: EvidenceFlag, more: Partial<FlagReader>) =>
    readers.set(fact, { ...(readers.get(fact) ?? { fact, flag: null, day: null, contrary: [] }), ...more });
  columns.forEach((column, at) => {
    const { header } = column;
    if (column.holds === 'evidence') change(column.fact, { flag: { at, header, read: flagIn(column) } });
    if (column.holds !== 'evidence-day') return;
    const day = { at, header, fact: column.fact, read: dayIn };
    change(flagOf(column.fact), { day });
  });
  return [...readers.values()].map((reader) => ({ ...reader, contrary: contraryTo(reader.fact, columns) }));
}

/** Every day of a fact is named for it. */
const flagOf = (day: string) => day.replace(/_on$/, '') as EvidenceFlag;

function contraryTo(fact: EvidenceFlag, columns: readonly SourceColumn[]): FlagReader['contrary'] {
  return columns.flatMap((column, at) => {
    if ((column.holds !== 'contrary' && column.holds !== 'evidence') || column.contradicts !== fact) return [];
    if (column.holds === 'evidence') {
      const read = flagIn(column);
      return [{ at, speaks: (cell: string) => read(cell).value === true }];
    }
    return [{ at, speaks: remembered((cell) => column.says.includes(foldBlanks(cell).toUpperCase())) }];
  });
}

function flagIn({ means, blank }: EvidenceColumn): (cell: string) => Understood<boolean> {
  const meanings = new Map(Object.entries(means));
  return remembered((cell) => {
    const text = foldBlanks(cell).toUpperCase();
    if (text === '') return { value: blank === 'no' ? false : null, strange: false };
    const value = meanings.get(text);
    if (value !== undefined) return { value, strange: false };
    return saysNothing(text) ? nothingSaid : notUnderstood;
  });
}

function dayIn(cell: string): Understood<IsoDate> {
  const text = foldBlanks(cell);
  if (saysNothing(text)) return nothingSaid;
  const value = civilDateIn(text);
  return value === undefined ? notUnderstood : { value, strange: false };
}

interface Flag {
  readonly value: boolean | null;
  readonly on: IsoDate | null;
}

const unknown: Flag = { value: null, on: null };

function readFlag(
  { fact, flag, day, contrary }: FlagReader,
  cells: readonly string[],
  event: EnforcementEvent,
  leftUnknown: string[],
): Flag {
  const on = day === null ? nothingSaid : day.read(cells[day.at] ?? '');
  if (day !== null && on.strange) leftUnknown.push(`the column "${day.header}" holds no date`);
  const said =
    flag === null ? { value: on.value === null ? null : true, strange: false } : flag.read(cells[flag.at] ?? '');
  if (flag !== null && said.strange) leftUnknown.push(`the column "${flag.header}" holds a text without a meaning`);
  if (on.value !== null && said.value !== true) {
    leftUnknown.push(`${fact}: there is a day of it, and not a yes`);
    return unknown;
  }
  if (fact in datedFacts && said.value === true && on.value === null) {
    // The column speaks as of the release: without its day, it may have come to be after the event.
    leftUnknown.push(`${fact}: there is a yes, and not the day of it`);
    return unknown;
  }
  const isNoOnTheDay = said.value === false || (on.value !== null && on.value > event.occurred_on);
  if (isNoOnTheDay && contrary.some(({ at, speaks }) => speaks(cells[at] ?? ''))) {
    leftUnknown.push(`${fact}: another column speaks against its no`);
    return unknown;
  }
  return { value: said.value, on: on.value };
}

type ConvictionReader = (
  cells: readonly string[],
  event: EnforcementEvent,
  isAggravatedFelon: boolean | null,
  leftUnknown: string[],
) => RowEvidence['conviction'];

const notACode: ReadonlySet<string> = new Set([...absences.map(({ code }) => code), 'none']);

/**
 * The most serious conviction as one charge. Of which class it was these releases do not say; where no conviction of the
 * person is for an aggravated felony, this one is not.
 */
function convictionReader(columns: readonly SourceColumn[]): ConvictionReader | null {
  const parts = new Map(
    columns.flatMap((column, at) =>
      column.holds === 'conviction' ? [[column.part, { at, header: column.header }] as const] : [],
    ),
  );
  if (parts.size === 0) return null;
  const cellOf = (part: ConvictionPart, cells: readonly string[]) => foldBlanks(cells[parts.get(part)?.at ?? -1] ?? '');
  const dayOf = (part: ConvictionPart, cells: readonly string[], leftUnknown: string[]) => {
    const { value, strange } = dayIn(cellOf(part, cells));
    if (strange) leftUnknown.push(`the column "${parts.get(part)?.header}" holds no date`);
    return value;
  };
  return (cells, event, isAggravatedFelon, leftUnknown) => {
    const convicted = dayOf('convicted_on', cells, leftUnknown);
    const code = offenseOf(event.most_serious_conviction, cellOf('label', cells));
    if (code === undefined && convicted === null) return null;
    const sentence = sentenceOf(sentenceParts.map((part) => cellOf(part, cells)));
    if (sentence.strange) leftUnknown.push('the sentence is not given in whole numbers');
    const days = { charged_on: dayOf('charged_on', cells, leftUnknown), convicted_on: convicted };
    return {
      ...nothingElseKnown,
      ...possibleDays(days, event, leftUnknown),
      ncic_code: code ?? event.most_serious_conviction,
      sentence_days: sentence.value,
      aggravated_felony: isAggravatedFelon === false ? false : null,
    };
  };
}

const nothingElseKnown = {
  charge_number: 1,
  status: 'convicted',
  offense_class: 'unknown',
  sentenced_as: null,
  sentence_suspended: null,
  incident: null,
  immigration_status_element: null,
  gang_element: null,
  domestic_violence: null,
  caused_death_or_serious_injury: null,
} as const;

/** The code of the row, else that of the label; undefined where there is neither. */
function offenseOf(code: string, label: string): string | undefined {
  if (!notACode.has(code)) return code;
  return saysNothing(label) ? undefined : codeLabeled(label);
}

const codeLabeled = remembered((label) => {
  const code = codeOfLabel(label) ?? unmappedPrefix + label;
  return criminalChargeContract.shape.ncic_code.safeParse(code).success ? code : undefined;
});

const sentenceParts = ['sentence_days', 'sentence_months', 'sentence_years'] as const;
/** A sentence in months is not one in days: for the rules, which ask for 90 days, three months are as long. */
const daysIn = [1, 30, 365] as const;

/**
 * Custody in days, where a part of it is given. Rows without any conviction have zeros here, so that no days in all is no
 * statement of a sentence.
 */
function sentenceOf(texts: readonly string[]): Understood<number> {
  const stated = texts.filter((text) => text !== '');
  if (stated.length === 0 || stated.some(saysNothing)) return nothingSaid;
  if (!stated.every((text) => /^\d{1,4}(?:\.0)?$/.test(text))) return notUnderstood;
  const days = texts.reduce((sum, text, at) => sum + Number(text) * (daysIn[at] ?? 0), 0);
  return criminalChargeContract.shape.sentence_days.safeParse(days).success && days > 0
    ? { value: days, strange: false }
    : nothingSaid;
}

/** Days that contradict one another, or the year of birth, are none. */
function possibleDays(
  days: Pick<CriminalCharge, 'charged_on' | 'convicted_on'>,
  { birth_year: birth }: EnforcementEvent,
  leftUnknown: string[],
): Pick<CriminalCharge, 'charged_on' | 'convicted_on'> {
  const { charged_on: charged, convicted_on: convicted } = days;
  const isBeforeBirth = (day: IsoDate | null) => day !== null && birth !== null && Number(day.slice(0, 4)) < birth;
  const reason = [
    ...(charged !== null && convicted !== null && convicted < charged ? ['the conviction is before the charge'] : []),
    ...(isBeforeBirth(charged) || isBeforeBirth(convicted) ? ['the charge or the conviction is before the birth'] : []),
  ];
  leftUnknown.push(...reason);
  return reason.length === 0 ? days : { charged_on: null, convicted_on: null };
}
