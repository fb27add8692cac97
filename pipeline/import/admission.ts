import { ownSchema } from '../../queries/database.ts';
import { PipelineError } from '../errors.ts';

/**
 * Refuses files where a program's own database is the source.
 * @throws PipelineError `source`.
 */
export function refuseForeignDatabase(schema: string): void {
  if (schema === ownSchema) return;
  throw new PipelineError(
    'source',
    `everything is read from the views in the schema "${schema}", and not from files`,
    'change the data where those views find them, or unset the schema to report from imported files',
  );
}

/** The refusal of a file for a database that holds synthetic data. */
export function besideSynthetic(name: string): PipelineError {
  return new PipelineError(
    'source',
    `the database holds synthetic data, with which ${name} must not be mixed`,
    'run "report287 demo --remove" first, or set REPORT287_DATA to another folder',
  );
}

/**
 * The instant that the operator states, as ISO in UTC.
 * @throws PipelineError `usage` where it is not one, or names no zone.
 */
export function instantOf(text: string): string {
  const at = new Date(text);
  const written = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/.test(text);
  if (written && !Number.isNaN(at.getTime())) return at.toISOString();
  throw new PipelineError('usage', `"${text}" is not an instant`, 'write it as 2019-06-30T12:00:00-04:00');
}
