import type { Socket } from 'node:net';
import { simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { ChannelSettings } from '../../pipeline/channels/channel.ts';
import { smtp } from '../../pipeline/channels/smtp.ts';
import { selfSigned } from './certificate.ts';
import { hashOf, makeParcel, noise, recipientOf } from './parcel.ts';

const { cert, key } = selfSigned();

/** A mail server on loopback; `drop` cuts all its connections. */
async function startServer(options: SMTPServerOptions = {}) {
  const letters: string[] = [];
  const sockets = new Set<Socket>();
  const server = new SMTPServer({
    cert,
    key,
    authOptional: true,
    disableReverseLookup: true,
    onData: (stream, _session, done) => {
      let text = '';
      stream.on('data', (chunk: Buffer) => {
        text += chunk.toString('latin1');
      });
      stream.on('end', () => {
        letters.push(text);
        done(null, 'queued as 287');
      });
    },
    ...options,
  });
  // A client that refuses the certificate is an error here, and not the server's end.
  server.on('error', () => undefined);
  server.server.on('connection', (socket: Socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const drop = () => {
    for (const socket of sockets) socket.destroy();
  };
  onTestFinished(async () => {
    drop();
    await new Promise<void>((resolve) => server.close(resolve));
  });
  const address = server.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { letters, port, drop };
}

type Smtp = NonNullable<ChannelSettings['smtp']>;

const settingsOf = (port: number, more: Partial<Smtp> = {}, patience = 2000): ChannelSettings => ({
  smtp: {
    host: 'localhost',
    port,
    secure: false,
    allowPlain: false,
    from: 'Reports <reports@example.gov>',
    authority: cert,
    sizeLimit: 1_000_000,
    ...more,
  },
  patience,
});

const atlanta = recipientOf('smtp', 'atlanta@example.gov');

const coded = (message: string, responseCode: number) => Object.assign(new Error(message), { responseCode });

describe('mail', () => {
  test('carries the documents and the manifest, in a message that can be heard as well as seen', async () => {
    const [server, parcel] = [await startServer(), await makeParcel()];
    const receipt = await smtp.send(parcel, atlanta, settingsOf(server.port));
    expect(receipt).toEqual({
      recipient: 'atlanta-smtp',
      channel: 'smtp',
      state: 'delivered',
      detail: 'atlanta@example.gov, with attachments: 250 queued as 287',
      reference: '<a1b2c3@report287>',
    });
    const mail = await simpleParser(server.letters[0] ?? '');
    expect(mail.messageId).toBe('<a1b2c3@report287>');
    expect(mail.headers.get('x-report287-key')).toBe('a1b2c3');
    expect(mail.subject).toBe(parcel.title);
    expect([mail.to].flat().map((to) => to?.text)).toEqual(['"Atlanta Field Office" <atlanta@example.gov>']);
    expect(mail.attachments.map(({ filename, content }) => [filename, hashOf(content)])).toEqual(
      [0, 1, 3].map((at) => [parcel.files[at]?.path, parcel.files[at]?.sha256]),
    );
    const page = String(mail.html);
    expect(page).toContain('<html lang="en-US">');
    expect(page).toContain(`<title>${parcel.title}</title>`);
    expect(page.match(/<h[1-6]/g)).toEqual(['<h1', '<h2']);
    expect(page).toContain('It corrects &lt;none&gt; &amp; adds nothing.');
    expect(page).not.toMatch(/<table|<img|color/);
    for (const words of [parcel.title, ...parcel.message]) expect(mail.text).toContain(words);
  });

  test('that is sent again is the same message but for its date', async () => {
    const [server, parcel] = [await startServer(), await makeParcel()];
    for (const _ of [1, 2]) await smtp.send(parcel, atlanta, settingsOf(server.port));
    const [first, second] = server.letters.map((letter) => letter.replace(/^Date: .*$/m, ''));
    expect(first?.length).toBeGreaterThan(1000);
    expect(second).toBe(first);
  });

  test('goes over TLS from the first byte, with a login, to one of two recipients where the other is rejected', async () => {
    const server = await startServer({
      secure: true,
      authOptional: false,
      onAuth: ({ username, password }, _session, done) =>
        username === 'reports' && password === 'sesame open' ? done(null, { user: 'reports' }) : done(new Error('no')),
      onRcptTo: ({ address }, _session, done) =>
        done(address.startsWith('nobody') ? coded('no such mailbox', 550) : undefined),
    });
    const settings = settingsOf(server.port, { secure: true, user: 'reports', password: 'sesame open' });
    const parcel = await makeParcel();
    const [rejected, accepted] = [
      await smtp.send(parcel, recipientOf('smtp', 'nobody@example.gov'), settings),
      await smtp.send(parcel, atlanta, settings),
    ];
    expect(rejected).toMatchObject({ state: 'failed', detail: expect.stringContaining('550 no such mailbox') });
    expect(accepted).toMatchObject({ state: 'delivered' });
    expect(server.letters).toHaveLength(1);
  });

  test.each([
    [
      'a sender that is refused for now',
      { onMailFrom: (_a, _s, done) => done(coded('try later', 451)) },
      '451 try later',
    ],
    [
      'a message that is refused at its end',
      {
        onData: (stream, _session, done) => {
          stream.resume();
          stream.on('end', () => done(coded('too large for the mailbox', 552)));
        },
      },
      '552 too large for the mailbox',
    ],
    ['a limit of the server', { size: 1000 }, 'larger than allowed 1000'],
  ] satisfies readonly (readonly [string, SMTPServerOptions, string])[])(
    'failed where there is %s',
    async (_what, options, reason) => {
      const server = await startServer(options);
      const receipt = await smtp.send(await makeParcel(), atlanta, settingsOf(server.port));
      expect(receipt).toMatchObject({ state: 'failed', detail: expect.stringContaining(reason), reference: null });
    },
  );

  test('failed where the login is refused, and no receipt tells the password', async () => {
    const login = Buffer.from('\0reports\0open sesame').toString('base64');
    const server = await startServer({
      onAuth: ({ password }, _session, done) => done(new Error(`"${password}" or ${login} is wrong`)),
    });
    const settings = settingsOf(server.port, { user: 'reports', password: 'open sesame' });
    const receipt = await smtp.send(await makeParcel(), atlanta, settings);
    expect(receipt).toMatchObject({ state: 'failed', detail: expect.stringContaining('"…" or … is wrong') });
    expect(await smtp.probe(settings)).toMatchObject({ reachable: false, remedy: expect.any(String) });
  });

  test('is not sent without TLS, unless that is allowed, and a password never is', async () => {
    const server = await startServer({ hideSTARTTLS: true, disabledCommands: ['STARTTLS'], allowInsecureAuth: true });
    const parcel = await makeParcel();
    expect(await smtp.send(parcel, atlanta, settingsOf(server.port))).toMatchObject({ state: 'failed' });
    const withLogin = settingsOf(server.port, { allowPlain: true, user: 'reports', password: 'sesame' });
    expect(await smtp.send(parcel, atlanta, withLogin)).toMatchObject({
      state: 'failed',
      detail: expect.stringContaining('a password is not sent without it'),
    });
    expect(server.letters).toEqual([]);
    const plain = settingsOf(server.port, { allowPlain: true });
    expect(await smtp.send(parcel, atlanta, plain)).toMatchObject({ state: 'delivered' });
    expect(await smtp.probe(plain)).toMatchObject({ reachable: true, detail: expect.stringContaining('WITHOUT TLS') });
  });

  test.each([
    ['another authority', { authority: selfSigned().cert }],
    ['an authority that nobody named', {}],
    ['another host', { host: '127.0.0.1', authority: cert }],
  ] satisfies readonly (readonly [string, Partial<Smtp>])[])(
    'is not sent to a server whose certificate is of %s',
    async (_what, named) => {
      const server = await startServer();
      const { smtp: known, patience } = settingsOf(server.port);
      if (known === undefined) throw new Error('no settings');
      const { authority: _own, ...others } = known;
      for (const allowPlain of [false, true]) {
        const receipt = await smtp.send(await makeParcel(), atlanta, {
          smtp: { ...others, allowPlain, ...named },
          patience,
        });
        expect(receipt).toMatchObject({ state: 'failed', detail: expect.stringMatching(/certificate/i) });
      }
      expect(server.letters).toEqual([]);
    },
  );

  test('failed where the server says nothing for as long as patience lasts', async () => {
    const server = await startServer({ onConnect: () => undefined });
    const receipt = await smtp.send(await makeParcel(), atlanta, settingsOf(server.port, {}, 200));
    expect(receipt).toMatchObject({ state: 'failed', detail: expect.stringMatching(/greeting|timeout/i) });
  });

  test('failed where the connection is dropped in the midst of the message', async () => {
    const server = await startServer({ onData: (stream) => stream.once('data', () => server.drop()) });
    const parcel = await makeParcel({ 'large.pdf': noise(8_000_000) });
    const receipt = await smtp.send(parcel, atlanta, settingsOf(server.port, { sizeLimit: 20_000_000 }));
    expect(receipt).toMatchObject({ state: 'failed', reference: null });
  });

  test.each([
    ['dropped the connection', true],
    ['never answered', false],
  ])('is unknown where the server took all of it and %s', async (_what, drops) => {
    const server = await startServer({
      onData: (stream) => {
        stream.resume();
        if (drops) stream.on('end', () => server.drop());
      },
    });
    const receipt = await smtp.send(await makeParcel(), atlanta, settingsOf(server.port, {}, 500));
    expect(receipt).toMatchObject({
      state: 'unknown',
      detail: expect.stringContaining('was sent whole'),
      reference: '<a1b2c3@report287>',
    });
  });

  test('announces a parcel above the limit with links', async () => {
    const [server, parcel] = [await startServer(), await makeParcel({ 'a b.pdf': noise(40_000) })];
    const settings = settingsOf(server.port, { sizeLimit: 30_000, linkBase: 'https://reports.example.gov/out/' });
    expect(await smtp.send(parcel, atlanta, settings)).toMatchObject({
      state: 'delivered',
      detail: expect.stringContaining('with links'),
    });
    const mail = await simpleParser(server.letters[0] ?? '');
    const link = `https://reports.example.gov/out/${parcel.name}/a%20b.pdf`;
    expect(mail.attachments).toEqual([]);
    expect(mail.text).toContain(link);
    expect(mail.html).toContain(`<a href="${link}">a b.pdf (40 kB)</a>`);
    expect(await smtp.send(parcel, atlanta, settingsOf(server.port, { sizeLimit: 30_000 }))).toMatchObject({
      state: 'failed',
      detail: expect.stringContaining('no address for links is set'),
    });
  });

  test('has one address, and says whether its server can be reached', async () => {
    expect(smtp.faultsOf(atlanta)).toEqual([]);
    for (const address of ['atlanta', 'a@b.gov, c@d.gov', 'a@b.gov\r\nBcc: c@d.gov'])
      expect(smtp.faultsOf({ address, options: {} })).toHaveLength(1);
    const server = await startServer();
    expect(await smtp.probe(settingsOf(server.port))).toMatchObject({ reachable: true, remedy: null });
    expect(await smtp.probe(settingsOf(1))).toMatchObject({ reachable: false });
    expect(await smtp.probe({ patience: 100 })).toMatchObject({ reachable: false, detail: 'no mail server is set' });
    expect(await smtp.send(await makeParcel(), atlanta, { patience: 100 })).toMatchObject({ state: 'failed' });
  });
});
