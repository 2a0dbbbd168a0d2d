/** The light border that readers need, in squares (ISO/IEC 18004). */
const quiet = 4;

interface SquareCodeProps {
  /** From top to bottom, each of `1` (dark) and `0`. */
  rows: readonly string[];
  /** What it is, for those who do not see it. */
  label: string;
}

/** A QR code: always dark on white, because many readers do not know it the other way round. */
export function SquareCode({ rows, label }: SquareCodeProps) {
  const size = rows.length + 2 * quiet;
  const dark = rows.flatMap((row, y) =>
    [...row.matchAll(/1+/g)].map((run) => `M${run.index + quiet} ${y + quiet}h${run[0].length}v1h-${run[0].length}z`),
  );
  return (
    <svg
      className="square-code"
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      width={size * 5}
      height={size * 5}
      shapeRendering="crispEdges"
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={dark.join('')} fill="#000" />
    </svg>
  );
}
