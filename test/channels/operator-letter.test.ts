import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { ChannelSettings } from '../../pipeline/channels/channel.ts';
import { sendToOperator } from '../../pipeline/channels/smtp.ts';
import { selfSigned } from './certificate.ts';

const { cert, key } = selfSigned();

async function startServer() {
  const letters: string[] = [];
  const server = new SMTPServer({
    ...{ cert, key, authOptional: true, disableReverseLookup: true },
    onData: (stream, _session, done) => {
      let text = '';
      stream.on('data', (chunk: Buffer) => {
        text += chunk.toString('latin1');
      });
      stream.on('end', () => {
        letters.push(text);
        done(null, 'queued');
      });
    },
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  const address = server.server.address();
  return { letters, port: typeof address === 'object' && address !== null ? address.port : 0 };
}

const settingsOf = (port: number): ChannelSettings => ({
  smtp: {
    ...{ host: 'localhost', port, secure: false, allowPlain: false, authority: cert, sizeLimit: 1_000_000 },
    from: 'Reports <reports@example.gov>',
  },
  patience: 2000,
});

const letter = {
  key: 'a1b2',
  subject: 'report287: enforcement-actions 2025-10 is overdue',
  paragraphs: ['This mail is for whoever runs report287.'],
  sections: [
    { heading: 'Needs attention', items: [{ what: 'A <thing> & another.', lines: ['One line.', 'Two lines.'] }] },
  ],
};

describe('a letter to the operator', () => {
  test('goes over TLS, can be heard as well as seen, and carries no file', async () => {
    const server = await startServer();
    const sent = await sendToOperator(letter, 'operator@example.gov', settingsOf(server.port));
    expect(sent).toMatchObject({ state: 'delivered', reference: '<a1b2@report287>' });
    const mail = await simpleParser(server.letters[0] ?? '');
    expect(mail).toMatchObject({ messageId: '<a1b2@report287>', subject: letter.subject, attachments: [] });
    expect(mail.headers.get('auto-submitted')).toBe('auto-generated');
    const page = String(mail.html);
    expect(page).toContain('<html lang="en-US">');
    expect(page.match(/<h[1-6]/g)).toEqual(['<h1', '<h2']);
    expect(page).toContain('A &lt;thing&gt; &amp; another.');
    expect(page).not.toMatch(/<table|<img|color/);
    expect(mail.text).toContain('- A <thing> & another.\n  One line.\n  Two lines.');
  });

  test('is the same message when it is sent again, but for its date', async () => {
    const server = await startServer();
    for (const _ of [1, 2]) await sendToOperator(letter, 'operator@example.gov', settingsOf(server.port));
    const [first, second] = server.letters.map((text) => text.replace(/^Date: .*$/m, ''));
    expect(first?.length).toBeGreaterThan(500);
    expect(second).toBe(first);
  });

  test('says why it could not be sent, and never throws', async () => {
    expect(await sendToOperator(letter, 'operator@example.gov', settingsOf(1))).toMatchObject({ state: 'failed' });
    const unset = await sendToOperator(letter, 'operator@example.gov', { patience: 100 });
    expect(unset).toMatchObject({ state: 'failed', detail: 'no mail server is set' });
  });
});
