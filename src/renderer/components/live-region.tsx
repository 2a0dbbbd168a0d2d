import { useApp } from '../store/store.ts';

/** Says quietly to screen readers what has changed on its own, such as the progress of a check; also beside an open dialog. */
export function LiveRegion() {
  const words = useApp((state) => state.announcement);
  return (
    <div className="hidden" role="status" aria-live="polite" data-live-announcer="true">
      {words}
    </div>
  );
}
