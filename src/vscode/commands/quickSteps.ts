import * as vscode from 'vscode';

/** The person pressed *Back*. */
export const STEP_BACK = Symbol('back');

/** A choice, *Back*, or undefined when the person gave up. */
export type Answer<T> = T | typeof STEP_BACK | undefined;

interface Item<T> extends vscode.QuickPickItem {
  readonly value: T;
}

const STEPS = 4;

function ask<T, R>(title: string, step: number, items: readonly Item<T>[], isMany: boolean, answerOf: (chosen: readonly Item<T>[]) => R): Promise<Answer<R>> {
  return new Promise((resolve) => {
    const pick = vscode.window.createQuickPick<Item<T>>();
    pick.title = title;
    pick.step = step;
    pick.totalSteps = STEPS;
    pick.items = items;
    pick.canSelectMany = isMany;
    pick.matchOnDescription = true;
    pick.buttons = step > 1 ? [vscode.QuickInputButtons.Back] : [];
    let answer: Answer<R>;
    pick.onDidTriggerButton((button) => {
      if (button !== vscode.QuickInputButtons.Back) return;
      answer = STEP_BACK;
      pick.hide();
    });
    pick.onDidAccept(() => {
      const chosen = isMany ? pick.selectedItems : pick.activeItems;
      if (chosen.length === 0) return;
      answer = answerOf(chosen);
      pick.hide();
    });
    pick.onDidHide(() => {
      pick.dispose();
      resolve(answer);
    });
    pick.show();
  });
}

/** One of several; a single item is taken without asking. */
export async function pickOne<T>(title: string, step: number, items: readonly Item<T>[]): Promise<Answer<T>> {
  const [only] = items;
  if (items.length === 1 && only !== undefined) return only.value;
  return ask<T, T | undefined>(title, step, items, false, (chosen) => chosen[0]?.value);
}

/** At least one of several. */
export function pickMany<T>(title: string, step: number, items: readonly Item<T>[]): Promise<Answer<readonly T[]>> {
  return ask(title, step, items, true, (chosen) => chosen.map(({ value }) => value));
}
