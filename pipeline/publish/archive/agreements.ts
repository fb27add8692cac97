import { join } from 'node:path';
import { agreementModels, states } from '../../../queries/codelists.ts';
import {
  type ArchivedAgreement,
  type ArchivedState,
  createAgreementsRenderer,
} from '../../formats/html/archive-page.ts';
import { everyOne, limited } from '../../formats/pdf/limited.ts';
import { instantInWords, windowInWords } from '../../period.ts';
import { agreementsFolder, type Slot } from '../../publish.ts';
import { reports } from '../../reports/index.ts';
import type { Manifest } from '../manifest.ts';
import { documentsOf, hrefOf } from './documents.ts';
import { editionNumbers, foldersIn, periodLabel, readManifest } from './editions.ts';
import { writePage } from './page.ts';

/**
 * Writes the page of all agreements with a document of their own for a report and period: below its state, the current edition
 * of each with its files, and the manifests of the earlier ones. The same editions give the same bytes.
 * @throws PipelineError `publish` where a manifest cannot be read.
 */
export async function listAgreements({ report, period, audience }: Slot, out: string): Promise<void> {
  const home = join(out, audience, report, period, agreementsFolder);
  const draw = createAgreementsRenderer();
  if ((await findEditions(home)).length === 0) return;
  await writePage(
    home,
    () => findEditions(home),
    async (editions) => {
      const agreements = [...Map.groupBy(editions, folderOf).values()];
      const listed = (await everyOne(agreements.map(limited(16, (own) => readListed(home, own))))).flat();
      const days = listed[0]?.period;
      return draw({
        language: 'en-US',
        audience,
        report: reports.find(({ id }) => id === report)?.title ?? report,
        period:
          days === undefined ? { label: period, words: '' } : { label: periodLabel(days), words: windowInWords(days) },
        archive: '../../../index.html',
        count: listed.length === 1 ? '1 agreement' : `${listed.length.toLocaleString('en-US')} agreements`,
        states: byState(listed),
      });
    },
  );
}

/** `FL-some-county-JEM/edition-2`: every edition of every agreement, the newest of each first. */
async function findEditions(home: string): Promise<readonly string[]> {
  const found = await everyOne(
    (await foldersIn(home)).map(
      limited(16, async (folder) =>
        (await editionNumbers(join(home, folder))).map((number) => `${folder}/edition-${number}`),
      ),
    ),
  );
  return found.flat();
}

const folderOf = (edition: string) => edition.slice(0, edition.lastIndexOf('/'));
const numberOf = (edition: string) => Number(edition.slice(edition.lastIndexOf('-') + 1));

/** What the page tells of an agreement, and by what it is placed; the rest of its manifest is let go at once. */
interface ListedAgreement {
  readonly state: string;
  readonly period: Manifest['period'];
  readonly entry: ArchivedAgreement;
}

async function readListed(home: string, [newest, ...earlier]: readonly string[]): Promise<readonly ListedAgreement[]> {
  if (newest === undefined) return [];
  const { subject, period, edition, synthetic, asOf, files } = await readManifest(join(home, newest));
  if (subject === undefined) return [];
  const [document] = documentsOf(files, newest);
  const entry = {
    id: `agreement-${folderOf(newest)}`,
    agency: subject.agency,
    model: agreementModels.find(({ code }) => code === subject.model)?.label ?? subject.model,
    number: edition,
    synthetic,
    asOf: { iso: asOf, words: instantInWords(asOf) },
    manifest: hrefOf(newest, 'manifest.json'),
    files: document?.files ?? [],
    tables: document?.tables ?? [],
    tableCount: document?.tableCount ?? '',
    earlier: earlier.map((folder) => ({ number: numberOf(folder), manifest: hrefOf(folder, 'manifest.json') })),
  };
  return [{ state: subject.state, period, entry }];
}

/** States in order of name, their agreements in order of agency and model. */
function byState(listed: readonly ListedAgreement[]): readonly ArchivedState[] {
  const nameOf = (state: string) => states.find(({ code }) => code === state)?.label ?? state;
  const found = [...Map.groupBy(listed, ({ state }) => state)].map(([code, own]) => ({
    code,
    name: nameOf(code),
    agreements: own
      .map(({ entry }) => entry)
      .toSorted((one, other) => compare(one.agency, other.agency) || compare(one.id, other.id)),
  }));
  return found.toSorted((one, other) => compare(one.name, other.name));
}

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
