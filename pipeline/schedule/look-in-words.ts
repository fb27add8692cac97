import type { Receipt } from '../channels/channel.ts';
import { type Distribution, isOutstanding } from '../distribute.ts';
import { instantInWords } from '../period.ts';
import { nameOf, type RanSlot } from './attempt-slot.ts';
import type { LeftSlot, Look } from './look.ts';

/** What a look found and did, a line each; nothing happened: no line. */
export function lookInWords({ imported, refused, ran, redelivered, problems }: Look): readonly string[] {
  return [
    ...imported.map(({ file, state }) => `${file}: ${state === 'imported' ? 'imported' : 'imported before'}`),
    ...refused.map(({ file, message, remedy }) => `${file}: refused: ${message}. What to do: ${remedy}.`),
    ...ran.flatMap(ranInWords),
    ...redelivered.flatMap(({ edition, distribution }) => deliveriesInWords(edition, distribution)),
    ...problems.map(({ what, message, remedy }) => `${what}: ${message}. What to do: ${remedy}.`),
  ];
}

function ranInWords(one: RanSlot): readonly string[] {
  const name = nameOf(one);
  switch (one.kind) {
    case 'published': {
      const { edition, distribution } = one;
      return [`${name}: published as ${edition.folder}`, ...deliveriesInWords(edition.folder, distribution)];
    }
    case 'stands':
      return [`${name}: its edition stands`];
    case 'overtaken':
      return [`${name}: another process has taken it over`];
    case 'stopped':
      return [`${name}: left off; nothing was published`];
    case 'failed': {
      const { message, remedy, details } = one.problem;
      const end = one.isGivenUp ? 'given up' : 'tried again later';
      return [
        `${name}: attempt ${one.attempt} failed, ${end}: ${message}. What to do: ${remedy}.`,
        ...details.slice(0, 5).map((detail) => `  - ${detail}`),
      ];
    }
  }
}

/** Why a slot that can be run was not: the same at each look for as long as it lasts. */
export function leftInWords({ why, ...slot }: LeftSlot): string {
  const name = nameOf(slot);
  switch (why.kind) {
    case 'held':
      return `${name}: ${why.holder} is at it`;
    case 'resting':
      return `${name}: ${why.attempts} attempts failed; tried again from ${instantInWords(why.until)}`;
    case 'given-up':
      return `${name}: given up; mend what made it fail, then run it by hand, or import what it lacks`;
  }
}

function deliveriesInWords(edition: string, distribution: Distribution): readonly string[] {
  const { receipts, awaited } = distribution;
  const of = (state: Receipt['state']) => receipts.filter((receipt) => receipt.state === state).length;
  const counted = `${of('delivered')} delivered, ${of('failed')} failed, ${of('unknown')} unknown`;
  return [
    ...(receipts.length === 0 ? [] : [`${edition}: ${counted}`]),
    ...receipts
      .filter(({ state }) => state !== 'delivered')
      .map(({ recipient, channel, state, detail }) => `${edition}: ${state}: ${recipient} by ${channel}: ${detail}`),
    ...(awaited.length > 0 && isOutstanding(distribution) ? [`${edition}: waits for ${awaited.join(', ')}`] : []),
  ];
}
