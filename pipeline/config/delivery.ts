import { z } from 'zod';
import type { ChannelSettings } from '../channels/channel.ts';
import type { Setting } from '../config.ts';

/** How channels are reached, and whose approval an edition needs before it is handed over. */
export interface DeliveryConfig {
  /** Holds passwords and keys: never printed. */
  readonly channels: ChannelSettings;
  /** The roles whose approval an edition of each audience needs. */
  readonly approvals: Readonly<Record<'internal' | 'public', readonly string[]>>;
  /** The audiences for which these are set, if only to none; of others, an edition needs what the one before it needed as well. */
  readonly stated: readonly ('internal' | 'public')[];
}

/** The settings of delivery. */
export const deliverySettings: readonly Setting[] = [
  {
    name: 'REPORT287_APPROVALS_INTERNAL',
    default: '`none`, and what the last edition needed',
    meaning:
      'Roles that must approve an internal edition before it is delivered, separated by commas; or `none`. They are recorded with each edition that is published.',
  },
  {
    name: 'REPORT287_APPROVALS_PUBLIC',
    default: '`release-authority`, and what the last edition needed',
    meaning: 'The same for a public edition.',
  },
  {
    name: 'REPORT287_SMTP',
    default: 'none',
    meaning:
      'The mail server: `smtp://user:password@host:587` (STARTTLS), or `smtps://…:465`. Signs in `user` and `password` are percent-encoded, here as in `REPORT287_SFTP`.',
  },
  { name: 'REPORT287_SMTP_FROM', default: 'none', meaning: 'The sender of mails; needed with `REPORT287_SMTP`.' },
  {
    name: 'REPORT287_SMTP_PLAIN',
    default: '`no`',
    meaning: '`yes`: send mails also where the server offers no encryption.',
  },
  {
    name: 'REPORT287_SMTP_AUTHORITY',
    default: 'those of the system',
    meaning: 'PEM of the authority that signed the certificate of the mail server.',
  },
  {
    name: 'REPORT287_SMTP_SIZE_LIMIT',
    default: '`20000000`',
    meaning: 'Bytes of attachments above which a mail has links in their place.',
  },
  {
    name: 'REPORT287_LINK_BASE',
    default: 'none',
    meaning:
      'Where people can fetch the output folder: begins the links of mails, such as `https://reports.example.gov/`.',
  },
  {
    name: 'REPORT287_SFTP',
    default: 'none',
    meaning: 'The SFTP server: `sftp://user:password@host:22`; with a key, without a password.',
  },
  { name: 'REPORT287_SFTP_KEY', default: 'none', meaning: 'Text of the private key for the SFTP server.' },
  {
    name: 'REPORT287_SFTP_HOST_KEY',
    default: 'none',
    meaning:
      'SHA-256 of the key of the SFTP server, as `ssh-keygen -lf` prints it; needed with `REPORT287_SFTP`: no other server is spoken to.',
  },
  {
    name: 'REPORT287_S3_REGION',
    default: 'none',
    meaning: 'The region of the S3 buckets; with it, both keys are needed.',
  },
  { name: 'REPORT287_S3_ACCESS_KEY', default: 'none', meaning: 'The id of the access key for S3.' },
  { name: 'REPORT287_S3_SECRET', default: 'none', meaning: 'The secret access key for S3.' },
  { name: 'REPORT287_S3_ENDPOINT', default: 'the provider’s', meaning: 'The address of another S3 service.' },
  {
    name: 'REPORT287_S3_PATH_STYLE',
    default: '`no`',
    meaning: '`yes`: the bucket is in the path of addresses, not in the host name.',
  },
  {
    name: 'REPORT287_PATIENCE',
    default: '`60`',
    meaning: 'Seconds without a sign of life after which a connection of a channel is given up.',
  },
];

/** Settings that may be given as `<name>_FILE` instead: a file that holds the value. */
export const secretSettings: readonly string[] = [
  'DATABASE_URL',
  'REPORT287_SMTP',
  'REPORT287_SMTP_AUTHORITY',
  'REPORT287_SFTP',
  'REPORT287_SFTP_KEY',
  'REPORT287_S3_SECRET',
];

