import { describe, expect, it } from 'vitest';
import { heldList } from '../pipeline/import/held-list.ts';
import { changesOfRegister } from '../pipeline/register/changes.ts';
import { assessList } from '../pipeline/register/implausibility.ts';
import { likeness } from '../pipeline/register/names.ts';
import { buildRegister, figuresOn, type Register } from '../pipeline/register.ts';
import type { RegisterCorrection } from '../queries/register-corrections.ts';
import type { AgreementList } from '../queries/register-listings.ts';
import { listOf, type WrittenRow } from './register/list-fixture.ts';

const baker = "FL | Baker County Sheriff's Office | WSO";
const bakerId = 'FL-baker-county-sheriffs-office-WSO';
const clay = { of: 'FL | Clay County | JEM', signed: '2020-01-02' };

/** What was decided about the rows of the last list, and what it no longer holds. */
const decidedLast = (...lists: readonly AgreementList[]) => {
  const { decisions } = buildRegister(lists);
  const last = lists.at(-1);
  return decisions
    .filter(({ list_sha256, kind }) => list_sha256 === last?.sha256 && kind !== 'same')
    .map(({ kind, agreement_id }) => `${kind} ${agreement_id}`);
};

/** The history of one agreement, in brief. */
const history = (register: Register, id: string) =>
  register.statuses
    .filter(({ agreement_id }) => agreement_id === id)
    .map(({ status, valid_from, valid_until, basis }) => `${status} ${valid_from}..${valid_until ?? ''} ${basis}`);

/** Two lists of which the later has one row in place of another. */
const replaced = (before: WrittenRow, after: WrittenRow) =>
  [listOf('2025-03-31', [before, clay]), listOf('2025-04-30', [after, clay])] as const;

