import { useEffect, useRef, useState } from 'react';
import type { AppUpdateView } from '../../../shared/apps.ts';
import type { ClientId } from '../../../shared/ids.ts';
import type { ClientView, RotationView } from '../../../shared/views.ts';
import { rowId } from '../devices/evidence-row.tsx';
import { isGuided, isNext, isToDo } from './steps.ts';

export type UpdateOf = (view: ClientView) => AppUpdateView | null;

/**
 * Which device is opened: the first that is left, and after it is done the next. The focus follows only whoever was at
 * work in that row: a grade that changes by itself takes it from nobody. `ready`: it is known which updates there are.
 */
export function useOpenDevice(view: RotationView, updateOf: UpdateOf, ready: boolean) {
  const used = useLastUsedRow();
  const guided = useRef<ClientId | null>(null);
  const next = view.clients.find((one) => isNext(one, updateOf(one))) ?? null;
  const [open, setOpen] = useState<ClientId | null | undefined>(undefined);
  const opened = view.clients.find(({ client }) => client.id === open);
  const over = opened !== undefined && !isGuided(opened, updateOf(opened));
  // A guide that would open, only to make room for an update in the next moment, is not opened.
  useEffect(() => {
    if (ready && open === undefined) setOpen(next?.client.id ?? null);
  }, [ready, open, next]);
  useEffect(() => {
    if (opened && !over) guided.current = opened.client.id;
    // One that was opened before there is a guide for it stays so: it comes as soon as the update gives way.
    if (!over || guided.current !== opened.client.id) return;
    guided.current = null;
    // Its update has come into the guide's place, because somebody asked for it there: nobody is led away.
    if (isToDo(opened)) return;
    setOpen(next?.client.id ?? null);
    if (used.current === rowId(opened) && isFree(rowId(opened)))
      document.getElementById(rowId(next ?? opened))?.focus();
  }, [over, next, opened, used]);
  // What had the focus is gone with what it belonged to: its row has it then, and nothing scrolls.
  useEffect(() => {
    if (used.current === null || !isLost()) return;
    document.getElementById(used.current)?.focus({ preventScroll: true });
  });
  return [open ?? null, setOpen] as const;
}

/** The row in which the focus was last, by a press or by the keyboard; null where it was elsewhere. */
function useLastUsedRow() {
  const used = useRef<string | null>(null);
  useEffect(() => {
    const note = ({ target }: Event) => {
      used.current = target instanceof Element ? (target.closest('.device-evidence')?.id ?? null) : null;
    };
    // A press beside everything takes the focus away on purpose; one on a button brings it there in the next moment.
    const forget = () => {
      used.current = null;
    };
    document.addEventListener('pointerdown', forget, true);
    document.addEventListener('focusin', note, true);
    return () => {
      document.removeEventListener('pointerdown', forget, true);
      document.removeEventListener('focusin', note, true);
    };
  }, []);
  return used;
}

const isLost = (): boolean => document.activeElement === null || document.activeElement === document.body;

/** Nobody types in this row, and nobody is at work outside of it. */
function isFree(row: string): boolean {
  const active = document.activeElement;
  if (isLost()) return true;
  return !(active instanceof HTMLInputElement) && active?.closest('.device-evidence')?.id === row;
}
