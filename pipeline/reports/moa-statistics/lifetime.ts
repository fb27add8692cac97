import { administrativeArrests } from '../../measures/administrative-arrests.ts';
import { amenability } from '../../measures/amenability.ts';
import { certifiedOfficers } from '../../measures/certified-officers.ts';
import { chargingDocuments } from '../../measures/charging-documents.ts';
import { complaintsReceived } from '../../measures/complaints-received.ts';
import { custodyTransfers } from '../../measures/custody-transfers.ts';
import { detainers } from '../../measures/detainers.ts';
import { encounters } from '../../measures/encounters.ts';
import { inspections } from '../../measures/inspections.ts';
import type { Measure } from '../../measures/measure.ts';
import { nominatedOfficers } from '../../measures/nominated-officers.ts';
import { removals } from '../../measures/removals.ts';
import { returns } from '../../measures/returns.ts';
import { revokedOfficers } from '../../measures/revoked-officers.ts';
import { warrantsServed } from '../../measures/warrants-served.ts';
import type { NamedRow } from '../report/figures.ts';
import type { SectionDefinition } from '../report.ts';

const total = (measure: Measure): NamedRow => ({
  code: measure.id,
  label: measure.label,
  figure: { kind: 'on-record', measure },
});

const rows: readonly NamedRow[] = [
  total(encounters),
  {
    code: 'encounters-amenable',
    label: 'Encounters of persons amenable to removal',
    figure: { kind: 'on-record', measure: encounters, row: { by: amenability, code: 'amenable' } },
  },
  total(administrativeArrests),
  total(detainers),
  total(warrantsServed),
  total(chargingDocuments),
  total(custodyTransfers),
  total(removals),
  total(returns),
  total(nominatedOfficers),
  total(certifiedOfficers),
  total(revokedOfficers),
  total(complaintsReceived),
  total(inspections),
];

/**
 * Everything on record under one agreement: a notice of termination must contain all available data on the total number of
 * aliens identified under it (JEM agreement of 2020 and 2025, TFM agreement of 2025; `domain.md` §2.1).
 */
export const lifetimeSection: SectionDefinition = {
  id: 'lifetime',
  title: 'Totals since signing',
  introduction:
    'Everything that is on record under this agreement from its signing to the end of the period, which a notice of termination must contain. Where the sources do not cover every day since the signing, the total is what is available and no more; the days that they cover stand beside it.',
  blocks: [
    {
      kind: 'figures',
      on: 'agreement',
      table: {
        id: 'lifetime-totals',
        title: 'All that is on record under the agreement',
        rowHeader: 'What is counted',
        rows,
        columns: [
          { id: 'total', header: 'On record since signing', meaning: 'to the end of the period', unit: 'count' },
          {
            id: 'covered',
            header: 'Days covered',
            meaning: 'of those since the signing',
            unit: 'text',
            figure: {
              kind: 'covered-days',
              words: { all: 'All', none: 'None', some: 'Only {days}' },
            },
          },
        ],
        notes: ['Events and records are counted, not persons. The rows do not add up.'],
      },
    },
  ],
};
