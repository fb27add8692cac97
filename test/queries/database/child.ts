// A process of its own that the tests of the embedded engine kill. Usage: node child.ts hold|write <folder>
import { setTimeout } from 'node:timers/promises';
import { PipelineError } from '../../../pipeline/errors.ts';
import { copyLine, openDatabase } from '../../../queries/database.ts';

const [task, folder = ''] = process.argv.slice(2);
const officesOfOneTransaction = 26 * 26;

async function* officeLines(prefix: string): AsyncGenerator<string> {
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  for (const first of letters) {
    yield letters.map((second) => copyLine([prefix + first + second, 'an office', '2003-03-01'])).join('');
  }
}

try {
  await using database = await openDatabase({ folder });
  console.log('open');
  if (task === 'hold') await setTimeout(60_000);
  for (let count = 0; count < 26; count += 1) {
    const prefix = String.fromCharCode(65 + count);
    await database.transaction('read-write', async ({ own, copy }) => {
      await copy('field_office', ['office_code', 'name', 'exists_from'], officeLines(prefix));
      const id = `${prefix} wrote ${officesOfOneTransaction}`;
      const started_at = new Date().toISOString();
      const run = {
        run_id: id,
        report: 'r',
        period: 'p',
        audience: 'internal',
        subject: '',
        started_at,
        finished_at: null,
        outcome: null,
      };
      await own.insertInto('run').values(run).execute();
    });
    console.log(`committed ${count + 1}`);
  }
} catch (error) {
  if (!(error instanceof PipelineError)) throw error;
  console.log(`${error.kind}: ${error.message}`);
}