describe('one agreement', () => {
  it.each<readonly [what: string, before: WrittenRow, after: WrittenRow]>([
    [
      'of a respelt agency',
      { of: "TX | Lampass County Sheriff's Office | WSO", signed: '2025-03-01' },
      { of: "TX | Lampasas County Sheriff's Office | WSO", signed: '2025-03-01' },
    ],
    [
      'of an agency with its words exchanged',
      { of: 'WY | Wyoming Highway State Patrol | TFM', signed: '2025-03-01' },
      { of: 'WY | Wyoming State Highway Patrol | TFM', signed: '2025-03-01' },
    ],
    [
      'of an agency respelt, with its date corrected',
      { of: "MO | Pettis County Sheriff's Department | JEM", signed: '2025-03-02', county: 'Pettis County' },
      { of: "MO | Pettis County Sheriff's Office | JEM", signed: '2025-03-01', county: 'Pettis' },
    ],
    [
      'whose state was misprinted',
      { of: "MA | Crow Wing County Sheriff's Office | WSO", signed: '2025-03-27', county: 'Crow Wing County' },
      { of: "MN | Crow Wing County Sheriff's Office | WSO", signed: '2025-03-27', county: 'Crow Wing County' },
    ],
  ])('%s is the same', (_, before, after) => {
    const lists = replaced(before, after);
    expect(buildRegister(lists).agreements).toHaveLength(2);
    expect(decidedLast(...lists)[0]).toMatch(/^respelt /);
  });

  it('of a renamed agency is the same, by its document', () => {
    const lists = replaced(
      { of: 'FL | Florida Department of Agriculture | TFM', signed: '2025-03-01', document: 'ag' },
      { of: 'FL | Office of Agricultural Law Enforcement | TFM', signed: '2025-03-01', document: 'ag' },
    );
    expect(decidedLast(...lists)).toEqual(['renamed FL-florida-department-of-agriculture-TFM']);
    expect(buildRegister(lists).agencies.map(({ agency_id, name }) => [agency_id, name])).toContainEqual([
      'FL-florida-department-of-agriculture',
      'Office of Agricultural Law Enforcement',
    ]);
  });

  it('that a list names under another agency is the same, and each agency holds it on its days', () => {
    const board = 'FL | Baker County Board of County Commissioners | WSO';
    const other = { of: "FL | Baker County Sheriff's Office | TFM", signed: '2025-03-01' };
    const register = buildRegister([
      listOf('2025-03-31', [{ of: baker, signed: '2025-03-01', document: 'b' }, other]),
      listOf('2025-04-30', [{ of: board, signed: '2025-03-01', document: 'b' }, other]),
    ]);
    expect(history(register, bakerId)).toEqual([
      'active 2025-03-01..2025-04-30 signing-date',
      'active 2025-04-30.. reassigned',
    ]);
    expect([figuresOn(register, '2025-04-29').agencies, figuresOn(register, '2025-04-30').agencies]).toEqual([1, 2]);
    expect(register.decisions.some(({ kind }) => kind === 'ended')).toBe(false);
  });

  it('whose date was corrected, or was no date at first, is the same', () => {
    const lists = replaced({ of: baker, signed: '2025-03-12' }, { of: baker, signed: '2025-03-11' });
    expect(decidedLast(...lists)).toEqual([`redated ${bakerId}`]);
    expect(decidedLast(...replaced({ of: baker }, { of: baker, signed: '2025-03-11' }))).toEqual([
      `redated ${bakerId}`,
    ]);
    expect(history(buildRegister(lists), bakerId)).toEqual(['active 2025-03-11.. signing-date']);
  });

  it('that was signed anew, after the list that showed it or years later under another document, is the same', () => {
    const later = replaced({ of: baker, signed: '2025-03-12' }, { of: baker, signed: '2025-04-11' });
    expect(decidedLast(...later)).toEqual([`re-signed ${bakerId}`]);
    const template = replaced(
      { of: baker, signed: '2016-06-08', document: 'old' },
      { of: baker, signed: '2020-06-09', document: 'new' },
    );
    expect(decidedLast(...template)).toEqual([`re-signed ${bakerId}`]);
    const [agreement] = buildRegister(template).agreements;
    expect([agreement?.first_signed_on, agreement?.signed_on]).toEqual(['2016-06-08', '2020-06-09']);
  });

  it('that leaves the list has ended, on a day unknown, and is the same when it returns', () => {
    const lists = [
      listOf('2025-02-26', [{ of: baker, signed: '2020-03-01' }, clay]),
      listOf('2025-03-31', [clay]),
      listOf('2025-04-30', [{ of: baker, signed: '2020-03-01' }, clay]),
    ];
    expect(decidedLast(...lists.slice(0, 2))).toEqual([`ended ${bakerId}`]);
    expect(decidedLast(...lists)).toEqual([`returned ${bakerId}`]);
    const register = buildRegister(lists);
    expect(history(register, bakerId)).toEqual([
      'active 2020-03-01..2025-03-31 signing-date',
      'terminated 2025-03-31..2025-04-30 not-listed',
      'active 2025-04-30.. listed-again',
    ]);
    const ended = register.decisions.find(({ kind }) => kind === 'ended');
    expect(ended).toMatchObject({ row: null, compared_with: { as_of: '2025-02-26', row_number: 2 } });
    expect(ended?.reason).toBe(
      'ended, date unknown, last listed on February 26, 2025: the list of March 31, 2025 does not hold it',
    );
  });

  it('that was applied for and granted is the same', () => {
    const applied = listOf('2025-05-28', [baker], { kind: 'pending' });
    const granted = listOf('2025-06-27', [{ of: baker, signed: '2025-06-12' }, clay]);
    const register = buildRegister([listOf('2025-04-30', [clay]), applied, granted]);
    expect(history(register, bakerId)).toEqual([
      'pending 2025-05-28..2025-06-12 application',
      'active 2025-06-12.. signing-date',
    ]);
    expect(decidedLast(applied, granted)).toEqual([`signed ${bakerId}`, 'new FL-clay-county-JEM']);
  });

  it('that was applied for and then not is withdrawn, and never ended', () => {
    const register = buildRegister([
      listOf('2025-05-28', [baker], { kind: 'pending' }),
      listOf('2025-08-29', [clay.of], { kind: 'pending' }),
    ]);
    expect(history(register, bakerId)).toEqual(['pending 2025-05-28..2025-08-29 application']);
  });

  it('begins with the list where its date is so early that the list before ought to have held it', () => {
    const register = buildRegister([
      listOf('2025-03-31', [clay]),
      listOf('2025-04-30', [{ of: baker, signed: '2025-03-20' }, clay]),
    ]);
    expect(history(register, bakerId)).toEqual(['active 2025-04-30.. first-listing']);
    expect(figuresOn(register, '2025-03-31').agreements).toBe(1);
  });
});

