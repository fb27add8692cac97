import { messageOf } from '../channel/outcome.ts';

const remedies: readonly (readonly [RegExp, string])[] = [
  [/no SFTP server is set/, 'set REPORT287_SFTP'],
  [
    /is pinned: nothing was sent/,
    'ask who keeps the server whether its key was changed; if so, set REPORT287_SFTP_HOST_KEY to the new one (`ssh-keygen -lf`)',
  ],
  [
    /passphrase/i,
    'REPORT287_SFTP_KEY is locked with a passphrase, which nobody can type here: give a key without one (a copy, after `ssh-keygen -p`)',
  ],
  [
    /privateKey|private key|key format/i,
    'give the whole text of a private key in REPORT287_SFTP_KEY, with its first and last line',
  ],
  [
    /authentication/i,
    'see that the user and the password in REPORT287_SFTP are right, or that the server knows the public part of REPORT287_SFTP_KEY',
  ],
  [
    /ENOTFOUND|EAI_AGAIN|lookup failed/i,
    'correct the name of the host in REPORT287_SFTP, or see that it is known here',
  ],
  [
    /ECONNREFUSED|refused connection|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|sign of life|closed|reset|timed out/i,
    'see that the server runs, that host and port in REPORT287_SFTP are right, and that no firewall is between',
  ],
  [
    /No such file|Permission denied|not a directory|no folder|Bad path/i,
    'have the folder made on the server, with the right of this user to write there',
  ],
];

/** What to do where an SFTP server cannot be reached or used, by what was thrown. */
export function sftpRemedy(error: unknown): string {
  const { code = '' } = error instanceof Error ? (error as NodeJS.ErrnoException) : {};
  const text = `${messageOf(error)} ${code}`;
  const [, remedy] = remedies.find(([sign]) => sign.test(text)) ?? [];
  return remedy ?? 'see what the server says, and that host, port, user and key of REPORT287_SFTP are right';
}
