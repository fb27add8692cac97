import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { onTestFinished } from 'vitest';

/** An object as the store keeps it. */
export interface StoredObject {
  readonly bytes: Buffer;
  readonly checksum: string;
  readonly type: string | undefined;
  readonly key: string | string[] | undefined;
}

/** What becomes of a request: answered, refused for want of room, forbidden, never answered, or cut off before or after it is done. */
export type Fate = 'go' | 'refuse' | 'forbid' | 'stall' | 'drop' | 'drop after';

/**
 * One bucket, `field-offices`, over real HTTP, as the documentation of S3 has it: conditional puts (412 where the object is
 * there), `x-amz-checksum-sha256` verified and told again, HEAD and GET. Signatures are not verified here.
 */
export async function startStore(fate: (method: string, key: string) => Fate = () => 'go') {
  const objects = new Map<string, StoredObject>();
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('error', () => undefined);
    request.on('end', () => {
      const path = decodeURIComponent(new URL(request.url ?? '/', 'http://store').pathname);
      const key = path.replace(/^\/field-offices\//, '');
      const method = request.method ?? '';
      requests.push(`${method} ${key}`);
      const what = fate(method, key);
      if (what === 'stall') return;
      if (what === 'drop') return void request.socket.destroy();
      if (what === 'refuse') return refuse(response, 507, 'InsufficientCapacity');
      if (what === 'forbid') return refuse(response, 403, 'AccessDenied');
      // A bucket that is asked for itself.
      if (method === 'HEAD' && /^\/field-offices\/?$/.test(path)) return void response.writeHead(200).end();
      const answer = path.startsWith('/field-offices/')
        ? answerTo(request, Buffer.concat(chunks), key, objects)
        : (to: ServerResponse) => (path === '/' ? refuse(to, 403, 'AccessDenied') : refuse(to, 404, 'NoSuchBucket'));
      if (what === 'drop after') request.socket.destroy();
      else answer(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { endpoint: `http://127.0.0.1:${port}`, objects, requests };
}

/** Does what is asked; what it returns sends the answer. */
function answerTo(
  { method, headers }: IncomingMessage,
  bytes: Buffer,
  key: string,
  objects: Map<string, StoredObject>,
): (response: ServerResponse) => void {
  const found = objects.get(key);
  if (method === 'PUT') {
    const checksum = createHash('sha256').update(bytes).digest('base64');
    if (headers['x-amz-checksum-sha256'] !== checksum) return (response) => refuse(response, 400, 'BadDigest');
    if (headers['if-none-match'] === '*' && found !== undefined)
      return (response) => refuse(response, 412, 'PreconditionFailed');
    objects.set(key, { bytes, checksum, type: headers['content-type'], key: headers['x-amz-meta-report287-key'] });
    return (response) => response.writeHead(200, { etag: '"1"' }).end();
  }
  if (found === undefined) return (response) => refuse(response, 404, 'NoSuchKey');
  const length = { 'content-length': found.bytes.length };
  const checksum = headers['x-amz-checksum-mode'] === 'ENABLED' ? { 'x-amz-checksum-sha256': found.checksum } : {};
  return (response) =>
    response.writeHead(200, { ...length, ...checksum }).end(method === 'HEAD' ? undefined : found.bytes);
}

const refuse = (response: ServerResponse, status: number, code: string) =>
  void response
    .writeHead(status, { 'content-type': 'application/xml' })
    .end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>${code} is said</Message></Error>`);
