import { type Absence, type Code, sexes, threatLevels, unmappedPrefix } from '../../queries/codelists.ts';
import { countryNamed } from '../../queries/countries.ts';
import { dispositionNamed } from '../../queries/dispositions.ts';
import { type EnforcementEvent, eventContract } from '../../queries/events.ts';
import { foldBlanks } from '../../queries/spellings.ts';
import { unreachable } from '../errors.ts';
import { isIsoDate, programStart } from '../period.ts';
import type { Fact, FactColumn, SourceColumn } from '../sources/source.ts';

/** What one cell says: facts that keep the contract of events, or the reasons why the row is refused. */
export type Reading = { readonly facts: Facts } | { readonly reasons: readonly string[] };

type Facts = Readonly<Partial<EnforcementEvent>>;

/** Codes of field offices by name and by code, in capitals. */
export type OfficeCodes = ReadonlyMap<string, string>;

/**
 * Reads the cells of one column. The contract of events has no rule across its columns, so that a row keeps it when each
 * cell does, and a text need be read and checked only once for all rows that bear it.
 */
export function cellReader(column: SourceColumn, offices: OfficeCodes): (cell: string) => Reading {
  return remembered((cell) => checked(readCell(column, foldBlanks(cell), offices)));
}

/** Distinct texts kept for one column; a file with more is read anew from there. */
const rememberedTexts = 5000;

function remembered(read: (cell: string) => Reading): (cell: string) => Reading {
  const known = new Map<string, Reading>();
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

function readCell(column: SourceColumn, text: string, offices: OfficeCodes): Reading {
  switch (column.holds) {
    case 'nothing':
      return { facts: {} };
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

function readDay(header: string, text: string): Reading {
  if (text === '') return refused(`${header} is blank`);
  const parts = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text);
  if (!parts) return refused(`${header} "${text}" is not a date of the form M/D/YYYY`);
  const [, month = '', day = '', year = ''] = parts;
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
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

/** A redaction names its exemption of 5 U.S.C. 552(b), `(B)(6);(B)(7)(C)`, or is a pair of dashes. */
const redaction = /^(?:(?:\(\s*b\s*\)(?:\s*\(\s*\w{1,2}\s*\))+[\s;,]*)+|-{2,})$/i;

function absenceIn(text: string): Absence | null {
  if (redaction.test(text)) return 'withheld';
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
    case 'birth_year':
      return readBirthYear(header, text);
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
  const parts = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text);
  const year = /^\d{4}$/.test(text) ? text : parts?.[3];
  if (year === undefined) return refused(`${header} is neither a date of the form M/D/YYYY nor a year`);
  return { facts: { birth_year: Number(year), birth_year_absence: null } };
}
