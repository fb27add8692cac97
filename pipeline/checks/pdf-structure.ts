import { join } from 'node:path';
import type { ReportModel } from '../compose.ts';
import { contentsOf } from '../formats/html/view.ts';
import { everyOne } from '../formats/pdf/limited.ts';
import { openThreads } from '../formats/pdf/threads.ts';
import type { Check } from './check.ts';
import { contentsRule } from './pdf-structure/contents-rule.ts';
import { documentRules } from './pdf-structure/document-rules.ts';
import { type ExpectedPdf, openPdf, type PdfRule } from './pdf-structure/opened-pdf.ts';
import { pageRules } from './pdf-structure/page-rules.ts';
import { treeRules } from './pdf-structure/tree-rules.ts';

/** Everything that is proved of every PDF; what is not in this list was not checked. */
export const pdfRules: readonly PdfRule[] = [...documentRules, ...pageRules, ...treeRules, contentsRule];

/** One thing that is wrong with a PDF. */
export interface PdfFinding {
  /** The id of the rule, or `readable`: the file could not be read at all. */
  readonly rule: string;
  readonly place: string;
  readonly problem: string;
}

/** Enough to see what is wrong with a file; a rule that is broken everywhere would fill the screen. */
const mostPerRule = 5;

/** What is wrong with a PDF, in the order of the rules; `expected`: what it must say of itself. */
export async function pdfFindings(
  bytes: Uint8Array,
  expected: ExpectedPdf | null = null,
): Promise<readonly PdfFinding[]> {
  try {
    const pdf = await openPdf(bytes, expected);
    return pdfRules.flatMap((rule) => {
      const violations = [...rule.violations(pdf)];
      const more = violations.length - mostPerRule;
      const shown = violations.slice(0, mostPerRule).map((violation) => ({ rule: rule.id, ...violation }));
      return more > 0
        ? [...shown, { rule: rule.id, place: 'document', problem: `${more} more of the same kind` }]
        : shown;
    });
  } catch (error) {
    return [{ rule: 'readable', place: 'document', problem: error instanceof Error ? error.message : String(error) }];
  }
}

/** One file to look at. */
export interface FindingTask {
  readonly file: string;
  readonly expected: ExpectedPdf | null;
}

const findingThread = new URL('./pdf-structure/finding-thread.ts', import.meta.url);

/** The other checks have a thread of their own: this one. */
const threadsAtOnce = 2;

/** Reads every PDF back from the staging folder and applies the rules. */
export const pdfStructure: Check = {
  id: 'pdf-structure',
  proves: `Every PDF was read back and passed ${pdfRules.length} rules on tags, reading order, metadata, fonts and dates.`,
  examine: async ({ folder, models, artifacts }) => {
    const paths = artifacts.map(({ path }) => path).filter((path) => path.endsWith('.pdf'));
    await using threads = openThreads<FindingTask, readonly PdfFinding[]>(findingThread, threadsAtOnce);
    const found = paths.map(async (path) => {
      const findings = await threads.ask({ file: join(folder, path), expected: expectedOf(path, models) });
      return findings.map(({ rule, place, problem }) => ({
        check: 'pdf-structure',
        subject: `${path}, ${place}`,
        problem: `${problem} (${rule})`,
      }));
    });
    return (await everyOne(found)).flat();
  },
};

function expectedOf(path: string, models: readonly ReportModel[]): ExpectedPdf | null {
  const model = models.find(({ fileStem }) => path.split('/').at(-1) === `${fileStem}.pdf`);
  if (model === undefined) return null;
  const blocks = model.sections.flatMap((section) => section.blocks);
  const alternatives = blocks.flatMap((block) => (block.kind === 'chart' ? [block.chart.alternative] : []));
  const contents = contentsOf(model).flatMap(({ text, entries }) => [text, ...entries.map((entry) => entry.text)]);
  return { title: model.title, language: model.language, dated: model.asOf.iso, alternatives, contents };
}
