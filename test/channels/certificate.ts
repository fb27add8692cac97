import { generateKeyPairSync, sign } from 'node:crypto';

/** A certificate for `localhost` that has signed itself, and its key, both PEM. */
export function selfSigned(): { readonly cert: string; readonly key: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const ecdsaWithSha256 = sequence(identifier('2a8648ce3d040302'));
  const name = sequence(node(0x31, sequence(identifier('550403'), node(0x0c, Buffer.from('localhost')))));
  const validity = sequence(node(0x17, Buffer.from('200101000000Z')), node(0x17, Buffer.from('490101000000Z')));
  const extensions = sequence(
    sequence(identifier('551d11'), node(0x04, sequence(node(0x82, Buffer.from('localhost'))))),
    sequence(identifier('551d13'), node(0x01, Buffer.of(0xff)), node(0x04, sequence(node(0x01, Buffer.of(0xff))))),
  );
  const toSign = sequence(
    node(0xa0, node(0x02, Buffer.of(2))),
    node(0x02, Buffer.of(0x28, 0x70)),
    ecdsaWithSha256,
    name,
    validity,
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    node(0xa3, extensions),
  );
  const signature = node(0x03, Buffer.of(0), sign('sha256', toSign, privateKey));
  const der = sequence(toSign, ecdsaWithSha256, signature).toString('base64');
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${der.replaceAll(/.{64}/g, '$&\n').trimEnd()}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

/** One node of DER: tag, length, content. */
function node(tag: number, ...content: readonly Buffer[]): Buffer {
  const body = Buffer.concat(content);
  const length =
    body.length < 0x80
      ? Buffer.of(body.length)
      : body.length < 0x100
        ? Buffer.of(0x81, body.length)
        : Buffer.of(0x82, body.length >> 8, body.length & 0xff);
  return Buffer.concat([Buffer.of(tag), length, body]);
}

const sequence = (...content: readonly Buffer[]) => node(0x30, ...content);
const identifier = (hex: string) => node(0x06, Buffer.from(hex, 'hex'));
