import type { Command } from 'commander';
import type { Config } from '../../config.ts';
import type { ProgressEffect } from '../../effects.ts';
import type { Answer } from '../commands.ts';

/** What commands are registered with: everything through which they meet the process that they run in. */
export interface Shell {
  /** Registers a command, below `parent` if one is given. */
  readonly command: (name: string, description: string, parent?: Command) => Command;
  /** Does a command's work under a display of its stages, then prints its answer and sets the exit code. */
  readonly answer: (stages: readonly string[], work: (effects: ProgressEffect) => Promise<Answer>) => Promise<void>;
  /** The settings of the environment. @throws PipelineError `config` where they are not sound. */
  readonly config: () => Config;
  /** The environment as it is, and the folder in which the command was given. */
  readonly surroundings: () => { readonly variables: NodeJS.ProcessEnv; readonly folder: string };
  /** Says stop when this process is told to end. */
  readonly stopSignal: () => AbortSignal;
  /** Ends the process after so many milliseconds, whatever still holds it; with the exit code of the answer unless told. */
  readonly endWithin: (milliseconds: number, exitCode?: number) => void;
}
