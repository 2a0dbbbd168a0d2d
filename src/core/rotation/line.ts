/**
 * The network as one run sees it. When the computer goes to sleep the line is cut: what is on its way ends as not known,
 * and what begins afterwards has a line of its own. A stop of the run cuts it for good.
 */
export class Line {
  private readonly stop: AbortSignal;
  private current = new AbortController();

  constructor(stop: AbortSignal) {
    this.stop = stop;
    stop.addEventListener('abort', () => this.current.abort(), { once: true });
    if (stop.aborted) this.current.abort();
  }

  /** To be taken once at the beginning of an act and asked again at its end. */
  get signal(): AbortSignal {
    return this.current.signal;
  }

  cut(): void {
    this.current.abort();
    if (!this.stop.aborted) this.current = new AbortController();
  }
}