describe('two agreements', () => {
  it.each<readonly [what: string, before: WrittenRow, after: WrittenRow]>([
    [
      'of counties with short, similar names',
      { of: 'TX | Bee County | WSO', signed: '2025-03-01' },
      { of: 'TX | Lee County | WSO', signed: '2025-03-01' },
    ],
    [
      'of two precincts',
      { of: 'TX | Constable Precinct 1 | TFM', signed: '2025-03-01', county: 'Hays' },
      { of: 'TX | Constable Precinct 4 | TFM', signed: '2025-04-15', county: 'Hays' },
    ],
    [
      'of one agency under two models',
      { of: 'TX | Hays County | JEM', signed: '2025-03-01' },
      { of: 'TX | Hays County | WSO', signed: '2025-03-01' },
    ],
    [
      'of two counties of similar names',
      { of: 'TX | Walker County Sheriff | WSO', signed: '2025-03-01', county: 'Walker' },
      { of: 'TX | Waller County Sheriff | WSO', signed: '2025-03-01', county: 'Hidalgo' },
    ],
  ])('%s stay two', (_, before, after) => {
    expect(decidedLast(...replaced(before, after)).map((decision) => decision.split(' ')[0])).toEqual(['new', 'ended']);
  });

  it('that could be either of two are new, for a person to decide', () => {
    const same = { signed: '2025-03-01', county: 'Hays County' };
    const before = listOf('2025-03-31', [
      { of: 'TX | Alpha Jail | WSO', ...same },
      { of: 'TX | Beta Court | WSO', ...same },
    ]);
    const after = listOf('2025-04-30', [
      { of: 'TX | Gamma Prison | WSO', ...same },
      { of: 'TX | Delta Marshal | WSO', ...same },
    ]);
    expect(decidedLast(before, after).map((decision) => decision.split(' ')[0])).toEqual([
      'new',
      'new',
      'ended',
      'ended',
    ]);
  });

  it('one listed twice is one agreement; two with their own dates and documents are two', () => {
    const twice = buildRegister([
      listOf('2025-03-31', [
        { of: baker, signed: '2025-03-01' },
        { of: baker, signed: '2025-03-01' },
      ]),
    ]);
    expect(twice.decisions.map(({ kind }) => kind)).toEqual(['new', 'duplicate']);
    expect(figuresOn(twice, '2025-03-31')).toMatchObject({ agreements: 1, agencies: 1, states: 1 });
    const two = buildRegister([
      listOf('2025-03-31', [
        { of: baker, signed: '2025-03-01', document: 'a' },
        { of: baker, signed: '2025-03-02', document: 'b' },
      ]),
    ]);
    expect(two.agreements.map(({ agreement_id }) => agreement_id)).toEqual([bakerId, `${bakerId}-2`]);
  });
});

it('agreements, agencies and states are three counts', () => {
  const register = buildRegister([
    listOf('2025-03-31', [
      baker,
      "FL | Baker County Sheriff's Office | TFM",
      "FL | BAKER COUNTY SHERIFF'S OFFICE | JEM",
      clay,
      'GU | Police | TFM',
    ]),
  ]);
  expect(figuresOn(register, '2025-03-31')).toEqual({
    agreements: 5,
    agencies: 3,
    states: 2,
    byModel: { WSO: 1, TFM: 2, JEM: 2 },
  });
});

