import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type ArchivedEdition, type ArchivedReport, createArchiveRenderer } from '../formats/html/archive-page.ts';
import { everyOne, limited } from '../formats/pdf/limited.ts';
import { instantInWords, windowInWords } from '../period.ts';
import { agreementsFolder, type Slot } from '../publish.ts';
import { reports } from '../reports/index.ts';
import { listAgreements } from './archive/agreements.ts';
import { documentsOf, hrefOf } from './archive/documents.ts';
import { editionNumbers, foldersIn, periodLabel, readManifest } from './archive/editions.ts';
import { writePage } from './archive/page.ts';
import type { Manifest } from './manifest.ts';

/** Which editions an archive lists: all of an internal audience, the released ones of the public. */
export type Lists = (manifest: Manifest) => boolean;

/** Lists the editions of a slot: on the page of its audience and, where it is about an agreement, on that of its period. */
export async function listEditions(slot: Slot, out: string): Promise<void> {
  if (slot.subject !== '') await listAgreements(slot, out);
  await writeArchive(out, slot.audience);
}

/**
 * Writes `index.html` of an audience anew from the manifests below it: every report, its periods, their editions, and what
 * each offers to download. Editions of agreements are too many: each period has a page of its own for them. The same editions
 * give the same bytes.
 * @throws PipelineError `publish` where a manifest cannot be read.
 */
export async function writeArchive(
  out: string,
  audience: Manifest['audience'],
  lists: Lists = () => true,
): Promise<string> {
  const home = join(out, audience);
  const draw = createArchiveRenderer();
  return writePage(
    home,
    () => findSlots(home),
    async (slots) => {
      const found = (await everyOne(slots.map(limited(16, (slot) => readSlot(home, slot))))).flat();
      const listed = found.filter(({ manifest }) => lists(manifest));
      return draw({ language: 'en-US', audience, reports: archivedReports(listed) });
    },
  );
}

/** What the archive tells of: an edition, or how many agreements have editions of their own, of which one is read. */
interface Listed {
  readonly manifest: Manifest;
  /** null: an edition of the nation and its field offices. */
  readonly agreements: number | null;
}

/** What there is to list, relative to the audience's folder: `enforcement-actions/2020-06/edition-1`, `…/agreements/17`. */
async function findSlots(home: string): Promise<readonly string[]> {
  const slots: string[] = [];
  for (const report of await foldersIn(home)) {
    for (const period of await foldersIn(join(home, report))) {
      const slot = `${report}/${period}`;
      slots.push(...(await editionNumbers(join(home, slot))).map((number) => `${slot}/edition-${number}`));
      const agreements = join(home, slot, agreementsFolder);
      if (existsSync(join(agreements, 'index.html')))
        slots.push(`${slot}/${agreementsFolder}/${(await foldersIn(agreements)).length}`);
    }
  }
  return slots;
}

async function readSlot(home: string, slot: string): Promise<readonly Listed[]> {
  const [, folder = '', count] = /^(.+\/agreements)\/(\d+)$/.exec(slot) ?? [];
  if (count === undefined) return [{ manifest: await readManifest(join(home, slot)), agreements: null }];
  for (const agreement of await foldersIn(join(home, folder))) {
    const own = join(home, folder, agreement);
    const [newest] = await editionNumbers(own);
    if (newest !== undefined)
      return [{ manifest: await readManifest(join(own, `edition-${newest}`)), agreements: Number(count) }];
  }
  return [];
}

/** Reports in the order of the registry, then others by id; periods and editions newest first. */
function archivedReports(listed: readonly Listed[]): readonly ArchivedReport[] {
  const known = reports.map(({ id }) => id);
  const ids = [...new Set(listed.map(({ manifest }) => manifest.report))].toSorted();
  const ordered = [...known.filter((id) => ids.includes(id)), ...ids.filter((id) => !known.includes(id))];
  return ordered.map((id) => {
    const definition = reports.find((report) => report.id === id);
    const own = listed.filter(({ manifest }) => manifest.report === id);
    return { id, title: definition?.title ?? id, purpose: definition?.purpose ?? '', periods: archivedPeriods(own) };
  });
}

function archivedPeriods(listed: readonly Listed[]): ArchivedReport['periods'] {
  const newestFirst = listed.toSorted(
    ({ manifest: { period: one } }, { manifest: { period: other } }) =>
      compare(other.until, one.until) || compare(one.from, other.from),
  );
  return [...Map.groupBy(newestFirst, ({ manifest }) => manifest.period.id).values()].flatMap((own) => {
    const [{ manifest: any } = {}] = own;
    if (any === undefined) return [];
    const editions = own
      .filter(({ agreements }) => agreements === null)
      .map(({ manifest }) => manifest)
      .toSorted((one, other) => other.edition - one.edition);
    const count = own.find(({ agreements }) => agreements !== null)?.agreements ?? 0;
    return [
      {
        id: `${any.report}-${any.period.id}`,
        label: periodLabel(any.period),
        words: windowInWords(any.period),
        editions: editions.map((manifest) => archivedEdition(manifest, manifest === editions[0])),
        agreements: count === 0 ? null : agreementsOf(any, count),
      },
    ];
  });
}

const agreementsOf = ({ report, period }: Manifest, count: number) => ({
  href: hrefOf(`${report}/${period.id}`, `${agreementsFolder}/index.html`),
  label:
    count === 1
      ? '1 agreement, in a document of its own'
      : `${whole.format(count)} agreements, each in a document of its own`,
});

const whole = new Intl.NumberFormat('en-US');

function archivedEdition(manifest: Manifest, isCurrent: boolean): ArchivedEdition {
  const { report, period, edition } = manifest;
  const folder = `${report}/${period.id}/edition-${edition}`;
  return {
    id: `${report}-${period.id}-edition-${edition}`,
    number: edition,
    standing: isCurrent ? 'current edition' : 'earlier edition',
    synthetic: manifest.synthetic,
    asOf: { iso: manifest.asOf, words: instantInWords(manifest.asOf) },
    manifest: hrefOf(folder, 'manifest.json'),
    documents: documentsOf(manifest.files, folder),
  };
}

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
