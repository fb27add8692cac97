import { posix } from 'node:path';
import MailComposer from 'nodemailer/lib/mail-composer';
import { contentOf, manifestOf, sha256Of } from '../channel/content.ts';
import type { ChannelSettings, Parcel, ParcelFile, Recipient } from '../channel.ts';
import { escaped, pageOf, type SealedLetter } from './sealed.ts';

/** A message, and how it carries its files. */
interface Letter extends SealedLetter {
  readonly carries: 'attachments' | 'links';
}

type SmtpSettings = NonNullable<ChannelSettings['smtp']>;

/** Names the message for ever: a mail system that has it already knows a second one by it. */
const messageIdOf = (parcel: Parcel): string => `<${encodeURIComponent(parcel.key)}@report287>`;

/**
 * Writes the message of one parcel to one recipient: its PDF and XLSX files and its manifest attached, or, where the whole would
 * be larger than `sizeLimit`, links to all its files. The same parcel gives the same bytes but for `Date`, which is the
 * instant of sending: mail systems sort and judge by it.
 * @throws Error where the files are too large and there is no `linkBase`.
 */
export async function write(parcel: Parcel, recipient: Recipient, settings: SmtpSettings): Promise<Letter> {
  const documents = parcel.files.filter(({ path }) => /\.(pdf|xlsx)$/.test(path));
  const attached = [...documents, manifestOf(parcel)];
  if (encodedSize(attached) <= settings.sizeLimit) {
    const letter = await compose(parcel, recipient, settings, attached, asAttached(attached));
    if (letter.length <= settings.sizeLimit)
      return { messageId: messageIdOf(parcel), raw: letter, carries: 'attachments' };
  }
  if (settings.linkBase === undefined)
    throw new Error(
      `the files are larger than the limit of ${settings.sizeLimit} bytes for a message, and no address for links is set`,
    );
  const linked = asLinked(parcel, settings.linkBase);
  return {
    messageId: messageIdOf(parcel),
    raw: await compose(parcel, recipient, settings, [], linked),
    carries: 'links',
  };
}

/** Base64 makes four of three, and breaks lines at 76. */
const encodedSize = (files: readonly ParcelFile[]) =>
  files.reduce((sum, { size }) => sum + Math.ceil((Math.ceil(size / 3) * 4 * 78) / 76), 0);

async function compose(
  parcel: Parcel,
  recipient: Recipient,
  settings: SmtpSettings,
  attached: readonly ParcelFile[],
  files: FileList,
): Promise<Buffer> {
  const attachments = [];
  for (const file of attached)
    attachments.push({
      filename: posix.basename(file.path),
      content: await contentOf(file),
      contentType: typeOf(file),
    });
  const composer = new MailComposer({
    from: settings.from,
    to: { name: recipient.name, address: recipient.address },
    subject: parcel.title,
    messageId: messageIdOf(parcel),
    headers: { 'X-Report287-Key': parcel.key, 'Auto-Submitted': 'auto-generated', 'Content-Language': 'en-US' },
    text: plainText(parcel, files),
    html: page(parcel, files),
    attachments,
    baseBoundary: sha256Of(parcel.key).slice(0, 32),
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return composer.compile().build();
}

const typeOf = ({ path }: ParcelFile) =>
  path.endsWith('.pdf')
    ? 'application/pdf'
    : path.endsWith('.xlsx')
      ? 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
      : 'application/json';

/** The files that a message speaks of, under one heading. */
interface FileList {
  readonly heading: string;
  readonly note: string;
  readonly files: readonly { readonly name: string; readonly link: string | null }[];
}

const asAttached = (files: readonly ParcelFile[]): FileList => ({
  heading: 'Attached files',
  note: 'The manifest lists every file with its SHA-256, by which a copy can be verified.',
  files: files.map((file) => ({ name: `${posix.basename(file.path)} (${inWords(file.size)})`, link: null })),
});

const asLinked = ({ name, files }: Parcel, base: string): FileList => ({
  heading: 'Files to download',
  note: 'The files are too large for mail. Each can be downloaded from the address given.',
  files: files.map((file) => ({
    name: `${file.path} (${inWords(file.size)})`,
    link: `${base.replace(/\/+$/, '')}/${`${name}/${file.path}`.split('/').map(encodeURIComponent).join('/')}`,
  })),
});

const kilobyte = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

const inWords = (bytes: number) => (bytes < 1000 ? `${bytes} bytes` : `${kilobyte.format(bytes / 1000)} kB`);

function plainText({ title, message }: Parcel, { heading, note, files }: FileList): string {
  const lines = files.map(({ name, link }) => (link === null ? `- ${name}` : `- ${name}\n  ${link}`));
  return `${[title, ...message, `${heading}:\n\n${lines.join('\n')}`, note].join('\n\n')}\n`;
}

function page({ title, message }: Parcel, { heading, note, files }: FileList): string {
  const items = files.map(({ name, link }) =>
    link === null ? `<li>${escaped(name)}</li>` : `<li><a href="${escaped(link)}">${escaped(name)}</a></li>`,
  );
  return pageOf(title, [
    ...message.map((paragraph) => `<p>${escaped(paragraph)}</p>`),
    `<h2 style="font-size: 1.15em">${heading}</h2>`,
    '<ul>',
    ...items,
    '</ul>',
    `<p>${note}</p>`,
  ]);
}
