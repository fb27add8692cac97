import { readFileSync } from 'node:fs';
import { secretSettings } from '../config/delivery.ts';
import { PipelineError } from '../errors.ts';

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * The environment with each secret that is given as a file, such as REPORT287_SMTP_FILE, in its place.
 * @throws PipelineError `config` where a file cannot be read or is empty, or a secret is given twice.
 */
export function withSecretFiles(variables: Variables): Variables {
  const given = secretSettings.filter((name) => variables[`${name}_FILE`]);
  const twice = given.filter((name) => variables[name]);
  if (twice.length > 0)
    throw new PipelineError('config', `given twice: ${twice.join(', ')}`, 'set the variable, or the one with _FILE');
  const read = given.map((name) => [name, contentOf(`${name}_FILE`, variables[`${name}_FILE`] ?? '')] as const);
  return { ...variables, ...Object.fromEntries(read) };
}

function contentOf(name: string, path: string): string {
  const text = textOf(name, path).trimEnd();
  if (text !== '') return text;
  throw new PipelineError('config', `${name}: ${path} is empty`, 'write the secret into it, or unset the variable');
}

function textOf(name: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    const why = cause instanceof Error && 'code' in cause ? ` (${cause.code})` : '';
    const message = `${name}: ${path} cannot be read${why}`;
    throw new PipelineError('config', message, 'correct the path, or its rights', { cause });
  }
}
