import { homedir } from 'node:os';
import { join } from 'node:path';

/** The managed runtime: the tensorflow-cpu release whose two libraries the set-up unpacks. */
export const MANAGED_RUNTIME = 'tensorflow-cpu-2.21.0';

/** Where a user's caches live on this system: XDG_CACHE_HOME or ~/.cache, ~/Library/Caches, %LOCALAPPDATA%. */
export function userCacheDirectory(env: NodeJS.ProcessEnv = process.env, platform: NodeJS.Platform = process.platform): string {
  if (platform === 'darwin') return join(homedir(), 'Library', 'Caches');
  if (platform === 'win32') return env['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local');
  const xdg = env['XDG_CACHE_HOME'];
  return xdg !== undefined && xdg.startsWith('/') ? xdg : join(homedir(), '.cache');
}

/** Our folder in it; the extension and the command line share it. */
export function lensCacheDirectory(env?: NodeJS.ProcessEnv, platform?: NodeJS.Platform): string {
  return join(userCacheDirectory(env, platform), 'savedmodel-lens');
}

/** Folder of the managed runtime's libraries. */
export function managedRuntimeDirectory(env?: NodeJS.ProcessEnv, platform?: NodeJS.Platform): string {
  return join(lensCacheDirectory(env, platform), 'runtime', MANAGED_RUNTIME);
}

/** Folder of the instrumented sibling models. */
export function siblingsDirectory(env?: NodeJS.ProcessEnv, platform?: NodeJS.Platform): string {
  return join(lensCacheDirectory(env, platform), 'siblings');
}

/** Folder of op and kernel lists, one file per library. */
export function runtimeOpsDirectory(env?: NodeJS.ProcessEnv, platform?: NodeJS.Platform): string {
  return join(lensCacheDirectory(env, platform), 'runtime-ops');
}
