import { PipelineError } from '../../../pipeline/errors.ts';
import { serveTasks } from '../../../pipeline/formats/pdf/threads.ts';

/** Does what it is told, for the tests of threads. */
serveTasks(async (task: string) => {
  if (task === 'end') process.exit(3);
  if (task === 'refuse') throw new PipelineError('render', 'refused', 'ask for less', { details: ['one', 'two'] });
  if (task === 'fail') throw new RangeError('out of range');
  return task.toUpperCase();
});
