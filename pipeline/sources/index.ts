import { eroArrests2019 } from './ero-arrests-2019.ts';
import { eroArrests2025 } from './ero-arrests-2025.ts';
import { eroArrests2026 } from './ero-arrests-2026.ts';
import { eroDetainers2025 } from './ero-detainers-2025.ts';
import { eroDetainers2026 } from './ero-detainers-2026.ts';
import { eroDetentions2025 } from './ero-detentions-2025.ts';
import { eroEncounters2019 } from './ero-encounters-2019.ts';
import { eroEncounters2025 } from './ero-encounters-2025.ts';
import { eroEncounters2026 } from './ero-encounters-2026.ts';
import { iceRemovals2019 } from './ice-removals-2019.ts';
import { type AgencyListFormat, participatingAgencies } from './participating-agencies.ts';
import { pendingAgencies } from './pending-agencies.ts';
import { seattle2018 } from './seattle-2018.ts';
import type { Source } from './source.ts';

/** The formats of releases of events that we can import, in the order in which messages list them. */
export const sources: readonly Source[] = [
  eroArrests2019,
  eroEncounters2019,
  iceRemovals2019,
  eroArrests2025,
  eroEncounters2025,
  eroDetainers2025,
  eroDetentions2025,
  eroArrests2026,
  eroEncounters2026,
  eroDetainers2026,
  ...seattle2018,
];

/** The formats of lists of agencies that we can import. */
export const agencyLists: readonly AgencyListFormat[] = [participatingAgencies, pendingAgencies];
