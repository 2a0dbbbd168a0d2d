import { useCallback, useEffect, useState } from 'react';
import type { SheetView } from '../../../shared/views.ts';
import { useAct } from '../../store/act.ts';

/** Reads the sheet when it opens and on wish; what was read before stays until then. */
export function useSheet(): { sheet: SheetView | null; busy: boolean; read: () => Promise<void> } {
  const [sheet, setSheet] = useState<SheetView | null>(null);
  const { busy, run } = useAct();
  const read = useCallback(async () => {
    const answer = await run('safety.sheet', {});
    if (answer) setSheet(answer);
  }, [run]);
  useEffect(() => {
    void read();
  }, [read]);
  return { sheet, busy, read };
}
