/** A sample of an exposition. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A family as its metadata say it. */
export interface Family {
  type?: string;
  unit?: string;
  help?: string;
  readonly samples: Sample[];
}

const name = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const label = '[a-zA-Z_][a-zA-Z0-9_]*';
const escapedText = String.raw`(?:[^"\\\n]|\\["\\n])*`;
const metadata = new RegExp(`^# (TYPE|UNIT|HELP) (${name}) (${escapedText})$`);
const sampled = new RegExp(`^(${name})(?:\\{((?:${label}="${escapedText}"(?:,(?!\\}))?)*)\\})? (\\S+)$`);
const number = /^(?:[+-]?\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|[+-]?\.\d+(?:[eE][+-]?\d+)?|[+-]?Inf|NaN)$/;

/**
 * Reads an exposition as OpenMetrics 1.0 has it (https://prometheus.io/docs/specs/om/open_metrics_spec/), of gauges without
 * timestamps and exemplars alone, and throws at the first breach: it ends with `# EOF` and a line feed, has no empty line and no
 * other comment, each kind of metadata at most once for a family and before its samples, families are not interleaved, a unit ends
 * the name, no sample is there twice.
 */
export function readOpenMetrics(text: string): ReadonlyMap<string, Family> {
  if (!text.endsWith('# EOF\n')) throw new Error('does not end with # EOF and a line feed');
  const families = new Map<string, Family>();
  const seen = new Set<string>();
  let current = '';
  const enter = (family: string) => {
    if (family !== current && families.has(family)) throw new Error(`${family} is interleaved with another family`);
    current = family;
    const known = families.get(family) ?? { samples: [] };
    families.set(family, known);
    return known;
  };
  for (const line of text.slice(0, -'# EOF\n'.length).split('\n').slice(0, -1)) {
    const [, kind, about = '', said = ''] = metadata.exec(line) ?? [];
    if (kind !== undefined) {
      const family = enter(about);
      if (family.samples.length > 0) throw new Error(`metadata of ${about} after its samples`);
      const field = kind === 'TYPE' ? 'type' : kind === 'UNIT' ? 'unit' : 'help';
      if (family[field] !== undefined) throw new Error(`${kind} of ${about} is there twice`);
      if (field === 'type' && said !== 'gauge') throw new Error(`${about} is no gauge`);
      if (field === 'unit' && !about.endsWith(`_${said}`)) throw new Error(`${about} does not end with its unit`);
      family[field] = said;
      continue;
    }
    const [, of = '', labels = '', value = ''] = sampled.exec(line) ?? [];
    if (of === '') throw new Error(`is neither metadata nor a sample: ${line}`);
    if (!number.test(value)) throw new Error(`${value} is no number`);
    if (!families.has(of)) throw new Error(`${of} has no metadata`);
    const read = readLabels(labels);
    const key = `${of} ${JSON.stringify(Object.entries(read).toSorted())}`;
    if (seen.has(key)) throw new Error(`${key} is there twice`);
    seen.add(key);
    enter(of).samples.push({ name: of, labels: read, value: Number(value) });
  }
  return families;
}

function readLabels(text: string): Readonly<Record<string, string>> {
  const pairs = [...text.matchAll(new RegExp(`(${label})="(${escapedText})"`, 'g'))].map(
    ([, key = '', value = '']) =>
      [key, value.replaceAll(/\\(["\\n])/g, (_, sign: string) => (sign === 'n' ? '\n' : sign))] as const,
  );
  if (new Set(pairs.map(([key]) => key)).size !== pairs.length) throw new Error(`a label is there twice: ${text}`);
  return Object.fromEntries(pairs);
}
