import type { Channel, Parcel, Receipt, Recipient } from './channels/channel.ts';

/** Hands a published edition to each recipient; one recipient's failure is a receipt and stops no other. */
export async function distribute(
  parcel: Parcel,
  recipients: readonly Recipient[],
  channels: readonly Channel[],
): Promise<readonly Receipt[]> {
  const receipts: Receipt[] = [];
  for (const recipient of recipients) {
    const channel = channels.find((each) => each.id === recipient.channel);
    receipts.push(
      channel === undefined
        ? {
            recipient: recipient.name,
            channel: recipient.channel,
            state: 'failed',
            detail: `there is no channel "${recipient.channel}"`,
          }
        : await channel.send(parcel, recipient),
    );
  }
  return receipts;
}
