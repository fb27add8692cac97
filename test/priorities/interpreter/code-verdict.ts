import { categories } from '../../../queries/offenses/categories.ts';
import {
  type GroupingDefinition,
  type OffenseGrouping,
  offenseGroupings,
} from '../../../queries/offenses/groupings.ts';
import type { Truth } from './kleene.ts';

const numbers = new Set(categories.flatMap((category) => category.numbers));

/** What the code of an offense tells about a grouping: the lists are the program's own, how they are read is not. */
export function isIn(grouping: OffenseGrouping, code: string): Truth {
  const lists: GroupingDefinition = offenseGroupings[grouping];
  if (code === 'none') return false;
  const category = categories.find((each) => each.code === code);
  if (category !== undefined) return whatTheyShare(codesOf(category, lists).map((each) => verdict(lists, each)));
  return verdict(lists, code);
}

/** A single code goes before its number; a number of the classification that no list names is outside. */
function verdict(lists: GroupingDefinition, code: string): Truth {
  if (code.length !== 4 || !numbers.has(code.slice(0, 2))) return null;
  for (const entry of [code, code.slice(0, 2)]) {
    if (lists.in.includes(entry)) return true;
    if (lists.out.includes(entry)) return false;
    if (lists.unknown.includes(entry)) return null;
  }
  return false;
}

/** Every code of a category that a list names, and one that none names for each of its numbers. */
function codesOf(category: (typeof categories)[number], lists: GroupingDefinition): readonly string[] {
  if (category.only !== undefined) return category.only;
  const ofOthers = new Set(categories.flatMap((other) => other.only ?? []));
  const named = [...lists.in, ...lists.out, ...lists.unknown].filter(
    (entry) => entry.length === 4 && category.numbers.includes(entry.slice(0, 2)) && !ofOthers.has(entry),
  );
  return [...named, ...category.numbers.map((number) => `${number}__`)];
}

function whatTheyShare(verdicts: readonly Truth[]): Truth {
  const [first = null, ...others] = verdicts;
  return others.every((other) => other === first) ? first : null;
}
