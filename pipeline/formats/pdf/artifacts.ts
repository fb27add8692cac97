import type { Operation } from './content-stream.ts';
import { isArtifact, mcidOf, paintingOperators, pathOperators } from './marked-content.ts';
import type { PageContent } from './page-content.ts';

/** A stretch of a content stream that paints and that nothing marks, from the first to the last of its bytes. */
export interface UnmarkedStretch {
  readonly from: number;
  readonly until: number;
}

/** Operations that open a group, and what closes it. */
const closers: ReadonlyMap<string, string> = new Map([
  ['q', 'Q'],
  ['BT', 'ET'],
  ['BMC', 'EMC'],
  ['BDC', 'EMC'],
]);
const closing: ReadonlySet<string> = new Set(closers.values());

/**
 * The stretches that must be marked as artifacts so that all painted content is either tagged or an artifact
 * (PDF/UA-1, 7.1-3). Each lies within one level of `q`, `BT` and marked content, and never divides a path.
 */
export function unmarkedStretches(content: PageContent): readonly UnmarkedStretch[] {
  const { operations } = content;
  const marked = markedOperations(content);
  const ends = groupEnds(operations);
  const markedBefore = countBefore(operations, (index) => marked[index] === 1);
  const paintsBefore = countBefore(operations, (index) => paintingOperators.has(operations[index]?.name ?? ''));
  const stretches: UnmarkedStretch[] = [];
  let open = -1;
  let until = 0;
  for (let index = 0, last = 0; index <= operations.length; index = last + 1) {
    last = lastOfUnit(operations, index, ends);
    const isWhole = within(markedBefore, index, last) === 0 && !breaksStretch(operations[index]);
    if (isWhole && within(paintsBefore, index, last) > 0) {
      if (open < 0) open = index;
      until = last;
    }
    if (isWhole) continue;
    if (open >= 0) stretches.push({ from: operations[open]?.from ?? 0, until: operations[until]?.until ?? 0 });
    open = -1;
    // Of a group with something marked in it, the parts are looked at one by one; nothing is marked within a path.
    last = pathOperators.has(operations[index]?.name ?? '') ? Math.max(index, last - 1) : index;
  }
  return stretches;
}

/** The end of the stream, and the end of a group that began before the stretch. */
function breaksStretch(operation: Operation | undefined): boolean {
  return operation === undefined || closing.has(operation.name);
}

/** How many of the operations from `first` to `last` a running count has counted. */
function within(before: Uint32Array, first: number, last: number): number {
  return (before[last + 1] ?? 0) - (before[first] ?? 0);
}

function countBefore(operations: readonly Operation[], counts: (index: number) => boolean): Uint32Array {
  const before = new Uint32Array(operations.length + 1);
  for (let index = 0; index < operations.length; index += 1)
    before[index + 1] = (before[index] ?? 0) + (counts(index) ? 1 : 0);
  return before;
}

/** A group, a whole path with the operation that paints it, or one operation. */
function lastOfUnit(operations: readonly Operation[], index: number, ends: ReadonlyMap<number, number>): number {
  if (!pathOperators.has(operations[index]?.name ?? '')) return ends.get(index) ?? index;
  let last = index;
  while (last < operations.length - 1 && pathOperators.has(operations[last]?.name ?? '')) last += 1;
  return last;
}

/** 1 for every operation that is tagged, or in an artifact, or paints a form with marked content of its own. */
function markedOperations({ operations, resources, forms }: PageContent): Uint8Array {
  const marked = new Uint8Array(operations.length);
  const marks: boolean[] = [];
  for (const [index, operation] of operations.entries()) {
    const { name, operands } = operation;
    if (name === 'BMC' || name === 'BDC') {
      marks.push((marks.at(-1) ?? false) || isArtifact(operation) || mcidOf(operation, resources) !== null);
    }
    const object = operands[0];
    const paintsForm = name === 'Do' && typeof object === 'object' && object?.kind === 'name' && forms.has(object.name);
    if (paintsForm || marks.at(-1) === true) marked[index] = 1;
    if (name === 'EMC') marks.pop();
  }
  return marked;
}

/** The index of the closing operation by that of the opening one. Chromium lets marked content straddle `q` and `Q`. */
function groupEnds(operations: readonly Operation[]): ReadonlyMap<number, number> {
  const ends = new Map<number, number>();
  const open = new Map<string, number[]>([...closing].map((closer) => [closer, []]));
  for (const [index, { name }] of operations.entries()) {
    open.get(closers.get(name) ?? '')?.push(index);
    const opening = open.get(name)?.pop();
    if (opening !== undefined) ends.set(opening, index);
  }
  return ends;
}

const encoder = new TextEncoder();

/** The stream with everything marked as an artifact that is not marked at all, or whose id is not among the `tagged`. */
export function markArtifacts(content: PageContent, tagged: ReadonlySet<number>): Uint8Array {
  const edits: { readonly at: number; readonly until: number; readonly text: string }[] = [];
  for (const { from, until } of unmarkedStretches(content)) {
    edits.push({ at: from, until: from, text: '/Artifact BMC\n' }, { at: until, until, text: '\nEMC' });
  }
  for (const operation of content.operations) {
    const mcid = mcidOf(operation, content.resources);
    if (mcid !== null && !tagged.has(mcid))
      edits.push({ at: operation.from, until: operation.until, text: '/Artifact BMC' });
  }
  edits.sort((one, other) => one.at - other.at);
  const parts: Uint8Array[] = [];
  let done = 0;
  for (const { at, until, text } of edits) {
    parts.push(content.bytes.subarray(done, at), encoder.encode(text));
    done = until;
  }
  parts.push(content.bytes.subarray(done));
  return Buffer.concat(parts);
}
