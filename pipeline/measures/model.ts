import { agreementModels } from '../../queries/codelists.ts';
import type { AgreementBreakdown } from './measure.ts';

export const model: AgreementBreakdown = {
  id: 'model',
  label: 'Model',
  entity: 'agreement',
  definition:
    'The model under which authority is delegated. Models that ended in 2012 are shown where they have a count.',
  codes: agreementModels,
  code: (row) => row.ref('agreement.model'),
};
