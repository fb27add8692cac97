import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const signals = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

/** A temporary folder that does not outlive this process, whether it ends well, by an error or by a signal. */
export function makeScratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'report287-bench-'));
  chmodSync(folder, 0o755);
  process.on('exit', () => removeFolder(folder));
  for (const [signal, code] of Object.entries(signals)) process.once(signal, () => process.exit(code));
  return folder;
}

/** Removes a folder in which a private server may still be closing its files. */
export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
}
