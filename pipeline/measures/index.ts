import { administrativeArrests } from './administrative-arrests.ts';
import { ageBand } from './age-band.ts';
import { agencies } from './agencies.ts';
import { agencyState } from './agency-state.ts';
import { agreements } from './agreements.ts';
import { chargingDocuments } from './charging-documents.ts';
import { citizenship } from './citizenship.ts';
import { criminality } from './criminality.ts';
import { custodyTransfers } from './custody-transfers.ts';
import { decidingRule } from './deciding-rule.ts';
import { detainerRule } from './detainer-rule.ts';
import { detainers } from './detainers.ts';
import { disposition } from './disposition.ts';
import { encounterCharges } from './encounter-charges.ts';
import { encounterConvictions } from './encounter-convictions.ts';
import { encounterOffenses } from './encounter-offenses.ts';
import { encounters } from './encounters.ts';
import { endedAgreements } from './ended-agreements.ts';
import { fieldOffice } from './field-office.ts';
import { mandatoryDetention } from './mandatory-detention.ts';
import type { Breakdown, Measure } from './measure.ts';
import { moaLevel } from './moa-level.ts';
import { model } from './model.ts';
import { newAgreements } from './new-agreements.ts';
import { offense } from './offense.ts';
import { offenseCategory } from './offense-category.ts';
import { pendingApplications } from './pending-applications.ts';
import { priority } from './priority.ts';
import { publishedOffense } from './published-offense.ts';
import { removals } from './removals.ts';
import { sex } from './sex.ts';
import { state } from './state.ts';
import { states } from './states.ts';
import { threatLevel } from './threat-level.ts';
import { warrantsServed } from './warrants-served.ts';

/** Everything that is counted. */
export const measures: readonly Measure[] = [
  encounters,
  administrativeArrests,
  detainers,
  warrantsServed,
  chargingDocuments,
  custodyTransfers,
  removals,
  encounterOffenses,
  encounterCharges,
  encounterConvictions,
  agreements,
  agencies,
  states,
  newAgreements,
  endedAgreements,
  pendingApplications,
];

/** Everything that it is counted by. */
export const breakdowns: readonly Breakdown[] = [
  fieldOffice,
  criminality,
  threatLevel,
  priority,
  decidingRule,
  moaLevel,
  detainerRule,
  mandatoryDetention,
  offenseCategory,
  publishedOffense,
  offense,
  ageBand,
  sex,
  agencyState,
  citizenship,
  disposition,
  model,
  state,
];
