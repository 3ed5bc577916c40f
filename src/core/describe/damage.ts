import type { Warning } from '../errors.ts';
import type { StoredDamage } from '../model/storedDamage.ts';

const NAMES_SHOWN = 3;

/** `a, b, c and 9 more` */
export function firstOf(names: readonly string[]): string {
  const rest = names.length - NAMES_SHOWN;
  return rest > 0 ? `${names.slice(0, NAMES_SHOWN).join(', ')} and ${rest} more` : names.join(', ');
}

/** One warning for each file and way of being damaged; it names the variables that have no value for it. */
export function damageWarnings(damaged: readonly StoredDamage[], nameOf: (key: string) => string): Warning[] {
  const groups = new Map<string, StoredDamage[]>();
  for (const each of damaged) {
    const group = `${each.kind}\n${each.file}`;
    groups.set(group, [...(groups.get(group) ?? []), each]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first === undefined
      ? []
      : [
          warning(
            first,
            group.map(({ key }) => nameOf(key)),
          ),
        ];
  });
}

function warning({ file, kind }: StoredDamage, names: readonly string[]): Warning {
  const count = names.length === 1 ? 'one variable' : `${names.length} variables`;
  const first = firstOf(names);
  const message = {
    missing: `${file}, which holds ${count} (${first}), is not there.`,
    truncated: `${file} is cut off before the end of ${count}: ${first}.`,
    checksum: `${file} is damaged: it holds ${count} with a wrong checksum: ${first}.`,
  }[kind];
  return { code: kind === 'missing' ? 'checkpoint-missing' : 'checkpoint-damaged', message };
}
