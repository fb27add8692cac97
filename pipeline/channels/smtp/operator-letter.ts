import MailComposer from 'nodemailer/lib/mail-composer';
import { sha256Of } from '../channel/content.ts';
import type { ChannelSettings } from '../channel.ts';
import { escaped, pageOf, type SealedLetter } from './sealed.ts';

/** What the person who runs the program is told: ids and dates, never figures nor personal data. */
export interface OperatorLetter {
  /** The same for the same news: its Message-ID is made of it, so that a second one is known by mail systems. */
  readonly key: string;
  readonly subject: string;
  readonly paragraphs: readonly string[];
  readonly sections: readonly LetterSection[];
}

/** What belongs together in a letter. */
export interface LetterSection {
  readonly heading: string;
  readonly items: readonly LetterItem[];
}

/** One piece of news, with sentences about it. */
export interface LetterItem {
  readonly what: string;
  readonly lines: readonly string[];
}

/** Writes the letter. The same one gives the same bytes but for `Date`. */
export async function writeToOperator(
  letter: OperatorLetter,
  address: string,
  { from }: Pick<NonNullable<ChannelSettings['smtp']>, 'from'>,
): Promise<SealedLetter> {
  const messageId = `<${encodeURIComponent(letter.key)}@report287>`;
  const composer = new MailComposer({
    from,
    to: { name: 'Operator of report287', address },
    subject: letter.subject,
    messageId,
    headers: { 'X-Report287-Key': letter.key, 'Auto-Submitted': 'auto-generated', 'Content-Language': 'en-US' },
    text: plainText(letter),
    html: page(letter),
    baseBoundary: sha256Of(letter.key).slice(0, 32),
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return { messageId, raw: await composer.compile().build() };
}

function plainText({ subject, paragraphs, sections }: OperatorLetter): string {
  const told = sections.flatMap(({ heading, items }) => [
    `${heading}:`,
    ...items.map(({ what, lines }) => [`- ${what}`, ...lines.map((line) => `  ${line}`)].join('\n')),
  ]);
  return `${[subject, ...paragraphs, ...told].join('\n\n')}\n`;
}

function page({ subject, paragraphs, sections }: OperatorLetter): string {
  return pageOf(subject, [
    ...paragraphs.map((paragraph) => `<p>${escaped(paragraph)}</p>`),
    ...sections.flatMap(({ heading, items }) => [
      `<h2 style="font-size: 1.15em">${escaped(heading)}</h2>`,
      '<ul>',
      ...items.map(({ what, lines }) => `<li>${[what, ...lines].map(escaped).join('<br>\n')}</li>`),
      '</ul>',
    ]),
  ]);
}
