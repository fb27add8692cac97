import { replaceFile } from '../publish/replace-file.ts';

/** Milliseconds that a web address is given to answer. */
const patience = 10_000;

/**
 * Gives a sign of life after a look that went well: writes a file (one line: the instant, and `well` or `attention`), or calls a web
 * address with GET. @throws Error where the file cannot be written, or the address does not answer with a success.
 */
export async function beat(
  place: string,
  sign: { readonly at: string; readonly isWell: boolean },
  waits: number = patience,
): Promise<void> {
  if (!/^https?:\/\//.test(place)) {
    await replaceFile(place, `${sign.at} ${sign.isWell ? 'well' : 'attention'}\n`);
    return;
  }
  const answer = await fetch(place, { signal: AbortSignal.timeout(waits) });
  await answer.body?.cancel();
  if (!answer.ok) throw new Error(`the heartbeat was answered with ${answer.status}`);
}
