import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { approve } from '../../pipeline/cli/approve.ts';
import { deliver } from '../../pipeline/cli/deliver.ts';
import { exportSubscriptions, importSubscriptions } from '../../pipeline/cli/subscriptions.ts';
import type { Config } from '../../pipeline/config.ts';
import { PipelineError } from '../../pipeline/errors.ts';
import { describeOnEachEngine } from '../engines.ts';
import { configOf } from '../explain/command-config.ts';
import { keepingChannel, writeEdition } from './small-edition.ts';

let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'report287-subscriptions-'));
});
afterAll(() => rm(home, { recursive: true, force: true }));

const header = 'recipient,name,kind,belongs_to,report,scope,formats,audience,channel,address,options,active';
const atlanta =
  'atlanta,Atlanta Field Office,field-office,ATL,enforcement-actions,ATL,html pdf,internal,folder,/in/atlanta,,yes';
const baltimore =
  'baltimore,"Baltimore, Field Office",field-office,BAL,enforcement-actions,BAL,all,internal,smtp,baltimore@example.gov,"{""a"":""1"",""b"":""2""}",no';
const all = 'headquarters,Headquarters,headquarters,,enforcement-actions,all,all,internal,folder,/in/all,,yes';

const channels = (['folder', 'smtp', 'sftp', 's3'] as const).map((id) => keepingChannel(id));
const quiet = { progress: () => undefined };

