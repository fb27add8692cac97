import { unreachable } from '../../errors.ts';
import type { Task } from '../crew.ts';
import type { AgreementFate } from './agreement.ts';
import type { Outcome } from './desk.ts';

/** What comes of a task at which so many processes were lost: without a document there is no edition; other agreements go on. */
export function givenUp(task: Task, lost: number): Outcome {
  switch (task.kind) {
    case 'document':
      return { kind: 'failed', error: errorOf(`the document of ${task.scope}`, lost, 'run again without --workers') };
    case 'agreement': {
      const alone = `run it alone with --agreement ${task.agreement}`;
      const error = errorOf(`the edition of agreement ${task.agreement}`, lost, alone);
      return { kind: 'done', result: { kind: 'failed', error } satisfies AgreementFate };
    }
    default:
      return unreachable(task);
  }
}

const errorOf = (what: string, lost: number, again: string) => ({
  kind: 'render' as const,
  message: `${what} was begun ${lost} times by processes that ended, or were not heard of any more, before it was made`,
  remedy: `look in the logs of the workers for what ended them (such as memory), then ${again} and with --debug`,
  details: [],
});
