// The only importer of the toolkit (archived upstream): replacing it is a change to this file.
// vscode-badge is left out: its template needs style attributes that our content security policy refuses.
import { provideReactWrapper } from '@microsoft/fast-react-wrapper';
import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeCheckbox,
  vsCodeDropdown,
  vsCodeOption,
  vsCodeProgressRing,
  vsCodeTextField,
} from '@vscode/webview-ui-toolkit';
import React, { createElement, useLayoutEffect, useRef, type HTMLAttributes, type ReactElement } from 'react';

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
const BareTextField = wrap(vsCodeTextField(), { name: 'vscode-text-field', events: { onInput: 'input', onChange: 'change' } });

interface TextFieldProps extends Omit<HTMLAttributes<HTMLElement>, 'onChange' | 'onInput'> {
  readonly value?: string;
  readonly size?: number;
  readonly placeholder?: string;
  readonly disabled?: boolean;
  /** at every key */
  readonly onInput?: (event: unknown) => void;
  /** when the field is left, or Enter pressed */
  readonly onChange?: (event: unknown) => void;
}

/** One line of text. The toolkit calls every field “Text field” as soon as it is on the page: its name is given again after that. */
export function TextField(props: TextFieldProps): ReactElement {
  const field = useRef<HTMLElement>(null);
  const label = props['aria-label'];
  useLayoutEffect(() => {
    if (label !== undefined) field.current?.setAttribute('aria-label', label);
  }, [label]);
  return createElement(BareTextField, { ...props, ref: field as never });
}

/** Value of the toolkit element an event came from. */
export function valueOf(event: unknown): string {
  const target: unknown = typeof event === 'object' && event !== null && 'target' in event ? event.target : undefined;
  return typeof target === 'object' && target !== null && 'value' in target && typeof target.value === 'string'
    ? target.value
    : '';
}

/** State of the check box an event came from. */
export function checkedOf(event: unknown): boolean {
  const target: unknown = typeof event === 'object' && event !== null && 'target' in event ? event.target : undefined;
  return typeof target === 'object' && target !== null && 'checked' in target && target.checked === true;
}
