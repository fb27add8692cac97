import type { Channel } from './channel.ts';
import { folder } from './folder.ts';

/** Every way to hand over an edition. */
export const channels: readonly Channel[] = [folder];
