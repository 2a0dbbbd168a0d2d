export interface Bounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** At least this many pixels of the window's top edge must be on a screen, so that it can be caught with the mouse. */
const grip = 80;

/**
 * Where the window stood last time, if that place still exists: screens come and go. Null for a window that would be
 * out of reach. All numbers are device-independent pixels.
 */
export function boundsOnScreen(
  saved: Bounds | null,
  screens: readonly Bounds[],
  least: { width: number; height: number },
) {
  if (saved === null || saved.width < least.width || saved.height < least.height) return null;
  const visible = screens.some(
    (screen) =>
      saved.x + saved.width - grip >= screen.x &&
      saved.x + grip <= screen.x + screen.width &&
      saved.y >= screen.y &&
      saved.y + grip <= screen.y + screen.height,
  );
  return visible ? saved : null;
}
