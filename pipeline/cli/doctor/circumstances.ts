import type { Config } from '../../config.ts';
import { Unexamined } from './examination.ts';
import type { Access, Records } from './records.ts';

/** What examinations are told. */
export interface Circumstances {
  /** Of the settings that are sound; those that are not have their defaults. */
  readonly config: Config;
  /** Every problem of the settings; none: they are sound. */
  readonly problems: readonly string[];
  readonly access: Access;
  readonly now: () => Date;
  /** Milliseconds after which an examination is given up, unless it says otherwise. */
  readonly limit: number;
}

/** What is on record. @throws Unexamined where it could not be read, which the database's own findings explain. */
export function recordsOf({ access }: Circumstances): Records {
  switch (access.kind) {
    case 'open':
      if (typeof access.records === 'string') throw new Unexamined(access.records);
      return access.records;
    case 'unmade':
      return access.records;
    case 'closed':
      throw new Unexamined('the database cannot be read');
  }
}
