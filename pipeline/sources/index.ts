import { eroArrests2019 } from './ero-arrests-2019.ts';
import { eroEncounters2019 } from './ero-encounters-2019.ts';
import { iceRemovals2019 } from './ice-removals-2019.ts';
import type { Source } from './source.ts';

/** The file formats that we can import, in the order in which messages list them. */
export const sources: readonly Source[] = [eroArrests2019, eroEncounters2019, iceRemovals2019];