it('of two lists of one day the afternoon speaks for the day', () => {
  const register = buildRegister([
    listOf('2025-07-07', [clay], { half: 'pm' }),
    listOf('2025-07-07', [clay, baker], { half: 'am' }),
  ]);
  expect(figuresOn(register, '2025-07-07').agreements).toBe(1);
  expect(register.decisions.map(({ kind }) => kind)).toEqual(['new', 'new', 'same', 'ended']);
});

describe('a correction', () => {
  const lists = [
    listOf('2025-03-31', [{ of: baker, signed: '2025-03-01' }, clay]),
    listOf('2025-04-30', [clay, { of: 'FL | Baker Jail | WSO', signed: '2025-03-05' }]),
  ];
  const said = (action: RegisterCorrection['action'], value: string, agreement = baker): RegisterCorrection => ({
    agreement,
    action,
    value,
    reason: 'a letter of the agency',
    by_role: 'program office',
  });

  it('joins what the lists part, and parts what they join', () => {
    expect(buildRegister(lists).agreements).toHaveLength(3);
    const joined = buildRegister(lists, [said('same-as', 'FL | Baker Jail | WSO')]);
    expect(joined.agreements).toHaveLength(2);
    expect(joined.corrections).toMatchObject([{ applied: true }]);
    const respelt = replaced(
      { of: 'TX | Lampass County | WSO', signed: '2025-03-01' },
      { of: 'TX | Lampasas County | WSO', signed: '2025-03-01' },
    );
    const parted = buildRegister(respelt, [
      said('different-from', 'TX | Lampasas County | WSO', 'TX | Lampass County | WSO'),
    ]);
    expect([buildRegister(respelt).agreements.length, parted.agreements.length]).toEqual([2, 3]);
  });

  it('may name an agreement by its id', () => {
    expect(buildRegister(lists, [said('same-as', 'FL-baker-jail-WSO', bakerId)]).agreements).toHaveLength(2);
  });

  it('gives a name, a signing date, an ending', () => {
    const register = buildRegister(lists, [
      said('name', 'Sheriff of Baker County'),
      said('signed-on', '2025-02-20'),
      said('ended-on', '2025-04-02'),
    ]);
    expect(register.agencies.find(({ agency_id }) => agency_id === 'FL-baker-county-sheriffs-office')?.name).toBe(
      'Sheriff of Baker County',
    );
    expect(history(register, bakerId)).toEqual([
      'active 2025-02-20..2025-04-02 correction',
      'terminated 2025-04-02.. correction',
    ]);
  });

  it('joins the agencies of two agreements', () => {
    expect(figuresOn(buildRegister(lists, [said('same-agency', clay.of)]), '2025-03-31')).toMatchObject({
      agreements: 2,
      agencies: 1,
    });
  });

  it.each([
    [said('name', 'X', 'FL | Nobody | WSO'), 'no list names an agreement "FL | Nobody | WSO"'],
    [said('same-as', 'nothing'), 'no list names an agreement "nothing"'],
    [said('same-as', clay.of), 'agreements under two models are two agreements'],
  ])('that fits no agreement changes nothing, and says so', (correction, detail) => {
    const { corrections, ...register } = buildRegister(lists, [correction]);
    expect(corrections).toEqual([{ correction, applied: false, detail }]);
    expect({ ...register, corrections: [] }).toEqual(buildRegister(lists));
  });
});

describe('changes of a period', () => {
  it('count beginnings on their first day in force, and endings on the day of the list', () => {
    const register = buildRegister([
      listOf('2025-03-31', [clay]),
      listOf('2025-05-02', [{ of: baker, signed: '2025-04-10' }]),
    ]);
    const inApril = changesOfRegister(register, { from: '2025-04-01', until: '2025-05-01' });
    expect(inApril.map(({ on, decision }) => `${on} ${decision.kind}`)).toEqual(['2025-04-10 new']);
    const inMay = changesOfRegister(register, { from: '2025-05-01', until: '2025-06-01' });
    expect(inMay.map(({ on, decision }) => `${on} ${decision.kind}`)).toEqual(['2025-05-02 ended']);
  });
});

