import { SHAPES, ShapeName, shapeViewBox } from './shapes';

/** What a `<use href>` names to draw a shape of the {@link SymbolSheet}. */
export function symbolHref(name: ShapeName): string {
  return `#ripple-${name}`;
}

export type Pattern = 'bad' | 'warn' | 'unknown';

/** What a `fill` names to draw a hatching of the {@link SymbolSheet}. */
export function patternFill(pattern: Pattern): string {
  return `url(#ripple-hatch-${pattern})`;
}

const HATCHES: Record<
  Pattern,
  { color: string; edge: string; ground: number; stripe: number; angle: number }
> = {
  bad: {
    color: 'var(--bad)',
    edge: 'var(--bad)',
    ground: 0.22,
    stripe: 2.4,
    angle: 45,
  },
  warn: {
    color: 'var(--warn-fill)',
    edge: 'var(--warn)',
    ground: 0.25,
    stripe: 2.2,
    angle: 45,
  },
  unknown: {
    color: 'var(--unk)',
    edge: 'var(--unk)',
    ground: 0.1,
    stripe: 1,
    angle: -45,
  },
};

/** All shapes as symbols and all hatchings, for drawings that use many of them by reference. Once per drawing, inside RippleRoot. */
export function SymbolSheet() {
  return (
    <svg width={0} height={0} style={{ position: 'absolute' }} aria-hidden>
      <defs>
        {Object.entries(HATCHES).map(([name, hatch]) => (
          <pattern
            key={name}
            id={`ripple-hatch-${name}`}
            width={6}
            height={6}
            patternUnits="userSpaceOnUse"
            patternTransform={`rotate(${hatch.angle})`}
          >
            <rect
              width={6}
              height={6}
              style={{ fill: hatch.color }}
              opacity={hatch.ground}
            />
            <rect
              width={hatch.stripe}
              height={6}
              style={{ fill: hatch.edge }}
              opacity={0.7}
            />
          </pattern>
        ))}
        {(Object.keys(SHAPES) as ShapeName[]).map(name => (
          <symbol
            key={name}
            id={symbolHref(name).slice(1)}
            viewBox={shapeViewBox(name)}
          >
            {SHAPES[name]}
          </symbol>
        ))}
      </defs>
    </svg>
  );
}
