import { createHash } from 'node:crypto';
import { type NoticeToTell, recordTold, takeNoticesToTell } from '../../queries/notices.ts';
import type { ChannelSettings } from '../channels/channel.ts';
import type { LetterItem, OperatorLetter } from '../channels/smtp/operator-letter.ts';
import { sendToOperator } from '../channels/smtp.ts';
import type { DatabaseEffect } from '../effects.ts';
import { instantInWords } from '../period.ts';

/**
 * Tells the operator, in one mail, of all trouble that is new and of all that is over. Of several processes only one tells each. What
 * could not be sent is tried again later. Returns why it could not be sent; null: it was, or there was nothing to tell.
 */
export async function tellOperator(
  operator: string,
  settings: ChannelSettings,
  { database }: DatabaseEffect,
): Promise<string | null> {
  const notices = await database.transaction('read-write', takeNoticesToTell);
  if (notices.length === 0) return null;
  const { state, detail } = await sendToOperator(letterOf(notices), operator, settings);
  if (state !== 'delivered') return detail;
  await database.transaction('read-write', (session) => recordTold(session, notices));
  return null;
}

/** The same notices give the same letter, whenever it is sent. */
export function letterOf(notices: readonly NoticeToTell[]): OperatorLetter {
  const [fresh, over] = [
    notices.filter((one) => one.cleared_at === null),
    notices.filter((one) => one.cleared_at !== null),
  ];
  const names = notices.map(({ key, raised_at, cleared_at }) => [key, raised_at, cleared_at ?? ''].join('\n'));
  return {
    key: createHash('sha256').update(names.join('\n\n')).digest('hex').slice(0, 40),
    subject: subjectOf(fresh, over),
    paragraphs: ['This mail is for whoever runs report287. No recipient of reports gets it.'],
    sections: [
      ...(fresh.length === 0 ? [] : [{ heading: 'Needs attention', items: fresh.map(freshItem) }]),
      ...(over.length === 0 ? [] : [{ heading: 'Is over', items: over.map(overItem) }]),
    ],
  };
}

function subjectOf(fresh: readonly NoticeToTell[], over: readonly NoticeToTell[]): string {
  const [first] = fresh.length > 0 ? fresh : over;
  const others = (fresh.length > 0 ? fresh : over).length - 1;
  const more = others > 0 ? ` (and ${others} more)` : '';
  return `report287: ${fresh.length > 0 ? '' : 'over: '}${first?.subject ?? ''}${more}`;
}

const freshItem = ({ subject, lines, raised_at }: NoticeToTell): LetterItem => ({
  what: `${subject}.`,
  lines: [...(JSON.parse(lines) as readonly string[]), `Since ${instantInWords(raised_at)}.`],
});

const overItem = ({ subject, raised_at, cleared_at }: NoticeToTell): LetterItem => ({
  what: `${subject}.`,
  lines: [`From ${instantInWords(raised_at)} to ${instantInWords(cleared_at ?? raised_at)}.`],
});
