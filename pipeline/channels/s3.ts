import { posix } from 'node:path';
import {
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { contentOf, filesBeforeManifest, manifestOf, sha256Of } from './channel/content.ts';
import {
  delivered,
  failed,
  messageOf,
  type Outcome,
  optionFaults,
  probeOf,
  receiptOf,
  unknown,
} from './channel/outcome.ts';
import type { Channel, ChannelSettings, Parcel, ParcelFile, Probe } from './channel.ts';

/**
 * Puts each file as an object that is not there yet, with its SHA-256 for the store to verify; the manifest is the last. The
 * store must know conditional puts (`If-None-Match: *`), so that what lies there is never written over.
 */
export const s3: Channel = {
  id: 's3',
  faultsOf: ({ address, options }) => [
    ...(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](\/[^/]+)*\/?$/.test(address)
      ? []
      : [`"${address}" is not a bucket, or a bucket with a prefix`]),
    ...optionFaults(options, {}),
  ],
  send: (parcel, recipient, settings) =>
    receiptOf('s3', recipient, settings, async () => {
      if (settings.s3 === undefined) return failed(notSet);
      using store = openStore(settings.s3, settings.patience);
      return deliver(parcel, placeOf(recipient.address, parcel), store.client);
    }),
  probe: (settings) =>
    probeOf(settings, 'see that region, endpoint and access key of the store are set rightly', async () => {
      if (settings.s3 === undefined) throw new Error(notSet);
      using store = openStore(settings.s3, settings.patience);
      const where = settings.s3.endpoint ?? settings.s3.region;
      try {
        await store.client.send(new ListBucketsCommand({}));
      } catch (error) {
        // Who may put need not be one who may list: the key was known.
        if (!(error instanceof Error && error.name === 'AccessDenied'))
          throw new Error(inWords(error), { cause: error });
      }
      return `${where} knows the access key`;
    }),
};

/** What came of looking at a bucket, with the HTTP status that the store answered; null: none. */
export type BucketProbe = Probe & { readonly status: number | null };

/** Whether the bucket of a recipient's address is there. */
export async function probeBucket(address: string, settings: ChannelSettings): Promise<BucketProbe> {
  const [bucket = ''] = address.split('/');
  let answered: number | null = null;
  const remedyFor = (error: unknown) => {
    const status = statusOf(error instanceof Error ? error.cause : undefined);
    answered = status ?? null;
    if (status === 404) return `make the bucket ${bucket}, or correct the address of its subscriptions`;
    if (status === 403)
      return `see that the key may put objects into ${bucket}, and that it is the bucket that is meant`;
    if (status === 301 || status === 400) return `set REPORT287_S3_REGION to the region of ${bucket}`;
    return 'see that the store can be reached';
  };
  const probe = await probeOf(settings, remedyFor, async () => {
    if (settings.s3 === undefined) throw new Error(notSet);
    using store = openStore(settings.s3, settings.patience);
    await store.client.send(new HeadBucketCommand({ Bucket: bucket })).catch((error: unknown) => {
      // An answer to a HEAD has no body, and so no words: its status says it.
      const status = statusOf(error);
      const why = { 404: 'is not there', 403: 'may not be looked at with this key', 301: 'is in another region' }[
        status ?? 0
      ];
      throw new Error(why === undefined ? inWords(error) : `the bucket ${bucket} ${why}`, { cause: error });
    });
    return `the bucket ${bucket} is there`;
  });
  return { ...probe, status: probe.reachable ? 200 : answered };
}

const notSet = 'no store is set';

/** One attempt for each request: trying again is the ledger's, which knows when. */
function openStore(settings: NonNullable<ChannelSettings['s3']>, patience: number) {
  const { region, endpoint, accessKeyId, secretAccessKey, forcePathStyle } = settings;
  const client = new S3Client({
    region,
    ...(endpoint === undefined ? {} : { endpoint }),
    credentials: { accessKeyId, secretAccessKey },
    forcePathStyle,
    maxAttempts: 1,
    requestHandler: { connectionTimeout: patience, socketTimeout: patience },
  });
  return { client, [Symbol.dispose]: () => client.destroy() };
}

/** Where the objects of a parcel are. */
interface Place {
  readonly bucket: string;
  /** What each key begins with, without `/` at its end. */
  readonly prefix: string;
}

function placeOf(address: string, parcel: Parcel): Place {
  const [bucket = '', ...prefix] = address.split('/').filter((part) => part !== '');
  return { bucket, prefix: posix.join(...prefix, parcel.name) };
}

