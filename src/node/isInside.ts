import { isAbsolute, relative } from 'node:path';

/** True for a path that is the folder itself or lies in it. */
export function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  // On Windows the way to another drive is absolute; a name may begin with dots.
  return !isAbsolute(way) && way.split(/[/\\]/)[0] !== '..';
}
