import { administrativeArrests } from './administrative-arrests.ts';
import { agencies } from './agencies.ts';
import { agreements } from './agreements.ts';
import { citizenship } from './citizenship.ts';
import { criminality } from './criminality.ts';
import { disposition } from './disposition.ts';
import { encounters } from './encounters.ts';
import { endedAgreements } from './ended-agreements.ts';
import { fieldOffice } from './field-office.ts';
import type { Breakdown, Measure } from './measure.ts';
import { model } from './model.ts';
import { newAgreements } from './new-agreements.ts';
import { priority } from './priority.ts';
import { state } from './state.ts';
import { states } from './states.ts';
import { threatLevel } from './threat-level.ts';

/** Everything that is counted. */
export const measures: readonly Measure[] = [
  encounters,
  administrativeArrests,
  agreements,
  agencies,
  states,
  newAgreements,
  endedAgreements,
];

/** Everything that it is counted by. */
export const breakdowns: readonly Breakdown[] = [
  fieldOffice,
  criminality,
  threatLevel,
  priority,
  citizenship,
  disposition,
  model,
  state,
];
