import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import type { PriorityRegime } from '../../pipeline/priorities/regime.ts';
import {
  type CriminalCharge,
  criminalChargeContract,
  type Evidence,
  evidenceContract,
  evidenceFacts,
} from '../../queries/evidence.ts';

/** One line of a case file: a record, the day of its event, and what the regime of that day must make of it. */
export interface PriorityCase {
  readonly regime: PriorityRegime;
  /** The event's id: file and line. */
  readonly id: string;
  /** The case in a short sentence. */
  readonly name: string;
  readonly day: string;
  /** Whether what the record does not name is known to be no, or not known. */
  readonly otherwise: 'no' | 'unknown';
  readonly evidence: Evidence;
  readonly charges: readonly CriminalCharge[];
  /** What the event and its agreement carry themselves. */
  readonly event: ReadonlyMap<string, string>;
  readonly expected: string;
  readonly cite: string;
  readonly notExcluded: readonly string[];
}

const columns = ['case', 'day', 'record', 'otherwise', 'charges', 'expected', 'cite', 'not_excluded'] as const;
type Line = Readonly<Record<(typeof columns)[number], string>>;

/** Fields of the event and its agreement, not of the evidence. */
const eventFields = ['criminality', 'threat_level', 'template', 'template_from', 'template_until'];

/**
 * The cases of a regime, from `<regime>.csv` beside this file.
 * @throws where the file is missing or a line does not keep to the format.
 */
export function casesOf(regime: PriorityRegime): readonly PriorityCase[] {
  const text = readFileSync(new URL(`${regime.id}.csv`, import.meta.url), 'utf8');
  const head = text.slice(0, text.indexOf('\n')).trim();
  if (head !== columns.join(',')) throw new Error(`${regime.id}.csv: its columns must be ${columns.join(',')}`);
  const lines: readonly Line[] = parse(text, { columns: true, trim: true });
  return lines.map((line, at) => {
    const id = `${regime.id}.csv:${at + 2}`;
    try {
      return caseOf(regime, id, line);
    } catch (cause) {
      throw new Error(`${id}: does not keep to the format`, { cause });
    }
  });
}

function caseOf(regime: PriorityRegime, id: string, line: Line): PriorityCase {
  const { otherwise, day, expected, cite } = line;
  if (otherwise !== 'no' && otherwise !== 'unknown') throw new Error('otherwise is no or unknown');
  const named = fieldsOf(line.record.split(/\s+/));
  const charges = listed(line.charges).map((text, at) => chargeOf(text, id, at + 1, otherwise));
  return {
    regime,
    id,
    name: line.case,
    day,
    otherwise,
    evidence: evidenceOf(id, named, otherwise, charges.length > 0),
    charges,
    event: new Map([...named].filter(([field]) => eventFields.includes(field))),
    expected,
    cite,
    notExcluded: listed(line.not_excluded),
  };
}

const listed = (text: string) =>
  text
    .split(';')
    .map((part) => part.trim())
    .filter(Boolean);

function fieldsOf(words: readonly string[]): ReadonlyMap<string, string> {
  const pairs = words.filter(Boolean).map((word) => {
    const [field = '', value = '', ...more] = word.split('=');
    if (value === '' || more.length > 0) throw new Error(`"${word}" is not field=value`);
    return [field, value] as const;
  });
  if (new Set(pairs.map(([field]) => field)).size < pairs.length) throw new Error('a field is named twice');
  return new Map(pairs);
}

/** Null is unknown, here as in the evidence. */
function readValue(text: string): boolean | number | string | null {
  if (text === 'unknown') return null;
  if (text === 'yes' || text === 'true') return true;
  if (text === 'no' || text === 'false') return false;
  return /^\d+$/.test(text) ? Number(text) : text;
}

/** Someone with nothing on a record that is whole: present for as long as anyone looks back. */
const longAgo = '1990-01-01';

function evidenceOf(
  event_id: string,
  named: ReadonlyMap<string, string>,
  otherwise: 'no' | 'unknown',
  hasCharges: boolean,
): Evidence {
  const facts = Object.fromEntries(
    evidenceFacts.map((fact) => [fact, otherwise === 'no' ? knownNo(fact, hasCharges) : null]),
  );
  const own = [...named].filter(([field]) => !eventFields.includes(field));
  return evidenceContract.parse({
    event_id,
    ...facts,
    ...Object.fromEntries(own.map(([field, text]) => [field, readValue(text)])),
  });
}

function knownNo(fact: string, hasCharges: boolean): boolean | number | string | null {
  if (fact === 'criminal_history_complete') return true;
  if (fact === 'continuously_present_since') return longAgo;
  // Where charges are listed, they say how many there are and of what kind.
  if (fact.endsWith('_count')) return hasCharges ? null : 0;
  if (fact === 'aggravated_felony_conviction') return hasCharges ? null : false;
  return fact.endsWith('_on') || fact.endsWith('_age') ? null : false;
}

function chargeOf(text: string, event_id: string, charge_number: number, otherwise: 'no' | 'unknown'): CriminalCharge {
  const [status, offense_class, ncic_code, ...rest] = text.split(/\s+/);
  const [first = ''] = rest;
  const day = first === '' || first.includes('=') ? null : first;
  const flag = otherwise === 'no' ? false : null;
  const named = fieldsOf(day === null ? rest : rest.slice(1));
  return criminalChargeContract.parse({
    event_id,
    charge_number,
    status,
    ncic_code,
    offense_class,
    sentenced_as: null,
    charged_on: status === 'convicted' ? null : day,
    convicted_on: status === 'convicted' ? day : null,
    sentence_days: otherwise === 'no' ? 0 : null,
    sentence_suspended: flag,
    incident: null,
    aggravated_felony: flag,
    immigration_status_element: flag,
    gang_element: flag,
    domestic_violence: flag,
    caused_death_or_serious_injury: flag,
    ...Object.fromEntries([...named].map(([field, value]) => [field, field === 'incident' ? value : readValue(value)])),
  });
}