describe('a list that is to be imported', () => {
  const names = Array.from({ length: 200 }, (_, at) => `TX | County ${String.fromCharCode(65 + (at % 26))}${at} | WSO`);
  const standing = listOf('2025-03-31', names.slice(0, 100));
  const none = { rejected: 0, sameNameAs: null };

  it('is held where it would end more than a tenth of the agreements, and not where it ends a tenth', () => {
    expect(assessList(listOf('2025-04-30', names.slice(10, 100)), [standing], [], none).held).toBe(false);
    const assessment = assessList(listOf('2025-04-30', names.slice(11, 100)), [standing], [], none);
    expect(assessment.reasons).toEqual([
      '11 of 100 agreements would end from the list of 2025-03-31 to that of 2025-04-30',
    ]);
    expect(assessment.changes.map(({ kind }) => kind)).toEqual(Array(11).fill('ended'));
  });

  it('may double the register, and is held where it adds more', () => {
    expect(assessList(listOf('2025-04-30', names), [standing], [], none).held).toBe(false);
    expect(assessList(listOf('2025-04-30', [...names, 'UT | One more | TFM']), [standing], [], none).reasons).toEqual([
      '101 agreements would be added to 100 from the list of 2025-03-31 to that of 2025-04-30',
    ]);
  });

  it('is held where rows cannot be read, its name was used before, or its agreements were signed after its day', () => {
    const list = listOf('2025-04-30', names.slice(0, 100));
    const late = { ...list, listings: list.listings.map((listing) => ({ ...listing, signed_text: '2025-05-09' })) };
    expect(assessList(late, [standing], [], { rejected: 3, sameNameAs: '2025-04-28' }).reasons).toEqual([
      'a list of 2025-04-28 with the same file name and other content is there already',
      '3 of its rows cannot be read, and would count as ended',
      '100 of its agreements were signed after 2025-04-30: its day is wrong',
    ]);
  });

  it('says of each change which agreement it is about, and which rows cannot be read and why, without quoting them', () => {
    const fewer = listOf('2025-04-30', [...names.slice(12, 100), 'UT | One more | TFM']);
    const rejects = [{ rowNumber: 7, original: '', reasons: ['state "Jane" is not the name of a state or territory'] }];
    const list = { name: 'a.xlsx', path: '/in/refused/a b.xlsx' };
    const held = heldList(list, assessList(fewer, [standing], [], { ...none, rejected: 1 }), rejects);
    expect(held.remedy).toMatch(/if it is right: report287 import --confirm '\/in\/refused\/a b.xlsx'$/);
    expect(held.details.slice(0, 5)).toEqual([
      'row 7 cannot be read: state … is not the name of a state or territory',
      'it would change: 1 new, 12 ended',
      'new: UT | One more | TFM (UT-one-more-TFM), row 90: no earlier list shows this agency',
      expect.stringMatching(/^ended, 12 agreements: .*: the list of April 30, 2025 does not hold it:$/),
      'ended: TX | County A0 | WSO (TX-county-a0-WSO)',
    ]);
    expect(held.details).toHaveLength(4 + 12);
  });

  it('of applications is not judged by its turnover', () => {
    const pending = listOf('2025-04-30', names.slice(100), { kind: 'pending' });
    expect(assessList(pending, [listOf('2025-04-01', names.slice(0, 90), { kind: 'pending' })], [], none).held).toBe(
      false,
    );
  });
});

it.each([
  ['macro island police department', 'marco island police department', 'near'],
  ['city of saint cloud police department', 'saint cloud police department', 'near'],
  ['alachua police departent', 'alachua police department', 'near'],
  ['denton county sheriffs office', 'newton county sheriffs office', 'overlap'],
  ['lee county sheriffs office', 'bee county sheriffs office', 'overlap'],
  ['constable precinct 1', 'constable precinct 2', 'none'],
  ['state police', 'fish commission', 'none'],
])('%s and %s are as alike as "%s"', (a, b, expected) => {
  expect(likeness(a, b)).toBe(expected);
});
