import { createHash, randomUUID } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

const ownUuid = randomUUID();

/**
 * Names this process in rows, folders and lists that it shares with others: `<host>_<space>-<boot>.<number>.<uuid>`. In a space a
 * number is of one process; a machine has one, and each container its own. `_<space>-<boot>` is left out where the system does
 * not tell them, and in names that an older program gave.
 */
export const processName = (): string => `${hostname()}${ownMark}.${process.pid}.${ownUuid}`;

/** A name that nothing else has and that says whose it is, for a file or a folder in the making. */
export const ownName = (): string => `${processName()}.${randomUUID()}`;

/**
 * Whether a name, of a process or of what it was making, is of a process that is known to have ended. Of other machines, and of
 * containers beside this one, nothing is known.
 */
export const isGone = (name: string): boolean => hasEnded(name, processName(), isRunning);

/** Whether the process of a name has ended, as far as the process of another name can tell, which sees what runs in its space. */
export function hasEnded(name: string, seenBy: string, runs: (number: number) => boolean): boolean {
  const [other, own] = [parsed(name), parsed(seenBy)];
  if (other === null || own === null || other.host !== own.host) return false;
  // An older program names no space: then the same host is all that is known.
  if (other.space !== null && other.space !== own.space) return false;
  if (other.boot !== null && other.boot !== own.boot) return true;
  // In a container every start has the same number.
  if (other.number === own.number) return other.uuid !== own.uuid;
  return !runs(other.number);
}

interface ProcessName {
  readonly host: string;
  readonly space: string | null;
  readonly boot: string | null;
  readonly number: number;
  readonly uuid: string;
}

function parsed(name: string): ProcessName | null {
  const parts = /^(.+?)(?:_([0-9a-f]{8})-([0-9a-f]{8}))?\.(\d+)\.([0-9a-f-]{36})(?:\.[0-9a-f-]{36})?$/.exec(name);
  const [, host, space = null, boot = null, number, uuid] = parts ?? [];
  return host === undefined || uuid === undefined ? null : { host, space, boot, number: Number(number), uuid };
}

function isRunning(number: number): boolean {
  try {
    process.kill(number, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

/** What Linux calls the space of the machine itself; every other is a container's. */
const machineSpace = 'pid:[4026531836]';

const ownMark = ((): string => {
  const boot = told(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8'));
  const space = told(() => readlinkSync('/proc/self/ns/pid'));
  if (boot === '' || space === '') return '';
  const machine = told(() => readFileSync('/etc/machine-id', 'utf8'));
  // A machine is the same after its next start. A container is not: one with the same host name may run on another machine.
  const within = space === machineSpace && machine !== '' ? machine : boot;
  return `_${shortHash(`${within} ${space}`)}-${shortHash(boot)}`;
})();

function told(read: () => string): string {
  try {
    return read().trim();
  } catch {
    return '';
  }
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}
