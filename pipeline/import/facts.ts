import {
  type Absence,
  type Code,
  criminalities,
  sexes,
  threatLevels,
  unmappedPrefix,
} from '../../queries/codelists.ts';
import { countryNamed } from '../../queries/countries.ts';
import { dispositionNamed } from '../../queries/dispositions.ts';
import { type EnforcementEvent, eventContract } from '../../queries/events.ts';
import { foldBlanks } from '../../queries/spellings.ts';
import { unreachable } from '../errors.ts';
import { type IsoDate, isIsoDate, programStart } from '../period.ts';
import type { DayColumn, Fact, FactColumn, PlaceColumn, SourceColumn } from '../sources/source.ts';
import { isRedacted } from './redaction.ts';

/** What one cell says: facts that keep the contract of events, or the reasons why the row is refused. */
export type Reading = { readonly facts: Facts } | { readonly reasons: readonly string[] };

type Facts = Readonly<Partial<EnforcementEvent>>;

/** Codes of field offices by name and by code, in capitals. */
export type OfficeCodes = ReadonlyMap<string, string>;

/**
 * Reads the cells of one column; null where it holds no fact of the event. The contract of events has no rule across its
 * columns, so that a row keeps it when each cell does, and a text need be read and checked only once for all rows that
 * bear it.
 */
export function cellReader(column: SourceColumn, offices: OfficeCodes): ((cell: string) => Reading) | null {
  switch (column.holds) {
    case 'nothing':
    case 'person_key':
    case 'evidence':
    case 'evidence-day':
    case 'contrary':
    case 'conviction':
      return null;
    default:
      return remembered((cell) => checked(readCell(column, foldBlanks(cell), offices)));
  }
}

/** Distinct texts kept for one column; a file with more is read anew from there. */
const rememberedTexts = 5000;

/** Reads each text once, however many rows bear it. */
export function remembered<R>(read: (cell: string) => R): (cell: string) => R {
  const known = new Map<string, R>();
  return (cell) => {
    const before = known.get(cell);
    if (before !== undefined) return before;
    const reading = read(cell);
    if (known.size >= rememberedTexts) known.clear();
    known.set(cell, reading);
    return reading;
  };
}

const factsContract = eventContract.partial();