const roles = z
  .string()
  .regex(/^[a-z][a-z0-9-]*(\s*,\s*[a-z][a-z0-9-]*)*$/, 'must be roles in lower case, separated by commas, or none')
  .transform((text) => text.split(',').map((role) => role.trim()))
  .transform((listed) => (listed.length === 1 && listed[0] === 'none' ? [] : [...new Set(listed)]))
  .refine((listed) => !listed.includes('none'), 'must be roles, or none alone')
  .optional();

const yesOrNo = z
  .enum(['yes', 'no'], 'must be yes or no')
  .default('no')
  .transform((text) => text === 'yes');

const count = (what: string, standard: number) =>
  z
    .string()
    .regex(/^[1-9]\d{0,9}$/, `must be a number of ${what}`)
    .transform(Number)
    .default(standard);

const server = (schemes: RegExp, form: string) =>
  z
    .string()
    .transform((text, context) => {
      const url = URL.parse(text);
      const isServer = url !== null && schemes.test(url.protocol) && url.hostname !== '' && /^\/?$/.test(url.pathname);
      if (isServer && isEncoded(url.username) && isEncoded(url.password)) return url;
      context.addIssue({ code: 'custom', message: `must be of the form ${form}` });
      return z.NEVER;
    })
    .optional();

function isEncoded(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

const web = z.url({ protocol: /^https?$/, error: 'must begin with https://' }).optional();

/** The variables of delivery, one by one. */
export const deliveryEnvironment = {
  REPORT287_APPROVALS_INTERNAL: roles,
  REPORT287_APPROVALS_PUBLIC: roles,
  REPORT287_SMTP: server(/^smtps?:$/, 'smtp://user:password@host:587'),
  REPORT287_SMTP_FROM: z
    .string()
    .regex(/^[^\p{Cc}]*\S@\S[^\p{Cc}]*$/u, 'must be a mail address')
    .optional(),
  REPORT287_SMTP_PLAIN: yesOrNo,
  REPORT287_SMTP_AUTHORITY: z.string().includes('-----BEGIN CERTIFICATE-----', 'must be PEM').optional(),
  REPORT287_SMTP_SIZE_LIMIT: count('bytes', 20_000_000),
  REPORT287_LINK_BASE: web,
  REPORT287_SFTP: server(/^sftp:$/, 'sftp://user:password@host:22'),
  REPORT287_SFTP_KEY: z.string().includes('PRIVATE KEY-----', 'must be the text of a private key').optional(),
  REPORT287_SFTP_HOST_KEY: z
    .string()
    .regex(/^(SHA256:)?[A-Za-z0-9+/]{43}$/, 'must be as `ssh-keygen -lf` prints it: SHA256: and 43 signs')
    .transform((text) => text.replace('SHA256:', ''))
    .optional(),
  REPORT287_S3_REGION: z.string().optional(),
  REPORT287_S3_ACCESS_KEY: z.string().optional(),
  REPORT287_S3_SECRET: z.string().optional(),
  REPORT287_S3_ENDPOINT: web,
  REPORT287_S3_PATH_STYLE: yesOrNo,
  REPORT287_PATIENCE: count('seconds', 60),
};

const environment = z.object(deliveryEnvironment);
type Variables = z.infer<typeof environment>;

/** What is wrong with variables that are sound one by one: what one of them needs and is not there. */
export function deliveryProblems(variables: Variables): readonly string[] {
  const needs: readonly (readonly [keyof Variables, keyof Variables])[] = [
    ['REPORT287_SMTP', 'REPORT287_SMTP_FROM'],
    ['REPORT287_SFTP', 'REPORT287_SFTP_HOST_KEY'],
    ['REPORT287_S3_REGION', 'REPORT287_S3_ACCESS_KEY'],
    ['REPORT287_S3_REGION', 'REPORT287_S3_SECRET'],
    ['REPORT287_SMTP_FROM', 'REPORT287_SMTP'],
    ['REPORT287_SFTP_KEY', 'REPORT287_SFTP'],
    ['REPORT287_SFTP_HOST_KEY', 'REPORT287_SFTP'],
    ['REPORT287_S3_ACCESS_KEY', 'REPORT287_S3_REGION'],
    ['REPORT287_S3_SECRET', 'REPORT287_S3_REGION'],
  ];
  const missing = needs.filter(([one, other]) => variables[one] !== undefined && variables[other] === undefined);
  const problems = missing.map(([one, other]) => `${one}: needs ${other}`);
  const { REPORT287_SMTP: smtp, REPORT287_SFTP: sftp, REPORT287_SFTP_KEY: key } = variables;
  if (smtp !== undefined && (smtp.username === '') !== (smtp.password === ''))
    problems.push('REPORT287_SMTP: needs a user and a password, or neither');
  if (sftp !== undefined && sftp.username === '') problems.push('REPORT287_SFTP: needs a user');
  if (sftp !== undefined && sftp.password === '' && key === undefined)
    problems.push('REPORT287_SFTP: needs a password, or REPORT287_SFTP_KEY');
  return problems;
}

/** How channels are reached, from sound variables. */
export function deliveryConfig(variables: Variables): DeliveryConfig {
  const { REPORT287_APPROVALS_INTERNAL: internal, REPORT287_APPROVALS_PUBLIC: forPublic } = variables;
  const { smtp, sftp, s3 } = { smtp: smtpOf(variables), sftp: sftpOf(variables), s3: s3Of(variables) };
  return {
    channels: {
      ...(smtp === undefined ? {} : { smtp }),
      ...(sftp === undefined ? {} : { sftp }),
      ...(s3 === undefined ? {} : { s3 }),
      patience: variables.REPORT287_PATIENCE * 1000,
    },
    approvals: { internal: internal ?? [], public: forPublic ?? ['release-authority'] },
    stated: [
      ...(internal === undefined ? [] : (['internal'] as const)),
      ...(forPublic === undefined ? [] : (['public'] as const)),
    ],
  };
}

function smtpOf(variables: Variables): ChannelSettings['smtp'] {
  const { REPORT287_SMTP: url, REPORT287_SMTP_FROM: from } = variables;
  if (url === undefined || from === undefined) return undefined;
  const { REPORT287_SMTP_AUTHORITY: authority, REPORT287_LINK_BASE: linkBase } = variables;
  const secure = url.protocol === 'smtps:';
  const [user, password] = [decodeURIComponent(url.username), decodeURIComponent(url.password)];
  return {
    host: url.hostname,
    port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
    secure,
    allowPlain: variables.REPORT287_SMTP_PLAIN,
    ...(user === '' ? {} : { user, password }),
    from,
    ...(authority === undefined ? {} : { authority }),
    sizeLimit: variables.REPORT287_SMTP_SIZE_LIMIT,
    ...(linkBase === undefined ? {} : { linkBase }),
  };
}

function sftpOf(variables: Variables): ChannelSettings['sftp'] {
  const { REPORT287_SFTP: url, REPORT287_SFTP_HOST_KEY: hostKey, REPORT287_SFTP_KEY: privateKey } = variables;
  if (url === undefined || hostKey === undefined) return undefined;
  const password = decodeURIComponent(url.password);
  return {
    host: url.hostname,
    port: url.port === '' ? 22 : Number(url.port),
    user: decodeURIComponent(url.username),
    ...(password === '' ? {} : { password }),
    ...(privateKey === undefined ? {} : { privateKey }),
    hostKey,
  };
}

function s3Of(variables: Variables): ChannelSettings['s3'] {
  const {
    REPORT287_S3_REGION: region,
    REPORT287_S3_ACCESS_KEY: accessKeyId,
    REPORT287_S3_SECRET: secretAccessKey,
  } = variables;
  if (region === undefined || accessKeyId === undefined || secretAccessKey === undefined) return undefined;
  const { REPORT287_S3_ENDPOINT: endpoint, REPORT287_S3_PATH_STYLE: forcePathStyle } = variables;
  return { region, ...(endpoint === undefined ? {} : { endpoint }), accessKeyId, secretAccessKey, forcePathStyle };
}
