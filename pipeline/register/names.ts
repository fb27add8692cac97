import { agencyWords, fillerWords } from '../../queries/register-spellings.ts';

/** A name as names are compared: small letters, no signs, abbreviated words written out. */
export function comparableName(name: string): string {
  const bare = name.toLowerCase().replace(/'/g, '').replace(/&/g, ' and ');
  const words = bare.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  return words.map((word) => agencyWords[word] ?? word).join(' ');
}

/**
 * How alike two comparable names are. `near`: one name in two spellings (its telling words are the same, or differ by a
 * slip of the pen). `overlap`: half of the telling words are shared. Numbers must agree: precincts are agencies of their own.
 */
export type Likeness = 'same' | 'near' | 'overlap' | 'none';

/** Compares two names as `comparableName` gives them. */
export function likeness(a: string, b: string): Likeness {
  if (a === b) return 'same';
  const [left, right] = [tellingWords(a), tellingWords(b)];
  if (left.filter(isNumber).join() !== right.filter(isNumber).join()) return 'none';
  if (left.join(' ') === right.join(' ') || isSlip(left, right) || isSlip(a.split(' '), b.split(' '))) return 'near';
  const shared = left.filter((word) => right.includes(word)).length;
  return shared * 2 >= left.length + right.length - shared ? 'overlap' : 'none';
}

const isNumber = (word: string) => /\d/.test(word);
const tellingWords = (name: string) =>
  name
    .split(' ')
    .filter((word) => !fillerWords.has(word))
    .toSorted();

function isSlip(left: readonly string[], right: readonly string[]): boolean {
  if (haveSameLetters(left.join(''), right.join(''))) return true;
  const onlyLeft = left.filter((word) => !right.includes(word));
  const onlyRight = right.filter((word) => !left.includes(word));
  return (
    onlyLeft.length === onlyRight.length &&
    onlyLeft.length <= 2 &&
    onlyLeft.every((word, at) => isMisspelling(word, onlyRight[at] ?? ''))
  );
}

const haveSameLetters = (a: string, b: string) => a.length === b.length && sortedLetters(a) === sortedLetters(b);
const sortedLetters = (text: string) => [...text].sort().join('');

/** Short words are names of their own: Bee, Lee and Bell are three counties of Texas. */
function isMisspelling(a: string, b: string): boolean {
  const shortest = Math.min(a.length, b.length);
  return shortest >= 5 && differences(a, b) <= (shortest >= 10 ? 2 : 1);
}

/** Letters added, dropped, replaced or exchanged with their neighbor, up to 3. */
export function differences(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return 3;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min((row[j - 1] ?? 0) + 1, (last[j] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      const exchanged = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (exchanged) cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      row.push(cost);
    }
    before = last;
    last = row;
  }
  return Math.min(last.at(-1) ?? 0, 3);
}
