/** What begins the names of all variables that are of this program alone. */
const prefix = 'REPORT287_';

/** Variables of the test suite, which starts the program with its own environment. */
const ofTests: ReadonlySet<string> = new Set(['REPORT287_LONG', 'REPORT287_TEST_POSTGRES_BIN']);

/** Letters that may be missing, added or other in a name that is still taken for a misspelt one. */
const fewLetters = 2;

/**
 * The variables that are meant for this program and that it does not know, each with the setting that comes nearest. One that is
 * misspelt would otherwise be as good as unset, without a word: an approval that nobody waits for.
 */
export function unknownVariables(variables: readonly string[], known: readonly string[]): readonly string[] {
  const own = known.filter((name) => name.startsWith(prefix));
  return variables.flatMap((name) => {
    if (known.includes(name) || ofTests.has(name)) return [];
    const [nearest, distance] = nearestOf(name.toUpperCase(), own);
    if (!name.toUpperCase().startsWith(prefix) && distance > fewLetters) return [];
    const plain = name.replace(/_FILE$/, '');
    if (known.includes(plain)) return [`${name}: only secrets are given as files; set ${plain}`];
    return [`${name}: is no setting; the nearest is ${nearest}`];
  });
}

function nearestOf(name: string, known: readonly string[]): readonly [nearest: string, distance: number] {
  const distances = known.map((other) => [other, distanceOf(name, other)] as const);
  return distances.reduce((best, one) => (one[1] < best[1] ? one : best), ['', Number.POSITIVE_INFINITY] as const);
}

/** How many signs must be put in, taken out or exchanged to make one text of the other (Levenshtein 1965). */
function distanceOf(one: string, other: string): number {
  const first = Array.from({ length: other.length + 1 }, (_, at) => at);
  const last = [...one].reduce((above, sign, row) => {
    const line = [row + 1];
    for (const [at, wanted] of [...other].entries()) {
      const [left = 0, up = 0, corner = 0] = [line[at], above[at + 1], above[at]];
      line.push(Math.min(left + 1, up + 1, corner + (sign === wanted ? 0 : 1)));
    }
    return line;
  }, first);
  return last.at(-1) ?? 0;
}
