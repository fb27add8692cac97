import type { Manifest } from '../publish/manifest.ts';

/**
 * The roles without whose approval an edition is handed to nobody: those that the settings of this machine ask for, those that its
 * manifest names, and those on record with it. Forgetting a setting takes none away.
 */
export const neededRoles = (
  asked: Readonly<Record<Manifest['audience'], readonly string[]>>,
  { audience, approvals = [] }: Pick<Manifest, 'audience' | 'approvals'>,
  recorded: readonly string[],
): readonly string[] => [...new Set([...asked[audience], ...approvals, ...recorded])];