describeOnEachEngine('the list of subscriptions', (engine) => {
  let config: Config;
  beforeAll(async () => {
    config = await configOf(await engine.place(), home, join(home, `out-${engine.name}`));
  });

  async function take(...lines: readonly string[]) {
    const file = join(home, 'list.csv');
    await writeFile(file, `${lines.join('\n')}\n`);
    return importSubscriptions(config, file, quiet, channels);
  }
  const exported = async () => (await exportSubscriptions(config, quiet)).lines;
  async function refused(...lines: readonly string[]): Promise<readonly string[]> {
    const error = await take(...lines).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(PipelineError);
    expect((error as PipelineError).kind).toBe('contract');
    return (error as PipelineError).details;
  }

  test('is taken, given back byte by byte, and replaced, with what changed', async () => {
    const first = await take(header, atlanta, baltimore, all);
    expect(first.data).toMatchObject({ changed: [], removed: [], same: 0 });
    expect(first.lines[0]).toBe('3 added, 0 changed, 0 removed, 0 as they were.');
    expect(await exported()).toEqual([header, atlanta, baltimore, all]);
    expect((await take(...(await exported()))).lines[0]).toBe('0 added, 0 changed, 0 removed, 3 as they were.');
    const altered = await take(header, atlanta.replace('/in/atlanta', '/in/atl'), all);
    expect(altered.data).toMatchObject({
      added: [],
      changed: ['atlanta enforcement-actions ATL internal folder'],
      removed: ['baltimore enforcement-actions BAL internal smtp'],
      same: 1,
    });
  });

  test('is refused whole, with every problem by line and column, and nothing is changed', async () => {
    await take(header, atlanta);
    const problems = await refused(
      header,
      all,
      atlanta.replace('ATL,html pdf', 'BAL,docx'),
      'boston,Boston,field-office,BOS,monthly,BOS,all,internal,folder,,,maybe',
      'boston,Boston,field-office,BOS,monthly,BOS,all,internal,folder,,,yes',
      'chicago,=1+1,field-office,CHI,enforcement-actions,all,all,secret,fax,/x,[1],yes',
      'short,line',
      all,
    );
    expect(problems).toEqual([
      'line 3, scope: field office "ATL" may be given its own scope only, not "BAL"',
      'line 3, formats: there is no format "docx"; give all, or some of html pdf xlsx csv open-data',
      'line 4, active: must be yes or no',
      'line 5, report: there is no report "monthly"; give one of enforcement-actions, moa-statistics',
      'line 5, address: is empty',
      "line 6, name: must not begin with =, +, -, @ or '",
      expect.stringMatching(/^line 6, audience: /),
      expect.stringMatching(/^line 6, channel: /),
      'line 6, options: must be a JSON object of texts, such as {"subject":"Monthly"}',
      'line 7: has 2 cells in place of 12',
      'line 8, recipient: is the same subscription as line 2',
    ]);
    expect(await exported()).toEqual([header, atlanta]);
  });

  test.each([
    ['a field office of everything', atlanta.replace('enforcement-actions,ATL', 'enforcement-actions,all'), 'scope'],
    [
      'a field office of the nation',
      atlanta.replace('enforcement-actions,ATL', 'enforcement-actions,national'),
      'scope',
    ],
    ['an unknown office', atlanta.replaceAll(',ATL,', ',XYZ,'), '(scope|belongs_to)'],
    ['an agency of a field office', atlanta.replace('field-office', 'agency'), 'scope'],
    ['headquarters that belong to an office', all.replace('headquarters,,', 'headquarters,ATL,'), 'belongs_to'],
    ['an unknown agreement', all.replace('enforcement-actions,all', 'moa-statistics,no-such-agreement'), 'scope'],
  ])('is refused with %s', async (_what, line, column) => {
    const problems = await refused(header, line);
    for (const problem of problems) expect(problem).toMatch(new RegExp(`^line 2, ${column}: `));
    expect(problems).not.toEqual([]);
  });

  test('is refused where two lines contradict each other or fill the same place', async () => {
    expect(
      await refused(
        header,
        atlanta,
        atlanta.replace('Atlanta Field Office', 'Atlanta').replace(',folder,', ',sftp,'),
        all.replace('/in/all', '/in/atlanta'),
        all.replace('enforcement-actions,all', 'enforcement-actions,national').replace('/in/all', '/in/national'),
      ),
    ).toEqual([
      'line 3, name: is not what line 2 says of this recipient',
      'line 4, address: is where line 2 puts the same documents',
      'line 5, scope: is a second document of one edition by the same channel, as line 4; give all, or another recipient id',
    ]);
  });

  test('is refused without rows, with other columns, and where it is no CSV', async () => {
    expect(await refused(header)).toEqual(['line 1: no subscription follows']);
    expect(await refused('recipient,name', 'a,b')).toEqual([`line 1: the columns must be ${header}`]);
    expect(await refused(header, 'a,"b')).toHaveLength(1);
  });

  test('an edition is approved by a role that is needed, and delivered to a copy once', async () => {
    await take(header, atlanta);
    const place = { ...config, deliverTo: [join(home, `copies-${engine.name}`)] };
    const { edition } = await writeEdition(config.out, {
      scopes: ['national'],
      approvals: ['privacy'],
      synthetic: false,
    });
    const needed = { ...place, delivery: { ...config.delivery, approvals: { internal: ['statistics'], public: [] } } };
    const waiting = await deliver(needed, 'enforcement-actions', '2020-06', {}, quiet);
    expect(waiting).toMatchObject({ exitCode: 75 });
    expect(waiting.lines.slice(1, 3)).toEqual([
      'waits for the approval of statistics: nothing was sent',
      'waits for the approval of privacy: nothing was sent',
    ]);
    await expect(approve(needed, edition.folder, { by: 'somebody' }, quiet)).rejects.toThrow('needs no approval of');
    const approved = await approve(needed, edition.folder, { by: 'statistics' }, quiet);
    expect(approved.data).toMatchObject({ manifestSha256: edition.manifestSha256, awaited: ['privacy'] });
    // Asked for by nobody's settings here: it is on record with the edition.
    const complete = await approve(place, edition.folder, { by: 'privacy' }, quiet);
    expect(complete.data).toMatchObject({ approvals: ['privacy', 'statistics'], awaited: [] });
    // The subscription of Atlanta is active, and this edition has no document of it.
    const sent = await deliver(needed, 'enforcement-actions', '2020-06', {}, quiet);
    expect(sent.lines).toEqual([
      edition.folder,
      expect.stringMatching(/^delivered: copy /),
      'nothing for: atlanta: the edition has no such document or format',
    ]);
    expect(sent.exitCode).toBe(0);
    const [copy = ''] = place.deliverTo;
    expect((await readdir(join(copy, edition.folder))).toSorted()).toEqual(
      (await readdir(join(config.out, edition.folder))).toSorted(),
    );
    const again = await deliver(needed, join(config.out, edition.folder), undefined, {}, quiet);
    expect(again.lines[1]).toMatch(/^delivered before: copy /);
    await expect(deliver(needed, join(config.out, 'nowhere'), undefined, {}, quiet)).rejects.toThrow('no edition lies');
    await expect(deliver(needed, 'enforcement', '2020-06', {}, quiet)).rejects.toThrow('there is no report');
    const elsewhere = { ...needed, out: join(home, 'not-mounted') };
    await expect(deliver(elsewhere, 'enforcement-actions', '2020-06', {}, quiet)).rejects.toThrow('does not lie in');
    await expect(deliver(elsewhere, 'enforcement-actions', '2020-07', {}, quiet)).rejects.toThrow('is published');
  });
});

describe('secrets in files', () => {
  test('are read in place of the variable, and refused where both are set', async () => {
    const { withSecretFiles } = await import('../../pipeline/cli/secret-files.ts');
    const file = join(home, 'secret');
    await writeFile(file, 'smtp://user:secret@mail.example.gov:587\n');
    expect(withSecretFiles({ REPORT287_SMTP_FILE: file }).REPORT287_SMTP).toBe(
      'smtp://user:secret@mail.example.gov:587',
    );
    expect(() => withSecretFiles({ REPORT287_SMTP_FILE: file, REPORT287_SMTP: 'x' })).toThrow('given twice');
    expect(() => withSecretFiles({ REPORT287_SMTP_FILE: `${file}-gone` })).toThrow(
      'secret-gone cannot be read (ENOENT)',
    );
    await writeFile(file, '\n');
    expect(() => withSecretFiles({ REPORT287_SMTP_FILE: file })).toThrow('secret is empty');
  });
});
