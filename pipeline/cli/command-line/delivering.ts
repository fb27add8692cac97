import { type ApproveFlags, approve } from '../approve.ts';
import { type DeliverFlags, deliver } from '../deliver.ts';
import { exportSubscriptions, importSubscriptions } from '../subscriptions.ts';
import type { Shell } from './shell.ts';

/** What hands over editions, and says to whom. */
export function deliveringCommands({ command, answer, config }: Shell): void {
  const subscriptions = command('subscriptions', 'print who gets which editions, as CSV').action(() =>
    answer([], (effects) => exportSubscriptions(config(), effects)),
  );
  command(
    'import <csv>',
    'put a list in the place of the subscriptions on record: all of it, or nothing',
    subscriptions,
  ).action((file: string) => answer([], (effects) => importSubscriptions(config(), file, effects)));
  command('export', 'print the subscriptions as CSV, to be edited and imported', subscriptions).action(() =>
    answer([], (effects) => exportSubscriptions(config(), effects)),
  );
  command('approve <edition>', 'record the approval of an edition, given by its folder, exactly as it lies there')
    .requiredOption('--by <role>', 'the role that approves; never a person’s name')
    .action((edition: string, flags: ApproveFlags) =>
      answer([], (effects) => approve(config(), edition, flags, effects)),
    );
  command('deliver <edition> [period]', 'send what is missing of an edition (its folder), or of a report and a period')
    .option('--retry-unknown', 'send again what may have arrived: find out first')
    .action((edition: string, period: string | undefined, flags: DeliverFlags) =>
      answer([], (effects) => deliver(config(), edition, period, flags, effects)),
    );
}
