import type { ReactElement } from 'react';

/** What is drawn inside a 16 × 16 (`ripple`: 24 × 24) box, in the current colour. One shape per meaning; see the legend. */
export const SHAPES = {
  deployment: (
    <rect x="0.5" y="4.5" width="15" height="7" rx="2.5" fill="currentColor" />
  ),
  'deployment-failed': (
    <>
      <rect
        x="1.2"
        y="5.2"
        width="8.6"
        height="5.6"
        rx="2"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.4"
      />
      <path
        d="M10.6 4.6l4.6 6.8M15.2 4.6l-4.6 6.8"
        stroke="currentColor"
        strokeWidth="1.9"
      />
    </>
  ),
  'deployment-in-progress': (
    <>
      <path d="M3 5h5.5v6H3a2 2 0 01-2-2V7a2 2 0 012-2z" fill="currentColor" />
      <path d="M10.5 5v6M14 5v6" stroke="currentColor" strokeWidth="1.8" />
    </>
  ),
  rollback: (
    <path
      d="M6.5 2L2 6l4.5 4V7.4h3.2a2.6 2.6 0 010 5.2H5v2h4.7a4.6 4.6 0 000-9.2H6.5z"
      fill="currentColor"
    />
  ),
  'scale-down': (
    <path d="M5.2 1.2h5.6v6.2h4L8 15 1.2 7.4h4z" fill="currentColor" />
  ),
  'scale-up': (
    <path d="M5.2 14.8h5.6V8.6h4L8 1 1.2 8.6h4z" fill="currentColor" />
  ),
  autoscale: (
    <path
      d="M1 13h4.5V8.5H10V4h5"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
    />
  ),
  config: (
    <rect
      x="2.3"
      y="2.3"
      width="11.4"
      height="11.4"
      rx="1"
      fill="currentColor"
    />
  ),
  secret: (
    <path
      fillRule="evenodd"
      d="M3.3 2.3h9.4a1 1 0 011 1v9.4a1 1 0 01-1 1H3.3a1 1 0 01-1-1V3.3a1 1 0 011-1zM8 4.6a2.1 2.1 0 00-1 3.95V11.6h2V8.55A2.1 2.1 0 008 4.6z"
      fill="currentColor"
    />
  ),
  flag: (
    <path d="M2.6 1.2h1.9v13.6H2.6zM5 1.8l9.4 3.7L5 9.3z" fill="currentColor" />
  ),
  pipeline: (
    <path
      d="M1.5 2.8L8 8l-6.5 5.2zM8.2 2.8L14.8 8l-6.6 5.2z"
      fill="currentColor"
    />
  ),
  infrastructure: (
    <path d="M8 .9l6.2 3.55v7.1L8 15.1l-6.2-3.55v-7.1z" fill="currentColor" />
  ),
  migration: (
    <>
      <path
        d="M2.5 4v8c0 1.5 2.5 2.6 5.5 2.6s5.5-1.1 5.5-2.6V4z"
        fill="currentColor"
      />
      <ellipse
        cx="8"
        cy="4"
        rx="5.5"
        ry="2.5"
        fill="var(--paper)"
        stroke="currentColor"
        strokeWidth="1.4"
      />
    </>
  ),
  'third-party': (
    <>
      <circle
        cx="8"
        cy="8"
        r="6"
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
      />
      <path
        d="M2 8h12M8 2c-4.6 3.6-4.6 8.4 0 12M8 2c4.6 3.6 4.6 8.4 0 12"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.2"
      />
    </>
  ),
  withheld: (
    <>
      <path
        d="M4.6 7V5a3.4 3.4 0 016.8 0v2"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.7"
      />
      <rect
        x="2.8"
        y="7"
        width="10.4"
        height="7.4"
        rx="1.2"
        fill="currentColor"
      />
    </>
  ),
  custom: (
    <path
      d="M8 .8l1.9 5.3 5.3 1.9-5.3 1.9L8 15.2 6.1 9.9.8 8l5.3-1.9z"
      fill="currentColor"
    />
  ),
  restart: (
    <>
      <path
        d="M12.9 9.6A5.2 5.2 0 118 2.8c1.5 0 2.8.6 3.7 1.6"
        fill="none"
        stroke="currentColor"
        strokeWidth="2.2"
      />
      <path d="M13.9 1.2v5.2H8.7z" fill="currentColor" />
    </>
  ),
  access: (
    <path
      d="M8 .9l6 2.2v4.4c0 3.8-2.4 6.3-6 7.6-3.6-1.3-6-3.8-6-7.6V3.1z"
      fill="currentColor"
    />
  ),
  catalog: (
    <path
      fillRule="evenodd"
      d="M1.4 2.6a1.2 1.2 0 011.2-1.2h5.2l6.9 6.9-6.4 6.4-6.9-6.9zM5 3.7a1.3 1.3 0 100 2.6 1.3 1.3 0 000-2.6z"
      fill="currentColor"
    />
  ),
  code: (
    <>
      <circle
        cx="8"
        cy="8"
        r="3.4"
        fill="none"
        stroke="currentColor"
        strokeWidth="2.2"
      />
      <path d="M0 8h4.6M11.4 8H16" stroke="currentColor" strokeWidth="2.2" />
    </>
  ),
  job: (
    <path
      fillRule="evenodd"
      d="M8 1a7 7 0 110 14A7 7 0 018 1zM6.2 4.6v6.8L11.8 8z"
      fill="currentColor"
    />
  ),
  network: (
    <>
      <path
        d="M8 4v4M8 8L3.5 12M8 8l4.5 4"
        stroke="currentColor"
        strokeWidth="1.7"
      />
      <rect x="5.6" y="1" width="4.8" height="4.4" fill="currentColor" />
      <rect x="1" y="10.4" width="4.8" height="4.4" fill="currentColor" />
      <rect x="10.2" y="10.4" width="4.8" height="4.4" fill="currentColor" />
    </>
  ),
  storage: (
    <path
      d="M1.5 2h13v3.2h-13zM1.5 6.4h13v3.2h-13zM1.5 10.8h13V14h-13z"
      fill="currentColor"
    />
  ),
  node: (
    <path
      fillRule="evenodd"
      d="M1 2.4h14v11.2H1zM3 4.4v3h10v-3zM3 9h3v2.4H3z"
      fill="currentColor"
    />
  ),
  alert: (
    <path
      d="M8 1.2c-3 0-4.6 2.2-4.6 4.9 0 3.4-1.6 4.4-1.6 5.6h12.4c0-1.2-1.6-2.2-1.6-5.6 0-2.7-1.6-4.9-4.6-4.9zM6.2 12.9a1.9 1.9 0 003.6 0z"
      fill="currentColor"
    />
  ),
  health: (
    <path
      d="M.8 8.6h3.4L6.3 3l3.3 10 2-4.4h3.6"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      strokeLinejoin="round"
    />
  ),
  healthy: (
    <>
      <circle cx="8" cy="8" r="7" fill="currentColor" />
      <path
        d="M4.6 8.2l2.4 2.4 4.5-4.9"
        fill="none"
        stroke="var(--paper)"
        strokeWidth="1.9"
      />
    </>
  ),
  degraded: (
    <>
      <path d="M8 1.1l7.4 13.3H.6z" fill="currentColor" />
      <path d="M8 5.6v4.2M8 11.2v1.7" stroke="var(--paper)" strokeWidth="1.8" />
    </>
  ),
  unhealthy: (
    <>
      <path d="M5 .9h6L15.1 5v6L11 15.1H5L.9 11V5z" fill="currentColor" />
      <path
        d="M5.3 5.3l5.4 5.4M10.7 5.3l-5.4 5.4"
        stroke="var(--paper)"
        strokeWidth="1.9"
      />
    </>
  ),
  unknown: (
    <>
      <circle
        cx="8"
        cy="8"
        r="6.6"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeDasharray="2.6 1.9"
      />
      <path
        d="M6 6.3c.1-2.6 4-2.5 4 0 0 1.4-2 1.5-2 3M8 10.7v1.5"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
      />
    </>
  ),
  stale: (
    <>
      <circle
        cx="8"
        cy="8"
        r="6.6"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeDasharray="2.6 1.9"
      />
      <path
        d="M8 4.4V8.3l2.6 1.7"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.6"
      />
    </>
  ),
  cross: (
    <path d="M3 3l10 10M13 3L3 13" stroke="currentColor" strokeWidth="1.8" />
  ),
  link: (
    <path
      d="M6.7 9.3L9.3 6.7M7 4.6l1.7-1.7a3 3 0 014.4 4.4L11.4 9M9 11.4l-1.7 1.7a3 3 0 01-4.4-4.4L4.6 7"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
    />
  ),
  copy: (
    <>
      <rect
        x="5.5"
        y="5.5"
        width="8"
        height="9"
        rx="1"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
      />
      <path
        d="M10.5 3.2V2.5a1 1 0 00-1-1h-6a1 1 0 00-1 1v7a1 1 0 001 1h.8"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
      />
    </>
  ),
  external: (
    <path
      d="M9 2.5h4.5V7M13.2 2.8L7.5 8.5M11.5 9v3.5a1 1 0 01-1 1h-7a1 1 0 01-1-1v-7a1 1 0 011-1H7"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
    />
  ),
  previous: (
    <path
      d="M10 3L5 8l5 5"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
    />
  ),
  next: (
    <path
      d="M6 3l5 5-5 5"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
    />
  ),
  expand: (
    <path
      d="M4 6l4 4 4-4"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
    />
  ),
  search: (
    <>
      <circle
        cx="6.8"
        cy="6.8"
        r="4.6"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.6"
      />
      <path d="M10.2 10.2l4.2 4.2" stroke="currentColor" strokeWidth="1.8" />
    </>
  ),
  check: (
    <path
      d="M2.6 8.4l3.6 3.7 7.2-8"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
    />
  ),
  person: (
    <>
      <circle cx="8" cy="5" r="3.1" fill="currentColor" />
      <path
        d="M1.9 14.6c.4-3.4 2.8-5.2 6.1-5.2s5.7 1.8 6.1 5.2z"
        fill="currentColor"
      />
    </>
  ),
  refresh: (
    <path
      d="M13.4 8a5.4 5.4 0 11-1.7-3.9M13.6 1.6v3.6H10"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
    />
  ),
  ripple: (
    <>
      <circle cx="12" cy="12" r="2.6" fill="currentColor" />
      <circle
        cx="12"
        cy="12"
        r="6.2"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.7"
      />
      <circle
        cx="12"
        cy="12"
        r="10"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.3"
        opacity=".75"
      />
    </>
  ),
  'deployment-superseded': (
    <path
      d="M4 5.2h10.4v5.6H4a2 2 0 01-2-2V7.2a2 2 0 012-2zM14.4 3.4v9.2"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.4"
    />
  ),
  collapse: (
    <path
      d="M4 10l4-4 4 4"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
    />
  ),
} satisfies Record<string, ReactElement>;

export type ShapeName = keyof typeof SHAPES;

export function shapeViewBox(name: ShapeName): string {
  return name === 'ripple' ? '0 0 24 24' : '0 0 16 16';
}
