import { states } from '../../queries/codelists.ts';
import type { AgreementBreakdown } from './measure.ts';

export const state: AgreementBreakdown = {
  id: 'state',
  label: 'State',
  entity: 'agreement',
  definition: 'The state or territory of the agency that holds the agreement.',
  codes: states,
  code: (row) => row.ref('agency.state'),
};
