import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { labelText, noticeText } from '../../../src/vscode/noticeText.ts';

/** What VS Code takes for a link in a notification (base/common/linkedText). */
const LINK = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/i;

describe('a text of a notification', () => {
  it('has no links, whatever a file calls its layers', () => {
    const evil = 'There is no layer “[open](command:workbench.action.quickOpen)”.';
    expect(LINK.test(evil)).toBe(true);
    expect(LINK.test(noticeText(evil))).toBe(false);
    const part = fc.constantFrom('[', ']', '](', '(command:x)', 'https://a.b', 'name', ' ', ')');
    fc.assert(fc.property(fc.array(part), (parts) => !LINK.test(noticeText(parts.join('')))));
  });

  it('is the same otherwise', () => {
    expect(noticeText('layers[2] (a)')).toBe('layers[2] (a)');
    expect(noticeText('[a](b)').replaceAll('\u2060', '')).toBe('[a](b)');
  });
});

it('an entry of a quick pick has no icons that a file asks for', () => {
  const icon = /\$\([A-Za-z0-9-]+(?:~[A-Za-z]+)?\)/;
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('$', '(', ')', 'flame', '~spin', 'dense')),
      (parts) => !icon.test(labelText(parts.join(''))),
    ),
  );
  expect(labelText('dense (1)')).toBe('dense (1)');
});
