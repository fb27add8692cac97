import { spawnSync } from 'node:child_process';
import { hostname } from 'node:os';
import { expect, test } from 'vitest';
import { hasEnded, isGone, ownName, processName } from '../pipeline/process-name.ts';

const [one, other] = ['00000000-0000-4000-8000-000000000000', '11111111-1111-4111-8111-111111111111'];
const self = `reports_0a0a0a0a-0b0b0b0b.40.${one}`;
const ofContainer = 'reports_1c1c1c1c-0b0b0b0b';

test.each<[string, string, boolean]>([
  ['itself', self, false],
  ['what it makes itself', `${self}.${other}`, false],
  ['one that had its number before', `reports_0a0a0a0a-0b0b0b0b.40.${other}`, true],
  ['one beside it that runs', `reports_0a0a0a0a-0b0b0b0b.41.${other}`, false],
  ['one beside it that has ended', `reports_0a0a0a0a-0b0b0b0b.42.${other}`, true],
  ['what one made that has ended', `reports_0a0a0a0a-0b0b0b0b.42.${other}.${one}`, true],
  ['one before the machine was started again, whose number runs now', `reports_0a0a0a0a-99999999.41.${other}`, true],
  ['one of a container with the same host name', `${ofContainer}.42.${other}`, false],
  ['one of a container with the same host name and its own number', `${ofContainer}.40.${other}`, false],
  ['one of another machine with the same host name', `reports_77777777-99999999.42.${other}`, false],
  ['one of another host', `others_0a0a0a0a-0b0b0b0b.42.${other}`, false],
  ['one of an older program that has ended', `reports.42.${other}`, true],
  ['one of an older program that runs', `reports.41.${other}`, false],
  ['one of an older program on a host whose name goes on', `reports.example.42.${other}`, false],
  ['what is no name of a process', 'edition-1', false],
])('a process judges whether another has ended: %s', (_what, name, isEnded) => {
  expect(hasEnded(name, self, (number) => number === 41)).toBe(isEnded);
});

test('a process without a space does not judge those that have one', () => {
  const plain = `reports.40.${one}`;
  expect(hasEnded(self, plain, () => false)).toBe(false);
  expect(hasEnded(`reports.42.${other}`, plain, () => false)).toBe(true);
});

test('this process runs, and a child that has ended is gone, by its own name and by that of an older program', () => {
  const program = `import { processName } from '${import.meta.dirname}/../pipeline/process-name.ts'; console.log(processName());`;
  const child = spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' });
  const name = child.stdout.trim();
  expect(name, child.stderr).toMatch(new RegExp(`\\.${child.pid}\\.[0-9a-f-]{36}$`));
  expect(isGone(name)).toBe(true);
  expect(isGone(`${hostname()}.${child.pid}.${one}`)).toBe(true);
  expect([processName(), ownName()].map(isGone)).toEqual([false, false]);
  expect(ownName()).not.toBe(ownName());
});
