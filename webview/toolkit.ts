// The only importer of the toolkit (archived upstream): replacing it is a change to this file.
// vscode-badge is left out: its template needs style attributes that our content security policy refuses.
import { provideReactWrapper } from '@microsoft/fast-react-wrapper';
import {
  provideVSCodeDesignSystem, vsCodeButton, vsCodeCheckbox, vsCodeDropdown, vsCodeOption, vsCodeProgressRing, vsCodeTextField,
} from '@vscode/webview-ui-toolkit';
import React from 'react';

const { wrap } = provideReactWrapper(React, provideVSCodeDesignSystem());

/** Push button; `appearance` is primary, secondary or icon. */
export const Button = wrap(vsCodeButton(), { name: 'vscode-button' });
/** Check box with its label as child. */
export const Checkbox = wrap(vsCodeCheckbox(), { name: 'vscode-checkbox', events: { onChange: 'change' } });
/** One-of-many choice; give it a `key` made of its options when they change (it keeps the selected index otherwise). */
export const Dropdown = wrap(vsCodeDropdown(), { name: 'vscode-dropdown', events: { onChange: 'change' } });
/** Entry of a Dropdown. */
export const Option = wrap(vsCodeOption(), { name: 'vscode-option' });
/** Endless progress, for waits of unknown length. */
export const ProgressRing = wrap(vsCodeProgressRing(), { name: 'vscode-progress-ring' });
/** One line of text. */
export const TextField = wrap(vsCodeTextField(), { name: 'vscode-text-field', events: { onInput: 'input', onChange: 'change' } });

/** Value of the toolkit element an event came from. */
export function valueOf(event: unknown): string {
  const target: unknown = typeof event === 'object' && event !== null && 'target' in event ? event.target : undefined;
  return typeof target === 'object' && target !== null && 'value' in target && typeof target.value === 'string' ? target.value : '';
}

/** State of the check box an event came from. */
export function checkedOf(event: unknown): boolean {
  const target: unknown = typeof event === 'object' && event !== null && 'target' in event ? event.target : undefined;
  return typeof target === 'object' && target !== null && 'checked' in target && target.checked === true;
}
