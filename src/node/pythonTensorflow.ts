import { execFile } from 'node:child_process';
import { statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

const SCRIPT = 'import sysconfig; print(sysconfig.get_path("purelib")); print(sysconfig.get_path("platlib"))';

/**
 * Folders `tensorflow` of the Python environments on PATH and of an active virtual environment, found without importing
 * anything: Python is isolated (-I) and asked for its paths alone. Relative PATH entries are passed over.
 */
export async function pythonTensorflowDirectories(env: NodeJS.ProcessEnv): Promise<readonly string[]> {
  const directories = new Set<string>();
  for (const python of pythons(env)) {
    for (const site of await sitePackages(python)) directories.add(join(site, 'tensorflow'));
  }
  return [...directories];
}

function pythons(env: NodeJS.ProcessEnv): readonly string[] {
  const bin = process.platform === 'win32' ? 'Scripts' : 'bin';
  const environments = [env['VIRTUAL_ENV'], env['CONDA_PREFIX']].filter((folder) => folder !== undefined && isAbsolute(folder));
  const folders = [
    ...environments.map((folder) => join(folder ?? '', bin)),
    ...(env['PATH'] ?? '').split(delimiter).filter(isAbsolute),
  ];
  const names = process.platform === 'win32' ? ['python.exe'] : ['python3', 'python'];
  const found = folders
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile() === true);
  return [...new Set(found)].slice(0, 4);
}

function sitePackages(python: string): Promise<readonly string[]> {
  return new Promise((resolve) => {
    execFile(python, ['-I', '-c', SCRIPT], { timeout: 5000, cwd: '/', windowsHide: true }, (error, stdout) => {
      resolve(error === null ? stdout.split(/\r?\n/).filter((line) => isAbsolute(line)) : []);
    });
  });
}
