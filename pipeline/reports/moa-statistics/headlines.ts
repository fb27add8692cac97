import { complaintsReceived } from '../../measures/complaints-received.ts';
import { complaintsResolved } from '../../measures/complaints-resolved.ts';
import { detainers } from '../../measures/detainers.ts';
import { encounters } from '../../measures/encounters.ts';
import { inspections } from '../../measures/inspections.ts';
import type { Measure } from '../../measures/measure.ts';
import { meetingsOverdue } from '../../measures/meetings-overdue.ts';
import { overdueComplaints } from '../../measures/overdue-complaints.ts';
import type { FiguresDefinition, NamedRow } from '../report/figures.ts';
import { installationsBeyond, installationsCompleted, installationsRequested } from './equipment.ts';
import { inCompliance, withOfficers } from './personnel.ts';
import { fieldManagers, required, staffingGap } from './supervision.ts';

const counted = (measure: Measure): NamedRow => ({
  code: measure.id,
  label: measure.label,
  figure: { kind: 'count', measure },
});

/** What no single measure counts, and what is counted of a period, beside the figures at its end: all in one place. */
export const headlines: FiguresDefinition = {
  id: 'headline-figures',
  title: 'Headline figures',
  rowHeader: 'Figure',
  rows: [
    { code: 'agencies-with-officers', label: 'Agencies with active officers', figure: withOfficers },
    { code: 'agencies-in-compliance', label: 'Agencies in full compliance with training', figure: inCompliance },
    { code: 'field-managers', label: 'Field program managers', figure: fieldManagers },
    { code: 'required', label: 'Field program managers required by the staffing model', figure: required },
    { code: 'gap', label: 'Gap between those required and those there are', figure: staffingGap },
    {
      code: 'installations-requested',
      label: 'Installations requested since the start of the prior fiscal year',
      figure: installationsRequested,
    },
    { code: 'installations-completed', label: 'Installations completed, of those', figure: installationsCompleted },
    { code: 'installations-beyond', label: 'Installations over 180 days, of those', figure: installationsBeyond },
    counted(meetingsOverdue),
    counted(inspections),
    counted(complaintsReceived),
    counted(complaintsResolved),
    counted(overdueComplaints),
    counted(encounters),
    counted(detainers),
  ],
  columns: [
    { id: 'value', header: '{window}', meaning: 'the period of this report', unit: 'count' },
    { id: 'previous', header: '{window}', meaning: 'the period before', unit: 'count', window: 'previous' },
    {
      id: 'year-earlier',
      header: '{window}',
      meaning: 'the same period a year earlier',
      unit: 'count',
      window: 'year-earlier',
    },
  ],
  notes: [
    'The same figures stand in the sections below, with what they are made of. Figures taken from lists, such as installations, are shown for the period of this report only.',
  ],
};