async function deliver(parcel: Parcel, place: Place, client: S3Client): Promise<Outcome> {
  const reference = `s3://${place.bucket}/${place.prefix}`;
  const manifest = manifestOf(parcel);
  // Who may put need not be one who may look: then the conditional put finds out.
  const found = await standing(client, place, manifest).catch((error) => {
    if (statusOf(error) === 403) return 'absent' as const;
    throw new Error(inWords(error), { cause: error });
  });
  if (found === 'other') return other(reference, manifest);
  let sent = 0;
  for (const file of filesBeforeManifest(parcel)) {
    const what = found === 'same' ? await standing(client, place, file) : 'absent';
    const now = what === 'absent' ? await put(client, place, file, parcel.key) : what;
    if (now === 'other') return other(reference, file);
    if (now === 'sent') sent += 1;
  }
  if (found === 'same')
    return delivered(
      sent === 0
        ? `${reference} (was there already)`
        : `${reference} was there without ${sent} of its files, which were sent again`,
      reference,
    );
  return complete(parcel, place, client, reference);
}

const other = (reference: string, { path }: ParcelFile) =>
  failed(`${reference} holds another content as ${path}: move it away in the store`);

/** Puts the manifest. Where its answer is lost, the store is asked once whether it has it. */
async function complete(parcel: Parcel, place: Place, client: S3Client, reference: string): Promise<Outcome> {
  const manifest = manifestOf(parcel);
  const whole = delivered(`${reference}: ${parcel.files.length} objects`, reference);
  try {
    const now = await put(client, place, manifest, parcel.key);
    return now === 'other' ? other(reference, manifest) : whole;
  } catch (error) {
    const isAnswer = error instanceof Error && statusOf(error.cause) !== undefined;
    if (isAnswer) throw error;
    try {
      const found = await standing(client, place, manifest);
      if (found === 'same')
        return { ...whole, detail: `${reference}: a second look found all of it there, after ${messageOf(error)}` };
      return failed(`${messageOf(error)}; a second look found no manifest in ${reference}`);
    } catch (again) {
      return unknown(`${messageOf(error)}, when all was sent; a second look failed: ${inWords(again)}`, reference);
    }
  }
}

async function put(client: S3Client, place: Place, file: ParcelFile, key: string): Promise<'sent' | 'same' | 'other'> {
  const bytes = await contentOf(file);
  const where = { Bucket: place.bucket, Key: `${place.prefix}/${file.path}` };
  try {
    await client.send(
      new PutObjectCommand({
        ...where,
        Body: bytes,
        ContentLength: file.size,
        ContentType: contentTypes[posix.extname(file.path)] ?? 'application/octet-stream',
        ChecksumSHA256: base64Of(file),
        IfNoneMatch: '*',
        Metadata: { 'report287-key': key },
      }),
    );
    return 'sent';
  } catch (error) {
    if (statusOf(error) === 412) {
      const found = await standing(client, place, file);
      if (found !== 'absent') return found;
    }
    throw new Error(`${file.path}: ${inWords(error)}`, { cause: error });
  }
}

/** Whether an object is there, and is the file: by the store's own SHA-256, or by its bytes where the store keeps none. */
async function standing(client: S3Client, place: Place, file: ParcelFile): Promise<'absent' | 'same' | 'other'> {
  const where = { Bucket: place.bucket, Key: `${place.prefix}/${file.path}` };
  try {
    const head = await client.send(new HeadObjectCommand({ ...where, ChecksumMode: 'ENABLED' }));
    if (head.ContentLength !== file.size) return 'other';
    if (head.ChecksumSHA256 !== undefined && head.ChecksumType !== 'COMPOSITE')
      return head.ChecksumSHA256 === base64Of(file) ? 'same' : 'other';
    const { Body } = await client.send(new GetObjectCommand(where));
    return Body !== undefined && sha256Of(await Body.transformToByteArray()) === file.sha256 ? 'same' : 'other';
  } catch (error) {
    if (statusOf(error) === 404) return 'absent';
    throw error;
  }
}

const base64Of = ({ sha256 }: ParcelFile) => Buffer.from(sha256, 'hex').toString('base64');

const contentTypes: Readonly<Record<string, string>> = {
  '.pdf': 'application/pdf',
  '.xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  '.html': 'text/html; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.json': 'application/json',
};

/** What the store answered, as an HTTP status; undefined: it did not. */
function statusOf(error: unknown): number | undefined {
  const metadata = error instanceof Error && '$metadata' in error ? error.$metadata : undefined;
  const status =
    typeof metadata === 'object' && metadata !== null && 'httpStatusCode' in metadata
      ? metadata.httpStatusCode
      : undefined;
  return typeof status === 'number' ? status : undefined;
}

/** Answers to a HEAD have no body, and so no words. */
function inWords(error: unknown): string {
  const status = statusOf(error);
  const name = error instanceof Error ? error.name : '';
  return status === undefined ? messageOf(error) : `the store answers ${status} ${name}: ${messageOf(error)}`;
}
