import { type Expression, type RawBuilder, type SqlBool, sql } from 'kysely';
import { categories, categoryOfNumber, categoryOfOneCode, numberOf } from './offenses/categories.ts';
import { type GroupingDefinition, type OffenseGrouping, offenseGroupings } from './offenses/groupings.ts';

export type { OffenseGrouping } from './offenses/groupings.ts';

/** In, out, or null: the code does not tell. */
type Verdict = boolean | null;
type Verdicts = ReadonlyMap<string, Verdict>;

/** A grouping with every question answered: the verdict on each number, and on what goes before its number. */
interface Answers {
  /** Single codes; categories, where a source names no more than that; and `none`. */
  readonly ofCode: Verdicts;
  readonly ofNumber: Verdicts;
}

function answersOf(grouping: GroupingDefinition): Answers {
  const entries: readonly (readonly [string, Verdict])[] = [
    ...grouping.out.map((entry) => [entry, false] as const),
    ...grouping.unknown.map((entry) => [entry, null] as const),
    ...grouping.in.map((entry) => [entry, true] as const),
  ];
  const ofNumber: Verdicts = new Map([
    ...[...categoryOfNumber.keys()].map((number) => [number, false] as const),
    ...entries.filter(([entry]) => entry.length === 2),
  ]);
  const single = entries.filter(([entry]) => entry.length === 4);
  const ofCategory = categories.map(
    ({ code }) => [code, verdictOnCategory(code, { ofCode: new Map(single), ofNumber })] as const,
  );
  return { ofCode: new Map([...single, ...ofCategory, ['none', false]]), ofNumber };
}

/** What all codes of a category have in common; null where they differ. */
function verdictOnCategory(category: string, answers: Answers): Verdict {
  const isOfIt = (code: string) => (categoryOfOneCode.get(code) ?? categoryOfNumber.get(code.slice(0, 2))) === category;
  const its = new Set([
    ...[...categoryOfOneCode.keys(), ...answers.ofCode.keys()].filter(isOfIt).map((code) => verdictOn(code, answers)),
    ...[...answers.ofNumber].filter(([number]) => isOfIt(number)).map(([, verdict]) => verdict),
  ]);
  const [first = null, ...others] = its;
  return others.length === 0 ? first : null;
}

function verdictOn(code: string, { ofCode, ofNumber }: Answers): Verdict {
  const single = ofCode.get(code);
  if (single !== undefined) return single;
  const number = numberOf(code);
  return number === undefined ? null : (ofNumber.get(number) ?? null);
}

const answers = Object.fromEntries(
  Object.entries(offenseGroupings).map(([id, grouping]) => [id, answersOf(grouping)]),
) as Readonly<Record<OffenseGrouping, Answers>>;

/**
 * Whether an offense is in a grouping. Null where its code does not tell, and where there is no code of the
 * classification: null, withheld, unknown, not recorded or unmapped. No conviction (`none`) is in none.
 */
export function membership(grouping: OffenseGrouping, code: string | null): boolean | null {
  return code === null ? null : verdictOn(code, answers[grouping]);
}

/**
 * The same as `membership`, in the database: true, false or NULL. The verdicts are looked up in one constant, which costs
 * less than half of comparing with each code in turn; literals throughout, so that a view may hold it.
 */
export function isOffenseIn(grouping: OffenseGrouping, code: Expression<string | null>): RawBuilder<SqlBool> {
  const { ofCode, ofNumber } = answers[grouping];
  const ofItsNumber = sql`case when char_length(${code}) = 4 then ${constant(ofNumber)} ->> left(${code}, 2) end`;
  return sql<SqlBool>`(nullif(coalesce(${constant(ofCode)} ->> ${code}, ${ofItsNumber}), 'null')::boolean)`;
}

/** Verdicts as a constant, in words: a null of JSON would be taken for the lack of a verdict. */
function constant(verdicts: Verdicts): RawBuilder<unknown> {
  const words = Object.fromEntries([...verdicts].map(([entry, verdict]) => [entry, String(verdict)]));
  return sql`${sql.lit(JSON.stringify(words))}::jsonb`;
}
