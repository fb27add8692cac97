import { mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Addressee, addresseesOf } from '../../pipeline/distribute/addressee.ts';
import { changesOf } from '../../pipeline/distribute/changes.ts';
import { pack } from '../../pipeline/distribute/parcel.ts';
import { proveParcel } from '../../pipeline/distribute/proof.ts';
import type { Published } from '../../pipeline/distribute/published.ts';
import { PipelineError } from '../../pipeline/errors.ts';
import type { Subscription } from '../../queries/subscriptions.ts';
import { headquarters, subscription, writeEdition } from './small-edition.ts';

let home: string;
let published: Published;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'report287-parcels-'));
  published = await writeEdition(join(home, 'out'));
});
afterAll(() => rm(home, { recursive: true, force: true }));

function addressee(of: Subscription, edition = published): Addressee {
  const [found] = addresseesOf(edition.manifest, [of], []).addressees;
  if (found === undefined) throw new Error('nobody is addressed');
  return found;
}

const words = { title: 'title', message: ['message'] };
const packed = (of: Addressee, edition = published) => pack(edition, of, words, home);

async function findings(work: Promise<void>): Promise<readonly string[]> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(PipelineError);
  expect((error as PipelineError).kind).toBe('check');
  return (error as PipelineError).details;
}

describe('a parcel', () => {
  test('of an office holds the files of its own folder and its manifest, and nothing else', async () => {
    const atlanta = addressee(subscription());
    const parcel = await packed(atlanta);
    expect(parcel.name).toBe('internal/enforcement-actions/2020-06/edition-1/ATL');
    expect(parcel.files.map(({ path }) => path)).toEqual([
      'enforcement-actions_2020-06_ATL.html',
      'enforcement-actions_2020-06_ATL.pdf',
      'tables/encounters-by-sex.csv',
      'delivery.json',
    ]);
    expect(parcel.key).toMatch(/^[0-9a-f]{64}$/);
    expect((await packed(atlanta)).key).toBe(parcel.key);
    await proveParcel(parcel, atlanta, published);
  });

  test('has the formats that were asked for', async () => {
    const parcel = await packed(addressee(subscription({ formats: 'pdf' })));
    expect(parcel.files.map(({ path }) => path)).toEqual(['enforcement-actions_2020-06_ATL.pdf', 'delivery.json']);
  });

  test('of headquarters is the whole edition, with its own manifest last', async () => {
    const all = addressee(headquarters());
    const parcel = await packed(all);
    expect(parcel.files).toHaveLength(published.manifest.files.length + 1);
    expect(parcel.files.at(-1)?.path).toBe('manifest.json');
    await proveParcel(parcel, all, published);
  });

  test('of headquarters in one format has that of every document, and no record', async () => {
    const pages = addressee(headquarters({ formats: 'html' }));
    const parcel = await packed(pages);
    expect(parcel.files.map(({ path }) => path.split('/')[0])).toEqual(['ATL', 'BAL', 'national', 'delivery.json']);
    await proveParcel(parcel, pages, published);
  });

  test('of an agency holds the document of its own agreement', async () => {
    const edition = await writeEdition(join(home, 'out'), { agreement: 'example-jem', scopes: ['example-jem'] });
    const of = subscription({
      recipient: 'example-sheriff',
      kind: 'agency',
      belongs_to: 'agency-of-example-jem',
      report: 'moa-statistics',
      scope: 'example-jem',
    });
    const parcel = await packed(addressee(of, edition), edition);
    await proveParcel(parcel, addressee(of, edition), edition);
    const other = { ...addressee(of, edition), belongsTo: 'agency-of-another' };
    expect(await findings(proveParcel(parcel, other, edition))).toEqual([
      'agency agency-of-another may not have example-jem',
    ]);
  });
});

