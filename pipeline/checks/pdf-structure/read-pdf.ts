import { type ExpectedPdf, type OpenedPdf, openPdf } from './opened-pdf.ts';
import { pdfRules } from './rules.ts';
import { type TaggedTable, taggedTables } from './tagged-tables.ts';

/** One thing that is wrong with a PDF. */
export interface PdfFinding {
  /** The id of the rule, or `readable`: the file could not be read at all. */
  readonly rule: string;
  readonly place: string;
  readonly problem: string;
}

/** What the checks learn from one reading of a PDF. */
export interface ReadPdf {
  /** In the order of the rules. */
  readonly findings: readonly PdfFinding[];
  /** In reading order; none where the file could not be read. */
  readonly tables: readonly TaggedTable[];
  /** Everything that its pages say, running heads and other artifacts aside; null where the file could not be read. */
  readonly text: string | null;
}

/** Enough to see what is wrong with a file; a rule that is broken everywhere would fill the screen. */
const mostPerRule = 5;

/** Reads a PDF once: what is wrong with it, and its tables; `expected`: what it must say of itself. */
export async function readPdf(bytes: Uint8Array, expected: ExpectedPdf | null = null): Promise<ReadPdf> {
  try {
    const pdf = openPdf(bytes, expected);
    return { findings: findingsIn(pdf), tables: taggedTables(pdf), text: textOfPages(pdf) };
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    return { findings: [{ rule: 'readable', place: 'document', problem }], tables: [], text: null };
  }
}

function textOfPages({ shown }: OpenedPdf): string {
  return [...shown.values()].flatMap((of) => [...of.values()].map(({ text }) => text)).join('\n');
}

function findingsIn(pdf: OpenedPdf): readonly PdfFinding[] {
  return pdfRules.flatMap((rule) => {
    const violations = [...rule.violations(pdf)];
    const more = violations.length - mostPerRule;
    const shown = violations.slice(0, mostPerRule).map((violation) => ({ rule: rule.id, ...violation }));
    return more > 0
      ? [...shown, { rule: rule.id, place: 'document', problem: `${more} more of the same kind` }]
      : shown;
  });
}
