import * as vscode from 'vscode';
import type { StepPlace } from './stepFlow.ts';

/** The person pressed *Back*. */
export const STEP_BACK = Symbol('back');

/** A choice, *Back*, or undefined when the person gave up. */
export type Answer<T> = T | typeof STEP_BACK | undefined;

export interface Item<T> extends vscode.QuickPickItem {
  readonly value: T;
}

export interface Question<T> {
  readonly title: string;
  readonly placeholder?: string;
  /** a promise shows that the list is on its way */
  readonly items: readonly Item<T>[] | Promise<readonly Item<T>[]>;
  /** chosen before, when the person comes back */
  readonly chosen?: (value: T) => boolean;
  /** an item for what was typed, listed first */
  readonly typed?: (text: string) => Item<T>;
}

function show<T>(question: Question<T>, place: StepPlace, canSelectMany: boolean): Promise<Answer<readonly T[]>> {
  return new Promise((resolve, reject) => {
    const pick = vscode.window.createQuickPick<Item<T>>();
    let answer: Answer<readonly T[]>;
    let listed: readonly Item<T>[] = [];
    Object.assign(pick, {
      title: question.title,
      step: place.step,
      totalSteps: place.totalSteps,
      placeholder: question.placeholder,
      canSelectMany,
      matchOnDescription: true,
      ignoreFocusOut: true,
      busy: true,
    });
    pick.buttons = place.canGoBack ? [vscode.QuickInputButtons.Back] : [];
    const finish = (found: Answer<readonly T[]>): void => {
      answer = found;
      pick.hide();
    };
    pick.onDidTriggerButton((button) => {
      if (button === vscode.QuickInputButtons.Back) finish(STEP_BACK);
    });
    pick.onDidAccept(() => {
      const chosen = canSelectMany ? pick.selectedItems : pick.activeItems;
      if (chosen.length > 0) finish(chosen.map(({ value }) => value));
    });
    pick.onDidChangeValue((text) => {
      if (question.typed === undefined) return;
      const kept = pick.selectedItems;
      const others = kept.filter((item) => !listed.includes(item));
      const typed = text.trim() === '' ? [] : [{ ...question.typed(text), alwaysShow: true }];
      pick.items = [...typed, ...others, ...listed];
      pick.selectedItems = kept;
    });
    pick.onDidHide(() => {
      pick.dispose();
      resolve(answer);
    });
    pick.show();
    Promise.resolve(question.items).then(
      (items) => {
        listed = items;
        pick.items = items;
        pick.busy = false;
        const { chosen } = question;
        if (chosen === undefined) return;
        const before = items.filter(({ value }) => chosen(value));
        if (canSelectMany) pick.selectedItems = before;
        else pick.activeItems = before;
      },
      (error: unknown) => {
        reject(error instanceof Error ? error : new Error(String(error)));
        pick.hide();
      },
    );
  });
}

/** One of several. */
export async function pickOne<T>(question: Question<T>, place: StepPlace): Promise<Answer<T>> {
  const answer = await show(question, place, false);
  return answer === undefined || answer === STEP_BACK ? answer : answer[0];
}

/** At least one of several. */
export function pickMany<T>(question: Question<T>, place: StepPlace): Promise<Answer<readonly T[]>> {
  return show(question, place, true);
}
