import type { Channel } from './channel.ts';
import { folder } from './folder.ts';
import { s3 } from './s3.ts';
import { sftp } from './sftp.ts';
import { smtp } from './smtp.ts';

/** Every way to hand over a parcel. */
export const channels: readonly Channel[] = [folder, smtp, sftp, s3];