function checked(reading: Reading): Reading {
  if ('reasons' in reading) return reading;
  const result = factsContract.safeParse(reading.facts);
  if (result.success) return reading;
  return { reasons: result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`) };
}

function readCell(column: DayColumn | FactColumn | PlaceColumn, text: string, offices: OfficeCodes): Reading {
  switch (column.holds) {
    case 'landmark':
      return { facts: { landmark: text || null } };
    case 'occurred_on':
      return readDay(column.header, text);
    default:
      return readFact(column, text, offices);
  }
}

const refused = (reason: string): Reading => ({ reasons: [reason] });

/** The last day of the years that periods may name. */
const lastDay = '2199-12-31';

/**
 * A date with or without a time of day, which is the time where the event took place: its day is the civil date as it
 * stands. A time with a zone is no such thing, and is refused.
 */
const dates = {
  unpadded: /^(?<month>\d{1,2})\/(?<day>\d{1,2})\/(?<year>\d{4})(?: \d{1,2}:\d{2}(?::\d{2})?(?: ?[AP]M)?)?$/i,
  iso: /^(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})(?:[ T]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)?$/,
} as const;

/** The parts of a date as written; undefined where it has another form. */
function datePartsOf(text: string): { readonly year: string; readonly date: string } | undefined {
  const { year, month, day } = (dates.unpadded.exec(text) ?? dates.iso.exec(text))?.groups ?? {};
  if (year === undefined || month === undefined || day === undefined) return undefined;
  return { year, date: `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` };
}

/** The first day that a record may name, other than that of its event. */
const firstDay = '1900-01-01';

/** The civil date that a text gives, with or without a time of day; undefined where it is none, or none that can be meant. */
export function civilDateIn(text: string): IsoDate | undefined {
  const date = datePartsOf(text)?.date;
  return date !== undefined && isIsoDate(date) && date >= firstDay && date <= lastDay ? date : undefined;
}

function readDay(header: string, text: string): Reading {
  if (text === '') return refused(`${header} is blank`);
  const date = datePartsOf(text)?.date;
  if (date === undefined) return refused(`${header} "${text}" is not a date of the form M/D/YYYY or YYYY-MM-DD`);
  if (!isIsoDate(date)) return refused(`${header} "${text}" is not a day of the calendar`);
  if (date < programStart) return refused(`${header} "${text}" is before ${programStart}, the day of the statute`);
  if (date > lastDay) return refused(`${header} "${text}" is after ${lastDay}`);
  return { facts: { occurred_on: date } };
}

function readFact(column: FactColumn, text: string, offices: OfficeCodes): Reading {
  const own = column.means?.[text.toUpperCase()];
  if (own !== undefined) return stated(column.holds, own);
  if (text === '') return stated(column.holds, column.blank);
  const reason = absenceIn(text);
  return reason === null ? readValue(column, text, offices) : stated(column.holds, reason);
}

function absenceIn(text: string): Absence | null {
  if (isRedacted(text)) return 'withheld';
  return text.toUpperCase() === 'UNKNOWN' ? 'unknown' : null;
}

/** A fact that is a code already. */
function stated(fact: Fact, code: string): Reading {
  if (fact === 'birth_year') return { facts: { birth_year: null, birth_year_absence: code as Absence } };
  return { facts: { [fact]: code } };
}

function readValue(column: FactColumn, text: string, offices: OfficeCodes): Reading {
  const { header, holds } = column;
  switch (holds) {
    case 'office_code': {
      const name = text.replace(/ Area of Responsibility$/i, '').toUpperCase();
      const code = offices.get(name);
      return code === undefined
        ? refused(`${header} "${text}" is not in the register of field offices`)
        : stated(holds, code);
    }
    case 'program':
    case 'method':
      return stated(holds, text);
    case 'disposition':
      return stated(holds, dispositionNamed(text) ?? unmappedPrefix + text);
    case 'citizenship':
      return stated(holds, countryNamed(text) ?? unmappedPrefix + text);
    case 'sex':
      return fromList(column, text, sexes);
    case 'threat_level':
      return fromList(column, text, threatLevels);
    case 'criminality':
      return fromList(column, text, criminalities);
    case 'birth_year':
      return readBirthYear(header, text);
    case 'most_serious_conviction':
      return stated(holds, offenseCode(text) ?? unmappedPrefix + text);
    default:
      return unreachable(holds);
  }
}

function fromList(column: FactColumn, text: string, list: readonly Code[]): Reading {
  const spelled = text.toUpperCase();
  const found = list.find(({ code, label }) => code.toUpperCase() === spelled || label.toUpperCase() === spelled);
  if (found) return stated(column.holds, found.code);
  return refused(`${column.header} "${text}" is none of ${list.map(({ label }) => label).join(', ')}`);
}

/** The contract bounds the year; only the year of a birth date is kept. */
function readBirthYear(header: string, text: string): Reading {
  const year = /^\d{4}$/.test(text) ? text : datePartsOf(text)?.year;
  if (year === undefined) return refused(`${header} is neither a date of the form M/D/YYYY or YYYY-MM-DD nor a year`);
  return { facts: { birth_year: Number(year), birth_year_absence: null } };
}

/**
 * An NCIC uniform offense code: four digits, or the two of its class and two letters where the agency adds a class of its
 * own (`13AB`). Spreadsheet programs take the first zero of `0301` away, and it is put back.
 */
function offenseCode(text: string): string | undefined {
  const code = text.toUpperCase().padStart(4, '0');
  return /^\d{2}(?:\d{2}|[A-Z]{2})$/.test(code) && text.length >= 3 ? code : undefined;
}
