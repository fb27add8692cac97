import type { AgreementSubject } from '../../queries/agreement-subjects.ts';
import type { Classification } from '../classify.ts';
import type { DatabaseEffect } from '../effects.ts';
import { PipelineError } from '../errors.ts';
import { type Extract, extractEach } from '../extract.ts';
import type { Period } from '../period.ts';
import type { ReportDefinition } from '../reports/report.ts';

/** Reads everything that a report needs of one agreement, just as it is read among many. @throws PipelineError as `extractEach`. */
export async function extractOne(
  definition: ReportDefinition,
  period: Period,
  classification: Classification,
  subject: AgreementSubject,
  effects: DatabaseEffect,
): Promise<Extract> {
  const read: Extract[] = [];
  const keep = async (one: Extract) => {
    read.push(one);
  };
  await extractEach(definition, period, classification, [subject], keep, effects);
  const [extracted] = read;
  if (extracted !== undefined) return extracted;
  const message = `agreement ${subject.agreement_id} was not read`;
  throw new PipelineError('internal', message, 'report this as a defect of report287');
}
