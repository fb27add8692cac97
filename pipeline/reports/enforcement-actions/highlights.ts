import { agreementModels } from '../../../queries/codelists.ts';
import { cellText } from '../../cell.ts';
import { administrativeArrests } from '../../measures/administrative-arrests.ts';
import { agencies } from '../../measures/agencies.ts';
import { agreements } from '../../measures/agreements.ts';
import { encounters } from '../../measures/encounters.ts';
import { endedAgreements } from '../../measures/ended-agreements.ts';
import type { Measure } from '../../measures/measure.ts';
import { model } from '../../measures/model.ts';
import { newAgreements } from '../../measures/new-agreements.ts';
import { states } from '../../measures/states.ts';
import type { HighlightsDefinition, SentenceDefinition } from '../report/highlights.ts';

const limits = { leastPercent: 1, leastBase: 20, mostPercent: 1000 } as const;

const percent = (value: number) => cellText({ kind: 'share', value });

/** The rule by which the highlights give or do not give a change in percent, for the notes on method. */
export const highlightsRule = `The highlights give a change in percent of the earlier figure, which stands in parentheses; percentages are compared as they are printed. A change of less than ${percent(limits.leastPercent)} percent is called “about as many”. Where the earlier figure is less than ${limits.leastBase}, the change is given as a number. Where it is zero, or the change is more than ${percent(limits.mostPercent)} percent, both figures are named and no change is given.`;

/** How many in the period, against a year earlier and the period before; then in the fiscal year to date. */
function eventSentences(measure: Measure, one: string, many: string): readonly SentenceDefinition[] {
  const figures = [
    { measure, none: `there were no ${many}`, one: `there was 1 ${one}`, many: `there were {count} ${many}` },
  ];
  const subject = `the number of ${many}`;
  return [
    {
      text: '{figures} {when}',
      window: 'period',
      figures,
      joined: 'in-turn',
      compared: { windows: ['year-earlier', 'previous'] },
      subject,
    },
    {
      text: '{when}, {figures}',
      window: 'fytd',
      figures,
      joined: 'in-turn',
      compared: { windows: ['prior-fytd'] },
      subject,
    },
  ];
}

const inForce: SentenceDefinition = {
  text: '{when}, {figures}',
  window: 'period',
  figures: [
    {
      measure: agreements,
      none: 'no agreements were in force',
      one: '1 agreement was in force',
      many: '{count} agreements were in force',
    },
    { measure: agencies, one: 'with 1 agency', many: 'with {count} agencies', subject: 'the number of agencies' },
    { measure: states, one: 'in 1 state', many: 'in {count} states', subject: 'the number of states' },
  ],
  joined: 'in-turn',
  compared: { windows: ['year-earlier', 'previous'], noun: { one: 'agreement', many: 'agreements' } },
  subject: 'the number of agreements in force',
};

const byModel: SentenceDefinition = {
  text: '{when}, ICE had in force under the 287(g) program {figures}',
  officeText: '{when}, the {office} Field Office supervised under the 287(g) program {figures}',
  window: 'period',
  figures: agreementModels.map(({ code, label }) => ({
    measure: agreements,
    row: { by: model, code },
    one: `1 ${label} agreement`,
    many: `{count} ${label} agreements`,
    followedBy: { measure: states, row: { by: model, code }, one: 'in 1 state', many: 'in {count} states' },
    subject: `the number of ${label} agreements`,
  })),
  joined: 'with-and',
};

const beganAndEnded: SentenceDefinition = {
  text: '{when}, {figures}',
  window: 'period',
  figures: [
    {
      measure: newAgreements,
      none: 'no agreements began',
      one: '1 agreement began',
      many: '{count} agreements began',
      subject: 'the number of agreements that began',
    },
    {
      measure: endedAgreements,
      none: 'no agreements ended',
      one: '1 agreement ended',
      many: '{count} agreements ended',
      subject: 'the number of agreements that ended',
    },
  ],
  joined: 'with-and',
  subject: 'the number of agreements that began or ended',
};

/** What the report says first, in sentences. */
export const highlights: HighlightsDefinition = {
  kind: 'highlights',
  sentences: [
    ...eventSentences(encounters, 'encounter', 'encounters'),
    ...eventSentences(administrativeArrests, 'administrative arrest', 'administrative arrests'),
    inForce,
    byModel,
    beganAndEnded,
  ],
  limits,
  words: {
    officeOpening:
      'Events are those in the area of responsibility of the {office} Field Office on their day; agreements are those that it supervises.',
    when: {
      named: 'in {name}',
      days: 'from {from} through {through}',
      day: 'on {day}',
      toDate: 'in fiscal year {year} through {day}',
    },
    change: {
      percent: '{size} percent',
      more: '{size} more {noun} than {when} ({before})',
      fewer: '{size} fewer {noun} than {when} ({before})',
      about: 'about as many {noun} as {when} ({before})',
      same: 'as many {noun} as {when}',
      upFromNone: 'up from none {when}',
      upFrom: 'up from {before} {when}',
      downToNone: 'against {before} {when}',
      stillNone: 'as {when}',
      unavailable: 'not available {when}',
      withheld: 'withheld {when}',
    },
    missing: {
      unavailable: 'is not available from the sources',
      withheld: 'is withheld to limit disclosure',
    },
    nothing: 'Not available: the sources do not wholly cover the period.',
  },
};
