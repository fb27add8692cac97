import type { Recipient } from '../channels/channel.ts';
import type { Config } from '../config.ts';
import type { Distribution } from '../distribute.ts';

/** The folders of the settings that receive a copy of each edition. */
export const copiesOf = ({ deliverTo }: Pick<Config, 'deliverTo'>): readonly Recipient[] =>
  deliverTo.map((address) => ({ id: `copy ${address}`, name: address, channel: 'folder', address, options: {} }));

/** To whom editions go by the settings of this machine, and on which conditions. */
export function termsOf(config: Pick<Config, 'deliverTo' | 'delivery'>) {
  const { channels: settings, approvals, stated } = config.delivery;
  return { recipients: copiesOf(config), delivery: { settings, approvals, stated } };
}

/** What came of handing over an edition, a line each. */
export function describeDistribution({
  receipts,
  awaited,
  before,
  undecided,
  busy,
  without,
}: Distribution): readonly string[] {
  return [
    ...awaited.map((role) => `waits for the approval of ${role}: nothing was sent`),
    ...receipts.map(({ state, recipient, detail }) => `${state}: ${recipient}: ${detail}`),
    ...before.map((recipient) => `delivered before: ${recipient}`),
    ...undecided.map((recipient) => `unknown: ${recipient}: find out whether it arrived; if not, use --retry-unknown`),
    ...busy.map((recipient) => `being sent by another process: ${recipient}`),
    ...without.map((recipient) => `nothing for: ${recipient}: the edition has no such document or format`),
  ];
}
