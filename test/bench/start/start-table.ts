import { median, spread, table } from '../statistics.ts';
import { apps, type Start, type StartFigures } from './measure-start.ts';

const names = { bare: 'bare Electron window', keyround: 'Keyround' } as const;
const columns = [
  ['first picture ms', (start: Start) => start.shown],
  ['first text ms', (start: Start) => start.content],
  ['memory MiB', (start: Start) => start.memory],
] as const;

/** Medians with their spread, and the app against the bare window within the round. */
export function startLines({ starts }: StartFigures): string[] {
  const head = ['started', ...columns.flatMap(([title]) => [title, 'min..max', 'against bare'])];
  const rows = apps.map((app) => {
    const cells = columns.flatMap(([, read]) => {
      const values = starts[app].map(read);
      const known = values.flatMap((value) => value ?? []);
      if (known.length === 0) return ['not readable', '-', '-'];
      const ratios = values.flatMap((value, round) => {
        const bare = starts.bare[round];
        const other = bare ? read(bare) : null;
        return value === null || other === null ? [] : [value / other];
      });
      return [median(known).toFixed(0), spread(known), median(ratios).toFixed(2)];
    });
    return [names[app], ...cells];
  });
  return table(head, rows);
}