describe('the proof before sending', () => {
  test.each(['tallies.json', 'classification.json', 'manifest.json', 'BAL/enforcement-actions_2020-06_BAL.pdf'])(
    'refuses a parcel of an office that holds %s as well',
    async (path) => {
      const atlanta = addressee(subscription());
      const parcel = await packed(atlanta);
      const [first] = parcel.files;
      if (first === undefined) throw new Error('an empty parcel');
      const stranger = published.manifest.files.find((file) => file.path === path) ?? first;
      const smuggled = { ...first, ...stranger, path: `../${path}`, source: join(published.folder, path) };
      const details = await findings(
        proveParcel({ ...parcel, files: [smuggled, ...parcel.files] }, atlanta, published),
      );
      expect(details).toContain(`../${path}: is no file of its scope`);
      expect(details).toContain(`../${path}: does not lie in the folder of its scope`);
    },
  );

  test('refuses a file of another office under the name of the own one', async () => {
    const atlanta = addressee(subscription());
    const parcel = await packed(atlanta);
    const files = parcel.files.map((file) => ({
      ...file,
      source: file.source.replace('/ATL/', '/BAL/').replace('_ATL', '_BAL'),
    }));
    const details = await findings(proveParcel({ ...parcel, files }, atlanta, published));
    expect(details).toContain('tables/encounters-by-sex.csv: does not lie in the folder of its scope');
    expect(details).toContain('enforcement-actions_2020-06_ATL.pdf: its bytes are not those listed');
  });

  test('refuses an office that is to have another scope, whatever its subscription says', async () => {
    const wrong = { ...addressee(subscription()), belongsTo: 'BAL' };
    expect(await findings(proveParcel(await packed(wrong), wrong, published))).toEqual([
      'field office BAL may not have ATL',
    ]);
    const greedy = { ...addressee(headquarters()), kind: 'field-office', belongsTo: 'ATL' } as const;
    expect(await findings(proveParcel(await packed(greedy), greedy, published))).toEqual([
      'field office ATL may not have all',
    ]);
  });

  test('refuses a parcel without one of the files of its scope', async () => {
    const atlanta = addressee(subscription());
    const parcel = await packed(atlanta);
    const details = await findings(proveParcel({ ...parcel, files: parcel.files.slice(1) }, atlanta, published));
    expect(details).toContain('ATL/enforcement-actions_2020-06_ATL.html: is left out');
  });

  test('refuses bytes that are not those of the manifest, and links that lead elsewhere', async () => {
    const edition = await writeEdition(join(home, 'changed'));
    const atlanta = addressee(subscription(), edition);
    const place = join(edition.folder, 'ATL', 'enforcement-actions_2020-06_ATL.pdf');
    await writeFile(place, 'something else');
    expect(await findings(proveParcel(await packed(atlanta, edition), atlanta, edition))).toEqual([
      'enforcement-actions_2020-06_ATL.pdf: its bytes are not those listed',
    ]);
    const page = join(edition.folder, 'ATL', 'enforcement-actions_2020-06_ATL.html');
    await rename(page, join(home, 'page.html'));
    await symlink(join(home, 'page.html'), page);
    expect(await findings(proveParcel(await packed(atlanta, edition), atlanta, edition))).toContain(
      'enforcement-actions_2020-06_ATL.html: does not lie in the folder of its scope',
    );
  });
});

describe('who asked for what an edition does not have', () => {
  test('is named and gets nothing', () => {
    const subscriptions = [subscription(), subscription({ recipient: 'harlingen', belongs_to: 'HLG', scope: 'HLG' })];
    const found = addresseesOf(published.manifest, subscriptions, []);
    expect(found.addressees.map(({ recipient }) => recipient.id)).toEqual(['atlanta']);
    expect(found.without).toEqual(['harlingen']);
  });
});

describe('what a new edition changes', () => {
  test('is counted from the open data of the own scope of both', async () => {
    const out = join(home, 'revised');
    expect(await changesOf(await writeEdition(out), 'ATL')).toBeNull();
    const second = await writeEdition(out, { number: 2, encounters: 9 });
    expect(await changesOf(second, 'ATL')).toEqual({ since: 1, differing: { figures: 2, tables: 1 } });
    const third = await writeEdition(out, { number: 3, encounters: 9 });
    expect(await changesOf(third, 'ATL')).toEqual({ since: 2, differing: { figures: 0, tables: 0 } });
  });

  test('is not known where the edition before is gone', async () => {
    const only = await writeEdition(join(home, 'gone'), { number: 2 });
    expect(await changesOf(only, 'ATL')).toEqual({ since: 1, differing: null });
  });
});
