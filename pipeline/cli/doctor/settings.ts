import { secretSettings } from '../../config/delivery.ts';
import { type Config, readConfig } from '../../config.ts';
import { PipelineError } from '../../errors.ts';
import { withSecretFiles } from '../secret-files.ts';
import { type Examination, fault, well } from './examination.ts';

/** The environment, as the command line is given it. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** The settings as far as they are sound. */
export interface SoundSettings {
  readonly config: Config;
  readonly problems: readonly string[];
  /** The variables that were left out because they are not sound. */
  readonly unsound: readonly string[];
  /** What must never be printed, the longest first. */
  readonly secrets: readonly string[];
}

/** The settings: every problem at once, of every one. */
export const settings: Examination = {
  what: 'settings',
  reads: [],
  examine: async ({ problems }) => {
    if (problems.length === 0) return [well('settings', 'every variable is sound')];
    return problems.map((problem) =>
      fault('settings', problem, 'correct the variable; `report287 settings` lists them all'),
    );
  },
};

/**
 * Reads the settings, leaves out those that are not sound and reads again, until the rest are: so that what does not depend
 * on them can be examined. Problems that only come of leaving one out are not told.
 */
export function soundSettings(variables: Variables, root: string): SoundSettings {
  const problems: string[] = [];
  const unsound = new Set<string>();
  for (;;) {
    const rest = Object.fromEntries(Object.entries(variables).filter(([name]) => !unsound.has(name)));
    try {
      const read = withSecretFiles(rest);
      const config = readConfig(read, root);
      return { config, problems, unsound: [...unsound], secrets: secretsOf([variables, read]) };
    } catch (error) {
      const told = problemsOf(error);
      problems.push(...told.filter((text) => !variablesIn(text).some((name) => unsound.has(name))));
      for (const name of told.flatMap(culpritsOf)) unsound.add(name).add(`${name}_FILE`);
    }
  }
}

function problemsOf(error: unknown): readonly string[] {
  if (!(error instanceof PipelineError) || error.kind !== 'config') throw error;
  const texts = error.details.length === 0 ? [error.message] : error.details;
  // Without a name nothing could be left out, and the same would be read for ever.
  if (texts.some((text) => culpritsOf(text).length === 0)) throw error;
  return texts;
}

const variablesIn = (text: string) => text.match(/\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b/g) ?? [];

/** The variable that a problem begins with, or all that it names: those that were given twice. */
function culpritsOf(text: string): readonly string[] {
  const [first] = /^\w+(?=:)/.exec(text) ?? [];
  return first === undefined ? variablesIn(text) : [first];
}

function secretsOf(given: readonly Variables[]): readonly string[] {
  const values = given.flatMap((variables) => secretSettings.map((name) => variables[name] ?? ''));
  const passwords = values.flatMap((value) => {
    const { password = '' } = URL.parse(value) ?? {};
    return [password, decoded(password)];
  });
  const lines = values.flatMap((value) => value.split('\n'));
  return [...new Set([...values, ...passwords, ...lines.filter((line) => line.length > 8)])]
    .filter((secret) => secret.length > 2)
    .toSorted((one, other) => other.length - one.length);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
