import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../press.ts';
import { type Examination, fault, warning, well } from './examination.ts';

const oldest = 24;

/** The runtime: new enough, and the one that the package names. */
export const node: Examination = {
  what: 'Node.js',
  reads: [],
  examine: async () => {
    const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      readonly dependencies: Readonly<Record<string, string>>;
    };
    const version = process.versions.node;
    const { node: named = version } = dependencies;
    const facts = { version, named, platform: `${process.platform} ${process.arch}` };
    const remedy = 'start the program with `npx report287`, or put node_modules/.bin first in PATH';
    if (Number.parseInt(version, 10) < oldest)
      return [fault('Node.js', `version ${version} is older than ${oldest}`, remedy, facts)];
    if (version === named) return [well('Node.js', `version ${version} on ${facts.platform}`, facts)];
    return [warning('Node.js', `version ${version}, and ${named} is the one that was tested`, remedy, facts)];
  },
};
