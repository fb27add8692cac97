/** The places of numbers that follow each other without a gap, in order: a line is drawn through each run and never between. */
export function runsOf(values: readonly (number | null)[]): readonly (readonly number[])[] {
  const runs: number[][] = [];
  for (const [at, value] of values.entries()) {
    if (value === null) continue;
    if (at > 0 && values[at - 1] !== null) runs.at(-1)?.push(at);
    else runs.push([at]);
  }
  return runs;
}
