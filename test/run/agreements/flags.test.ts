import { expect, test } from 'vitest';
import {
  type AgreementFlags,
  findAgreement,
  periodSinceSigning,
  readAsked,
  readFormats,
} from '../../../pipeline/cli/agreements.ts';
import { formats } from '../../../pipeline/formats/index.ts';
import { enforcementActions } from '../../../pipeline/reports/enforcement-actions.ts';
import { moaStatistics } from '../../../pipeline/reports/moa-statistics.ts';
import { embeddedEngine } from '../../engines.ts';
import { effectsOn, putAgreementsOnRecord } from './small-register.ts';

const { open } = embeddedEngine();

test('a run without flags is about the nation and its field offices, with them about one agreement or all', () => {
  expect(readAsked(moaStatistics, {})).toBe('areas');
  expect(readAsked(moaStatistics, { agreement: 'A-1' })).toBe('one-agreement');
  expect(readAsked(moaStatistics, { agreement: 'A-1', since: 'signing' })).toBe('one-agreement');
  expect(readAsked(moaStatistics, { agreement: 'A-1', since: 'signing', through: '2020-06-15' })).toBe('one-agreement');
  expect(readAsked(moaStatistics, { agreements: true })).toBe('all-agreements');
});

test('a report without documents of single agreements refuses both flags', () => {
  for (const flags of [{ agreement: 'A-1' }, { agreements: true }])
    expect(() => readAsked(enforcementActions, flags)).toThrow(
      'enforcement-actions has no documents of single agreements',
    );
});

const contradictions: readonly (readonly [what: string, flags: AgreementFlags])[] = [
  ['one agreement and all', { agreement: 'A-1', agreements: true }],
  ['all since signing', { agreements: true, since: 'signing' }],
  ['a day of signing without an agreement', { since: 'signing' }],
  ['since a day that is not that of signing', { agreement: 'A-1', since: '2020-06-01' }],
  ['since signing and a month', { agreement: 'A-1', since: 'signing', period: '2020-06' }],
  ['since signing and a first day', { agreement: 'A-1', since: 'signing', from: '2020-06-01' }],
  ['an agreement and a scope', { agreement: 'A-1', scope: 'national' }],
  ['agreements and cases', { agreements: true, cases: true }],
  ['formats of the areas', { formats: 'pdf' }],
];

test.each(contradictions)('%s is refused', (_what, flags) => {
  expect(() => readAsked(moaStatistics, flags)).toThrow(expect.objectContaining({ kind: 'usage' }));
});

test('all agreements are drawn as PDF and XLSX, one as everything, and either as what is asked for', () => {
  const ids = (...asked: Parameters<typeof readFormats>) => readFormats(...asked).map(({ id }) => id);
  expect(ids('all-agreements', {})).toEqual(['pdf', 'xlsx']);
  expect(ids('one-agreement', {})).toEqual(formats.map(({ id }) => id));
  expect(ids('all-agreements', { formats: 'xlsx, csv' })).toEqual(['xlsx', 'csv']);
  expect(() => readFormats('one-agreement', { formats: 'pdf,docx' })).toThrow('there is no format "docx"');
});

test('an id that is not on record is refused with those that are most like it', async () => {
  await using database = await open();
  await putAgreementsOnRecord(database);
  expect(await findAgreement('B-1.JEM', { database })).toMatchObject({ agency: 'Agency of B-1.JEM' });
  await expect(findAgreement('B-1.JEN', { database })).rejects.toMatchObject({
    kind: 'usage',
    message: 'the register has no agreement "B-1.JEN"',
    details: expect.arrayContaining(['similar: B-1.JEM']),
  });
});

test('since signing reaches to the day that is given, else to the last that the lists cover', async () => {
  await using database = await open();
  await putAgreementsOnRecord(database, ['A-1']);
  const effects = effectsOn(database);
  const subject = await findAgreement('A-1', effects);
  const until = async (through?: string) => periodSinceSigning(subject, through, effects);
  expect(await until('2019-12-31')).toMatchObject({ kind: 'range', from: '2019-05-06', until: '2020-01-01' });
  expect(await until('2019-05-06')).toMatchObject({ from: '2019-05-06', until: '2019-05-07' });
  expect(await until()).toMatchObject({ id: '2019-05-06--2020-06-30' });
  const early = { ...effects, now: () => new Date('2019-06-01T12:00:00Z') };
  expect(await periodSinceSigning(subject, undefined, early)).toMatchObject({ id: '2019-05-06--2019-05-31' });
  await expect(until('2019-05-05')).rejects.toMatchObject({ kind: 'usage' });
  await expect(periodSinceSigning({ ...subject, signed_on: null }, undefined, effects)).rejects.toMatchObject({
    kind: 'usage',
  });
  await expect(periodSinceSigning({ ...subject, signed_on: '2020-07-01' }, undefined, effects)).rejects.toMatchObject({
    kind: 'source',
  });
});
